import Bytes
import CryptoPrimitives

/// What one looks for in a certificate, to find it again, to compare it, or to ask somebody: whole, however long
/// it is.
public struct CertificateContents: Sendable {
  /// SHA-256 over the certificate.
  public var fingerprint: [UInt8]
  /// SHA-256 over the SubjectPublicKeyInfo.
  public var keyFingerprint: [UInt8]
  /// Where its authority answers questions about it, and where the issuer's certificate lies
  /// (RFC 5280 §4.2.2.1).
  public var access: [Address]
  /// Where lists of revoked certificates lie (RFC 5280 §4.2.1.13).
  public var lists: [String]
  /// Where those lie that say what changed since (§4.2.1.15).
  public var changes: [String]
  /// Extensions of TLS that its server must answer, by name and number (RFC 7633 §4.1).
  public var features: [String]
  /// Promises of logs (RFC 6962 §3.2).
  public var timestamps: [Timestamp]
  /// Telephone numbers that it speaks for (RFC 8226 §9).
  public var telephones: [Telephone]
  /// Extensions that have no name here.
  public var unknown: [Unknown]
  public var damaged: [DamagedExtension]

  /// An address, and what is to be had there: `OCSP`, `CA Issuers`.
  public struct Address: Sendable, Hashable {
    public var method: String
    public var text: String
  }

  /// One log's promise.
  public struct Timestamp: Sendable, Hashable {
    public var log: [UInt8]
    /// Milliseconds since 1970.
    public var time: UInt64
  }

  /// One entry of a list of telephone numbers.
  public enum Telephone: Sendable, Hashable {
    /// All numbers of a provider, by its code.
    case provider(String)
    /// So many numbers from one on.
    case range(start: String, count: String)
    case number(String)
  }

  /// An extension without a name.
  public struct Unknown: Sendable, Hashable {
    public var identifier: String
    public var isCritical: Bool
    public var value: [UInt8]
  }

  public init(_ certificate: Certificate) {
    fingerprint = (try? HashAlgorithm.sha256.digest(certificate.der)) ?? []
    keyFingerprint = CertificateVerification.pin(of: certificate.publicKey)
    damaged = certificate.damagedExtensions
    let tree = OpaqueStructure.certificate.annotation(of: certificate.der)
    func inside(_ name: String) -> [Annotation] { tree.all(name) }
    let places = inside("authorityInfoAccess") + inside("subjectInfoAccess")
    access = places.flatMap { $0.all("AccessDescription") }.map { entry in
      Address(
        method: entry.all("accessMethod").first?.text ?? "?",
        text: entry.addresses(certificate.der).joined(separator: ", "))
    }
    // Whoever signs a list in another's stead stands beside the places, and is none.
    lists = inside("crlDistributionPoints").flatMap { $0.all("fullName") }
      .flatMap { $0.addresses(certificate.der) }
    changes = inside("freshestCRL").flatMap { $0.all("fullName") }
      .flatMap { $0.addresses(certificate.der) }
    features = inside("tlsfeature").flatMap { $0.all("Feature") }.compactMap(\.text)
    timestamps = inside("ct_precert_scts").flatMap { $0.all("sct") }.compactMap {
      Timestamp($0, certificate.der)
    }
    telephones = inside("TNAuthList").flatMap(\.telephones)
    unknown = certificate.extensions.filter { $0.identifier?.shownName == nil }.map(Unknown.init)
  }
}

extension CertificateContents.Unknown {
  fileprivate init(_ entry: Certificate.Extension) {
    self.init(identifier: entry.name, isCritical: entry.isCritical, value: entry.value)
  }
}

extension CertificateContents.Timestamp {
  fileprivate init?(_ tree: Annotation, _ der: [UInt8]) {
    guard let log = tree.all("log_id").first,
      case .integer(let time)? = tree.all("timestamp").first?.value
    else { return nil }
    self.init(log: Array(der[log.range]), time: time)
  }
}

extension Annotation {
  /// The fields of a name, at whatever depth; those inside one of them are not looked at.
  fileprivate func all(_ wanted: String) -> [Annotation] {
    if name.prefix(while: { $0 != "[" }) == wanted { return [self] }
    return children.flatMap { $0.all(wanted) }
  }

  /// What it says, where it is a word.
  fileprivate var text: String? {
    guard case .element(_, let content) = value else { return nil }
    switch content {
    case .text(let text): return text
    case .identifier(let dotted, let name): return name ?? dotted
    case .integer(let bytes) where bytes.count <= 7:
      return String(bytes.reduce(0) { $0 << 8 | Int($1) })
    case .integer(let bytes), .bytes(let bytes): return bytes.hex
    default: return nil
    }
  }

  /// The addresses in it, or what stands in their place.
  fileprivate func addresses(_ der: [UInt8]) -> [String] {
    let names = ["uniformResourceIdentifier", "dNSName", "rfc822Name", "iPAddress"]
    return names.flatMap { all($0) }.compactMap(\.text)
      + all("directoryName").flatMap { $0.all("Name") }.map { directoryText(Array(der[$0.range])) }
  }

  fileprivate var telephones: [CertificateContents.Telephone] {
    all("spc").flatMap { $0.leaves.compactMap(\.ownText) }.map { .provider($0) }
      + all("range").map { entry in
        .range(
          start: entry.all("start").first?.text ?? "?", count: entry.all("count").first?.text ?? "?"
        )
      } + all("one").flatMap { $0.leaves.compactMap(\.ownText) }.map { .number($0) }
  }

  /// What it says, where it is no header.
  private var ownText: String? { name == "header" ? nil : text }
}
