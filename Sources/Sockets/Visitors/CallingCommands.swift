import Bytes
import Commands
public import Lab
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// Commands of a shell that call a port of this machine, and fit what is spoken there.
struct CallingCommands {
  var port: Int
  var protocolBefore: StartTLS?
  /// Of the server there.
  var settings: Settings
  /// The server by whose name it is to be called, where that is another's.
  var server: Endpoint?

  /// The one that comes first to mind.
  var usual: String { speaksHTTP ? "curl -k \(curl)" : openssl }

  /// The same with a certificate to trust.
  ///
  /// - Parameter file: its file.
  func trusting(_ file: String) -> String {
    let name = ShellCommand.word(file)
    return speaksHTTP ? "curl --cacert \(name) \(curl)" : "\(openssl) -CAfile \(name)"
  }

  /// Where curl is to call, and as whom. Who calls an address compares the certificate with that.
  private var curl: String {
    let own = settings[.serverClientAuth] == .require ? "--cert FILE --key FILE " : ""
    guard let server else { return "\(own)https://\(place)/" }
    return own + "--connect-to \(ShellCommand.word("\(server):\(place)")) https://\(server)/"
  }

  private var place: String { "127.0.0.1:\(port)" }

  /// A server that takes nobody without a pre-shared key is none for curl, nor is one that takes nothing of what
  /// curl offers: it has no words for all of that.
  private var speaksHTTP: Bool {
    let protocols = settings[.serverALPN]
    return protocolBefore == nil && sharedKey == nil && offer.isEmpty
      && (protocols.isEmpty || protocols.contains { ["http/1.1", "h2"].contains($0) })
  }

  /// What OpenSSL has to be told to offer, where the server takes nothing of what it offers by itself.
  private var offer: [String] {
    guard sharedKey == nil, let newest = settings.versions(of: .server).max() else { return [] }
    let suites = settings.suitesInForce(of: .server)
    let isUsual = suites.contains(where: \.isUsual)
    let isSignedAsBefore =
      newest == .tls12
      && settings[.serverSignatures].allSatisfy { [.rsaPKCS1SHA1, .ecdsaSHA1].contains($0) }
    if isUsual, newest >= .tls12, !isSignedAsBefore { return [] }
    let of13 = suites.filter { $0.parameters13 != nil }
    guard of13.isEmpty else { return ["-ciphersuites", of13.map(\.label).joined(separator: ":")] }
    let names = isUsual ? ["DEFAULT"] : suites.prefix(Self.mostNames).map(\.openSSLName)
    var words = [Self.versionWords[newest] ?? "-tls1_2"]
    // What is too weak by OpenSSL's own measure is offered at level 0 alone.
    words += ["-cipher", (names + ["@SECLEVEL=0"]).joined(separator: ":")]
    if isSignedAsBefore { words += ["-sigalgs", "RSA+SHA1:ECDSA+SHA1"] }
    return words
  }

  /// As many suites as a line can hold.
  private static let mostNames = 3
  private static let versionWords: [ProtocolVersion: String] = [
    .tls10: "-tls1", .tls11: "-tls1_1", .tls12: "-tls1_2",
  ]

  private var sharedKey: ExternalPSK? {
    [.psk, .dhePSK, .ecdhePSK].contains(settings[.serverKX]) ? settings[.serverPSK] : nil
  }

  private var openssl: String {
    var words = ["openssl s_client -connect \(place)"]
    if let server {
      let name = ShellCommand.word(server.host)
      if case .dns = AlternativeName(server.host) {
        words.append("-servername \(name) -verify_hostname \(name)")
      } else {
        words.append("-verify_ip \(name)")
      }
    }
    words += offer
    if let protocolBefore { words.append("-starttls \(protocolBefore.typed)") }
    if settings[.serverClientAuth] == .require { words.append("-cert FILE -key FILE") }
    if let sharedKey {
      let name = ShellCommand.word(String(decoding: sharedKey.identity, as: UTF8.self))
      words.append("-psk_identity \(name) -psk \(sharedKey.key.hex)")
      // That key exchange is the key alone, psk_ke in TLS 1.3 (RFC 9846 §4.3.9).
      if settings[.serverKX] == .psk { words.append("-allow_no_dhe_kex") }
    }
    return words.joined(separator: " ")
  }
}

extension CipherSuite {
  /// Whether curl and OpenSSL offer it by themselves.
  fileprivate var isUsual: Bool {
    guard let parameters else { return CipherSuite.preset13.contains(self) }
    return parameters.keyExchange.usesCertificate
      && ![.tripleDESCBC, .aes128CCM8, .aes256CCM8, .null].contains(parameters.cipher)
  }
}

extension ListenTerms {
  /// Commands that call such a server.
  ///
  /// - Throws: what settings make none.
  func calling(_ port: Int, in lab: Lab) throws(LabError) -> CallingCommands {
    CallingCommands(
      port: port, protocolBefore: protocolBefore, settings: try lab.settings(with: settings))
  }

  /// What to type in another window: the usual command, and one that trusts a certificate where one is named.
  public func commands(for port: Int, in lab: Lab, trusting file: String?) -> [String] {
    guard let calling = try? calling(port, in: lab) else { return [] }
    return [calling.usual, file.map(calling.trusting)].compactMap(\.self)
  }
}
