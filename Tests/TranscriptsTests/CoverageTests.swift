import BrowserHellos
import Bytes
import Commands
import Explanations
import Foundation
import Lab
import Screens
import TLSWire
import Testing

@Suite("Whatever can be shown is explained, and nothing is explained that nobody can see")
struct CoverageTests {
  /// Every version with every key exchange and every kind of event that the project has.
  private static let scripts = [
    // Key exchanges of 1.0 to 1.2, with every kind of cipher.
    ["connect version=1.0 kx=rsa", "connect version=1.1 kx=dhe", "connect version=1.1 kx=ecdhe"],
    ["connect version=1.2 kx=rsa", "connect version=1.2 kx=dhe", "connect version=1.2 kx=ecdhe"],
    [
      "connect version=1.2 suite=TLS_RSA_WITH_NULL_SHA256",
      "connect version=1.2 suite=TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
      "connect version=1.2 suite=TLS_RSA_WITH_AES_256_CBC_SHA client.etm=off client.ems=off",
      "connect version=1.2 suite=TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
      "connect version=1.2 suite=TLS_DH_anon_WITH_AES_128_GCM_SHA256",
      "connect version=1.2 suite=TLS_ECDH_anon_WITH_AES_128_CBC_SHA",
    ],
    [
      "connect version=1.2 suite=TLS_PSK_WITH_AES_128_GCM_SHA256 client.psk=ada:6b657931 server.psk=ada:6b657931",
      "connect version=1.2 suite=TLS_DHE_PSK_WITH_AES_128_GCM_SHA256 client.psk=ada:6b657931 server.psk=ada:6b657931",
      "connect version=1.2 suite=TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256 client.psk=ada:6b657931 server.psk=ada:6b657931",
      "connect version=1.3 client.psk=ada:6b657931 server.psk=ada:6b657931",
    ],
    // TLS 1.3.
    [
      "connect version=1.3", "connect version=1.3 client.groups=ffdhe2048",
      "connect version=1.3 server.retry=on", "connect version=1.3 group=X25519MLKEM768",
      "connect version=1.3 client.cert=good", "update-keys", "request-certificate", "close",
      "connect version=1.3 client.cert=good server.client-auth=require",
      "connect version=1.3 server.client-auth=request",
    ],
    // Resumption and early data.
    [
      "connect version=1.3 server.early-data=on", "connect resume=S1",
      "connect resume=S1 server.early-data=on client.early-data=hello",
      "connect resume=S1 client.early-data=hello", "connect version=1.2",
      "connect version=1.2 resume=S5", "connect version=1.2 server.tickets=off",
      "connect version=1.2 resume=S7",
      "connect version=1.2 resume=S5 server.tickets=off",
    ],
    ["connect version=1.3", "connect version=1.3 resume=S1 server.tickets=off"],
    // What may be asked for.
    [
      "connect version=1.2 client.staple=on", "connect version=1.3 client.staple=on",
      "connect client.alpn=sip server.alpn=sip",
      "connect version=1.2 client.alpn=sip server.alpn=sip",
      "connect version=1.2 client.record-limit=512 server.record-limit=1024",
      "connect version=1.3 client.record-limit=512", "connect client.grease=on client.padding=on",
      "connect version=1.0 client.hello=ssl2 server.ssl2-hello=on",
      "connect version=1.2 client.fallback-scsv=on",
      "connect version=1.2 client.cert=good server.client-auth=require",
      "renegotiate", "renegotiate server require", "close",
      "connect version=1.2 server.renegotiation=off", "renegotiate", "connect app.scenario=echo",
      "connect version=1.2 server.client-auth=request",
    ],
    // What goes wrong.
    [
      "set client.verify off", "mitm on cert=own-ca", "connect", "connect version=1.2",
      "set client.verify on", "connect", "mitm off", "connect server.cert=expired",
      "connect client.check.pin=on",
      "tamper server_hello.random", "connect", "truncate", "connect", "drop finished", "connect",
      "tamper application_data@5", "connect version=1.2", "downgrade 1.2", "connect",
      "connect client.fallback-scsv=on version=1.2",
      "connect client.versions=1.2 server.versions=1.3",
      "connect version=1.2 kx=rsa", "tamper client_key_exchange.encrypted_pre_master_secret",
      "connect version=1.2 kx=rsa",
    ],
  ]

  /// A Certificate of TLS 1.3 with proofs of logs, which no authority here has.
  private static let foreignExtensions: [UInt8] = {
    let proof: [UInt8] =
      [0] + [UInt8](repeating: 7, count: 32) + [0, 0, 1, 0x9b, 0, 0, 0, 1, 0, 0, 4, 3, 0, 2, 1, 2]
    func sized(_ bytes: [UInt8], _ width: Int = 2) -> [UInt8] {
      (0..<width).reversed().map { UInt8(bytes.count >> (8 * $0) & 0xff) } + bytes
    }
    let timestamps = [0, 18] + sized(sized(sized(proof)))
    let entry = sized([0x30, 0], 3) + sized(timestamps)
    return [11] + sized([0] + sized(entry, 3), 3)
  }()

  private static let explained: Set<ExplanationCandidates> = {
    var things = ExplainedThings()
    for script in scripts {
      var interpreter = Interpreter(Lab(seed: 5), folder: FileManager.default.temporaryDirectory)
      for line in script {
        let outcome = interpreter.execute(line)
        #expect(outcome.status == .ok, "\(line): \(outcome.page.blocks)")
      }
      for session in interpreter.lab.sessions { things.add(session, of: interpreter.lab) }
    }
    for hello in BrowserHello.all { things.add(hello.bytes) }
    things.add(foreignExtensions)
    things.addTables()
    return things.things
  }()

  @Test func whateverCanBeShownIsExplained() {
    let missing = Self.explained.filter { Catalogue.current.first(of: $0) == nil }
    let names = missing.compactMap { keys in
      keys.first.map { "\($0.kind.rawValue): \($0.name)" }
    }
    #expect(names.sorted() == [], "\(names.count) have none")
  }

  @Test("Every extension that is taken apart has a text of its own")
  func extensions() {
    for entry in ExtensionCatalogue.entries {
      let key = ExplanationKey(.extensionType, entry.type.label)
      #expect(Catalogue.current.explanation(key) != nil, "\(key.name)")
    }
  }

  @Test func nothingIsExplainedThatNobodyCanSee() {
    let used = Set(Self.explained.compactMap { Catalogue.current.first(of: $0) })
    let unused = Catalogue.current.keys.subtracting(used)
    #expect(unused.map { "\($0.kind.rawValue): \($0.name)" }.sorted() == [])
  }
}
