import Commands
import CryptoPrimitives
import Explanations
import Lab
import Screens
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// What stands behind `listen`, after the port: what the server shows and whom it believes where that comes
/// from files, what is spoken before TLS, and settings.
public struct ListenTerms: Sendable {
  /// What comes from files, in place of what the lab has.
  var means = Lab.OwnMeans()
  var protocolBefore: StartTLS?
  var settings: [(key: String, value: String)] = []

  /// Whether it shows a certificate that is not the lab's.
  public var showsOwnCertificate: Bool { means.identity != nil }

  /// What goes on behind TLS where something else was spoken before it; nil: a page.
  public var behindTLS: String? {
    protocolBefore == nil ? nil : said(.world, "outside.echo")
  }

  /// A server as the lab has it.
  public init() {}

  /// A server with these settings.
  public init(settings: [(key: String, value: String)]) { self.settings = settings }

  init(
    _ certificate: CertificateInFile, _ authorities: [Certificate]?, _ key: String?,
    _ protocolBefore: StartTLS?, _ settings: SettingPairs
  ) throws(CommandError) {
    means = Lab.OwnMeans(identity: try certificate.identity, authorities: authorities)
    self.protocolBefore = protocolBefore
    self.settings = settings
    if let key { self.settings.append((key: Setting.serverPSK.key, value: key)) }
  }
}

extension ListenTerms {
  /// Refuses words that can't both hold, or of which one would do nothing.
  func refuseContradictions(in lab: Lab) throws(CommandError) {
    try OthersSettings.refuse(settings, of: .client)
    if let setting = settings.first(where: { $0.key == "scenario" || $0.key.hasPrefix("app.") }) {
      throw CommandError(
        "\(setting.key)= does nothing here: a visitor is shown a page",
        details: ["the lab's own sessions have calls, chat and the rest"], status: .usage)
    }
    guard let inForce = try? lab.settings(with: settings) else { return }
    if means.authorities != nil, inForce[.serverClientAuth] == .off {
      throw CommandError(
        "ca= does nothing by itself: no client is asked for a certificate",
        details: ["server.client-auth=request or server.client-auth=require asks for one"],
        status: .usage)
    }
    guard let identity = means.identity, let leaf = identity.chain.first else { return }
    if settings.contains(where: { $0.key == Setting.serverCert.key }) {
      throw CommandError(
        "cert= and server.cert= contradict each other: a server shows one of them",
        status: .usage)
    }
    let suites = inForce.suitesInForce(of: .server)
    guard suites.allSatisfy({ $0.parameters13 == nil }) else { return }
    let exchanges = suites.compactMap { $0.parameters?.keyExchange }
    guard !exchanges.contains(where: { $0.usesCertificate && $0.goes(with: leaf.publicKey.kind) })
    else { return }
    // Who has a key that both had before needs no certificate, and may show one in other suites.
    guard !exchanges.contains(where: \.usesPreSharedKey) else { return }
    throw CommandError(
      "cert= and the suites contradict each other: no suite that is on goes with that certificate",
      details: ["server.kx=, server.suites= and server.versions= say which are on"],
      status: .usage)
  }
}

extension KeyExchange {
  /// Whether a key of this kind serves for it: RSA for what is named by it, others sign in ECDHE_ECDSA alone
  /// (RFC 8422 §2.2).
  fileprivate func goes(with kind: KeyKind) -> Bool {
    switch kind {
    case .rsa: self != .ecdheECDSA
    // Such a key only signs (RFC 4055 §1.2).
    case .rsaPSS: self != .ecdheECDSA && self != .rsa
    case .ec, .ed25519, .ed448, .other: self == .ecdheECDSA
    }
  }
}

extension Parameter where Value == ListenTerms {
  static var listenTerms: Parameter {
    Parameter(
      .certificateInFile, .clientAuthorities, .sharedKey,
      .named("starttls", .startTLS, meaning: "what is spoken before TLS is asked for"), .settings
    ) {
      certificate, authorities, key, protocolBefore, settings throws(CommandError) in
      try ListenTerms(certificate, authorities, key, protocolBefore, settings)
    }
  }
}

/// A certificate of one's own, and its key, as files hold them.
struct CertificateInFile: Sendable {
  var chain: [Certificate]?
  /// The file of the chain, for what is said of it.
  var name = ""
  var key: PrivateKey?

  /// Both together; nil where neither was named.
  var identity: Identity? {
    get throws(CommandError) {
      guard let chain, let leaf = chain.first else {
        guard key == nil else {
          throw CommandError("key= goes with cert=FILE: the certificate that it belongs to")
        }
        return nil
      }
      guard let key else {
        throw CommandError("cert= goes with key=FILE: the private key of the certificate, in PEM")
      }
      guard leaf.publicKey == key.publicKey else {
        throw CommandError(
          "the key does not belong to the certificate",
          details: ["the first certificate of the file must be that of the key: \(leaf.subject)"])
      }
      return Identity(chain: chain, key: key)
    }
  }
}
