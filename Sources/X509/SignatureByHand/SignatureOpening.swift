import COpenSSL
public import CryptoPrimitives

/// The signature on a certificate, computed through: what a verifier does with the numbers, so that
/// a reader can do it too. `PublicKey` and libcrypto decide; this shows why.
public struct SignatureOpening: Sendable, Hashable {
  /// The bytes that are signed: the TBSCertificate (RFC 5280 §4.1.1.1).
  public var signed: [UInt8]
  /// The hash that the signature names; nil where the algorithm hashes by itself (EdDSA).
  public var hash: HashAlgorithm?
  /// The hash of the signed bytes, computed now.
  public var digest: [UInt8]
  /// The signature as it stands in the certificate.
  public var signature: [UInt8]
  /// Whether the algorithm inside what is signed is the one beside the signature: "This field MUST
  /// contain the same algorithm identifier" (RFC 5280 §4.1.1.2). Otherwise anyone could name a
  /// weaker one.
  public var namesOneAlgorithm: Bool
  public var content: Content

  /// The computation, by algorithm.
  public enum Content: Sendable, Hashable {
    case pkcs1(PKCS1Opening)
    case pss(PSSOpening)
    case ecdsa(ECDSAOpening)
    /// EdDSA (RFC 8032 §5.1.7): the point R, the number S, and whether libcrypto finds the equation
    /// to hold.
    case eddsa(point: [UInt8], number: [UInt8], holds: Bool)
    /// An algorithm that is not computed through here, by libcrypto's name.
    case other(String, holds: Bool)
  }

  /// Whether the signature is of that key over those bytes.
  public var holds: Bool {
    guard namesOneAlgorithm else { return false }
    return switch content {
    case .pkcs1(let opening): opening.holds(digest)
    case .pss(let opening): opening.holds
    case .ecdsa(let opening): opening.holds
    case .eddsa(_, _, let holds), .other(_, let holds): holds
    }
  }

  /// Opens the signature of a certificate with the key that is said to have made it.
  ///
  /// - Throws: if the certificate can't be taken apart, or libcrypto refuses the numbers.
  public init(of certificate: Certificate, by key: PublicKey) throws(X509Error) {
    defer { ERR_clear_error() }
    signed = try certificate.signedBytes
    signature = certificate.signatureBytes
    namesOneAlgorithm = certificate.namesOneAlgorithm
    var hashNumber: Int32 = 0
    var keyNumber: Int32 = 0
    X509_get_signature_info(certificate.pointer, &hashNumber, &keyNumber, nil, nil)
    hash = HashAlgorithm(number: hashNumber)
    do throws(CryptoError) {
      digest = try hash?.digest(signed) ?? []
    } catch {
      throw X509Error(error)
    }
    let holds = certificate.isSigned(by: key)
    switch (keyNumber, hash, key.kind) {
    case (NID_rsaEncryption, let hash?, .rsa):
      content = .pkcs1(try PKCS1Opening(signature, key, hash))
    case (NID_rsassaPss, let hash?, .rsa), (NID_rsassaPss, let hash?, .rsaPSS):
      content = .pss(try PSSOpening(signature, key, hash, digest))
    case (NID_X9_62_id_ecPublicKey, _?, .ec(let group)):
      content = .ecdsa(try ECDSAOpening(signature, key, group, digest))
    case (NID_ED25519, _, .ed25519), (NID_ED448, _, .ed448):
      let half = signature.count / 2
      content = .eddsa(
        point: Array(signature.prefix(half)), number: Array(signature.dropFirst(half)),
        holds: holds)
    default:
      content = .other(certificate.signatureAlgorithm ?? "unknown", holds: holds)
    }
  }
}

extension Certificate {
  /// The TBSCertificate as it came.
  var signedBytes: [UInt8] {
    get throws(X509Error) {
      guard let outer = DERFile.elementOfBER(der[...]),
        let inner = DERFile.elementOfBER(outer.content)
      else {
        throw X509Error(operation: "take certificate apart", reason: "no TBSCertificate")
      }
      return Array(inner.whole)
    }
  }

  /// The signature; empty if its last byte is said to be used in part, which none is.
  var signatureBytes: [UInt8] {
    var signature: UnsafePointer<ASN1_STRING>?
    X509_get0_signature(&signature, nil, pointer)
    // Libcrypto keeps the number of unused bits in the lowest three flags.
    guard let signature, signature.pointee.flags & 7 == 0 else { return [] }
    return bytes(of: signature)
  }

  var namesOneAlgorithm: Bool {
    var outer: UnsafePointer<X509_ALGOR>?
    X509_get0_signature(nil, &outer, pointer)
    guard let outer, let inner = X509_get0_tbs_sigalg(pointer) else { return false }
    return X509_ALGOR_cmp(outer, inner) == 0
  }
}

extension HashAlgorithm {
  /// - Parameter number: libcrypto's (`NID_…`).
  fileprivate init?(number: Int32) {
    switch number {
    case NID_md5: self = .md5
    case NID_sha1: self = .sha1
    case NID_sha256: self = .sha256
    case NID_sha384: self = .sha384
    case NID_sha512: self = .sha512
    default: return nil
    }
  }
}
