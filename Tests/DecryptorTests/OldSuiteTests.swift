import Captures
import Decryptor
import Foundation
import TLSKeys
import TLSWire
import Testing

/// Captures that an independent program made (`captures/old/old_suites.py`: hashlib, hmac and the ciphers of
/// python3-cryptography). tshark 4.0 reads all of them with the same key log, but those with truncated_hmac
/// and of EXPORT1024, which it does not know.
@Suite("Suites and options that no library at hand speaks any more")
struct OldSuiteTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("captures/old")

  private static func file(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  private static func keyring() throws -> Keyring {
    Keyring(log: String(decoding: try file("keys"), as: UTF8.self))
  }

  private static let names = [
    "rc4-40-ssl3", "rc4-40-tls10", "rc2-40-ssl3", "rc2-40-tls10", "des40-ssl3", "des40-tls10",
    "des-ssl3", "des-tls10", "des-tls12", "seed-tls10", "seed-tls11", "rc4-56-tls10",
    "des-1024-tls10", "aes-tls10-deflate", "aes-tls12-deflate", "aes-tls10-truncated",
    "aes-tls12-deflate-truncated",
  ]

  /// What each side says, a record each.
  private static func said(_ name: String) -> (client: [String], server: [String]) {
    (["asked of \(name)", ", and more"], ["said by " + String(repeating: name, count: 20), "."])
  }

  @Test("Export, DES, SEED, DEFLATE and truncated_hmac open to the byte", arguments: names)
  func opens(_ name: String) throws {
    let opened = try Opened(Self.file(name + ".pcap"), Self.keyring())
    let said = Self.said(name)
    #expect(opened.session?.result == .open && opened.session?.opening == .keyLog)
    #expect(String(decoding: opened[0, .client], as: UTF8.self) == said.client.joined())
    #expect(String(decoding: opened[0, .server], as: UTF8.self) == said.server.joined())
  }

  @Test("Changed or cut short it says what was said, or less, and nothing else", arguments: names)
  func changed(_ name: String) throws {
    let file = try Self.file(name + ".pcap")
    let said = Self.said(name)
    func expect(_ opened: Opened, _ what: String) {
      for (side, pieces) in [(Side.client, said.client), (.server, said.server)] {
        let text = String(decoding: opened[0, side], as: UTF8.self)
        let isPart = ["", pieces[0], pieces[1], pieces.joined()].contains(text)
        #expect(isPart || pieces.joined().hasPrefix(text), "\(what): \(text)")
      }
    }
    // Behind the headers of file, packet, IP and TCP: the sizes of packets are no concern of a suite.
    for place in stride(from: 24 + 16 + 40, to: file.count, by: 29) {
      var changed = file
      changed[place] ^= 0x10
      expect(try Opened(changed, Self.keyring()), "\(place) changed")
    }
    for count in stride(from: 24, to: file.count, by: 61) {
      expect(try Opened(Array(file.prefix(count)), Self.keyring()), "\(count) bytes")
    }
  }

  @Test("IDEA is read where libcrypto has it, and named where not")
  func idea() throws {
    let name = "idea-tls10"
    let session = try Opened(Self.file(name + ".pcap"), Self.keyring()).session
    let isRead = ReadableSuite.of(CipherSuite(rawValue: 0x0007))?.cipher.isAvailable == true
    #expect(isRead ? session?.result == .open : session?.result == .sealed)
    #expect(isRead || session?.reason == .suiteNotRead("TLS_RSA_WITH_IDEA_CBC_SHA"))
  }
}
