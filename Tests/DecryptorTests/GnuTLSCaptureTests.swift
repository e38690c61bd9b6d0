import CryptoPrimitives
import Decryptor
import Foundation
import TLSKeys
import Testing

@Suite("Captures of GnuTLS with ciphers that libssl does not speak any more")
struct GnuTLSCaptureTests {
  private static func bytes(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return Array(try Data(contentsOf: folder.appendingPathComponent("captures/\(name)")))
  }

  private static func keyring() throws -> Keyring {
    let keyring = Keyring()
    guard case .keys(let keys) = PrivateKeyFile(try bytes("server.pem"), passphrase: nil) else {
      return keyring
    }
    for key in keys { keyring.add(.init(key: key, source: "server.pem")) }
    keyring.add(preSharedKey: [1, 2, 3, 4, 5, 6, 7, 8])
    return keyring
  }

  @Test(
    "RC4, Triple DES, Camellia, RSA with a pre-shared key",
    arguments: ["rc4-sha", "rc4-md5-tls10", "3des", "camellia", "rsa-psk"])
  func opens(name: String) throws {
    let opened = try Opened(Self.bytes(name + ".pcap"), Self.keyring())
    #expect(opened.session?.result == .open)
    #expect(opened[0, .client] == Array("hello from the client\n".utf8))
    #expect(opened[0, .server] == opened[0, .client])
  }

  @Test("A cipher that libcrypto never had is named")
  func lacking() throws {
    let session = try Opened(Self.bytes("camellia-gcm.pcap"), Self.keyring()).session
    #expect(session?.reason == .suiteNotRead("TLS_RSA_WITH_CAMELLIA_128_GCM_SHA256"))
  }
}
