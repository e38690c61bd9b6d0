import Commands
import CryptoPrimitives
import Explanations
import Lab
import Screens
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
