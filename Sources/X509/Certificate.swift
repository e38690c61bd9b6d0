import Bytes
import COpenSSL
public import CryptoPrimitives

/// An X.509 certificate (RFC 5280), read once.
public final class Certificate: Sendable {
  private let handle: LibcryptoCertificate

  /// The certificate in DER, exactly as it came.
  public let der: [UInt8]
  /// The subject's name in one line (RFC 2253).
  public let subject: String
  /// The issuer's name in one line (RFC 2253).
  public let issuer: String
  /// The subject's (most specific) common name.
  public let subjectCommonName: String?
  /// The DNS names among the subject's alternative names (§4.2.1.6).
  public let dnsNames: [String]
  /// First second of validity, since 1970; nil: it has no form that it may have (§4.1.2.5).
  public let notBefore: Int64?
  /// Last second of validity, since 1970; nil: it has no form that it may have.
  public let notAfter: Int64?
  /// The subject's key, which need not be one that can be used.
  public let publicKey: PublicKey
  /// The serial number's bytes, big endian, without its sign.
  public let serial: [UInt8]

  /// Reads a certificate in DER. What of it can't be read spoils that field and no other.
  ///
  /// - Throws: if the bytes are none or more than one.
  public init(der: [UInt8]) throws(X509Error) {
    handle = try LibcryptoCertificate(der: der)
    let pointer = handle.pointer
    self.der = der
    subject = text(ofName: X509_get_subject_name(pointer))
    issuer = text(ofName: X509_get_issuer_name(pointer))
    subjectCommonName = commonName(ofName: X509_get_subject_name(pointer))
    dnsNames = alternativeNames(of: pointer)
    serial = serialBytes(of: pointer)
    notBefore = seconds(of: X509_get0_notBefore(pointer))
    notAfter = seconds(of: X509_get0_notAfter(pointer))
    publicKey = try Self.readPublicKey(pointer)
    ERR_clear_error()
  }

  /// The subject's name in DER, as lists of accepted authorities have it (RFC 8446 §4.2.4).
  public var subjectDER: [UInt8] { nameBytes(X509_get_subject_name(pointer)) }

  /// The issuer's name in DER.
  public var issuerDER: [UInt8] { nameBytes(X509_get_issuer_name(pointer)) }

  /// libcrypto's form of the certificate, alive as long as this object.
  var pointer: OpaquePointer { handle.pointer }

  /// Reads the first certificate of a PEM text (RFC 7468).
  public convenience init(pem: String) throws(X509Error) {
    let der = withReadingBIO(Array(pem.utf8)) { source -> [UInt8]? in
      var data: UnsafeMutablePointer<UInt8>?
      var count = 0
      // As the bytes stand there: libcrypto's own reader would write some anew. And it must not ask for a
      // password at the terminal.
      guard
        PEM_bytes_read_bio(
          &data, &count, nil, PEM_STRING_X509, source, { _, _, _, _ in -1 }, nil) == 1, let data
      else { return nil }
      defer { CRYPTO_free(data, "", 0) }
      return Array(UnsafeBufferPointer(start: data, count: count))
    }
    guard let der else { throw .libcrypto("read certificate") }
    try self.init(der: der)
  }

  /// The certificate in PEM (RFC 7468).
  public var pem: String { makePEM("CERTIFICATE", der) }

  /// Whether subject and issuer bear the same name.
  public var isSelfIssued: Bool {
    X509_NAME_cmp(X509_get_subject_name(pointer), X509_get_issuer_name(pointer)) == 0
  }

  /// What a key may be used for in a handshake (RFC 5280 §4.2.1.3).
  public enum KeyUse: Sendable, Hashable {
    case digitalSignature
    case keyEncipherment
  }

  /// Whether the key usage extension allows a use; without the extension all are allowed.
  public func allows(_ use: KeyUse) -> Bool {
    let bits = X509_get_key_usage(pointer)
    switch use {
    case .digitalSignature: return bits & UInt32(KU_DIGITAL_SIGNATURE) != 0
    case .keyEncipherment: return bits & UInt32(KU_KEY_ENCIPHERMENT) != 0
    }
  }

  /// libcrypto's name of the algorithm that the issuer signed with, e.g. `RSA-SHA256`.
  public var signatureAlgorithm: String? {
    let number = X509_get_signature_nid(pointer)
    guard number == NID_undef else { return OBJ_nid2sn(number).map { String(cString: $0) } }
    let identifier = X509_get0_tbs_sigalg(pointer).flatMap {
      ObjectIdentifier($0.pointee.algorithm)
    }
    return identifier.map { $0.shownName ?? $0.dotted }
  }

  private static func readPublicKey(_ pointer: OpaquePointer) throws(X509Error) -> PublicKey {
    guard let der = publicKeyBytes(of: pointer) else {
      throw .libcrypto("read the key of a certificate")
    }
    if let key = X509_get_pubkey(pointer) {
      return PublicKey(handle: LibcryptoKey(owning: key), der: der)
    }
    do {
      let kind = UnreadableKey(of: pointer)
      return try PublicKey(unreadable: der, algorithm: kind.name, isDamaged: kind.isDamaged)
    } catch {
      throw X509Error(error)
    }
  }

  /// The serial number with its sign: "Certificate users SHOULD be prepared to gracefully handle"
  /// those that are negative (§4.1.2.2).
  public var signedSerial: String {
    let isNegative =
      X509_get0_serialNumber(pointer).map { ASN1_STRING_type($0) == V_ASN1_NEG_INTEGER } ?? false
    return (isNegative ? "-" : "") + (serial.isEmpty ? "00" : serial.hex)
  }
}

extension Certificate: Hashable {
  public static func == (a: Certificate, b: Certificate) -> Bool { a.der == b.der }

  public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}

extension Certificate: SavedAsPEM {
  public static let read = MadeOnce<String, Certificate>()
}

extension Certificate {
  /// The certificate in DER, read now or earlier; it is judged anew by whoever asks for that.
  ///
  /// The same servers show the same few certificates again and again, and to read one takes libcrypto as
  /// long as several key agreements: it looks for a decoder among all that its providers have.
  ///
  /// - Throws: as `init(der:)`.
  public static func reading(der: [UInt8]) throws(X509Error) -> Certificate {
    try readDER.made(of: der) { (der) throws(X509Error) in try Certificate(der: der) }
  }

  private static let readDER = MadeOnce<[UInt8], Certificate>()
}
