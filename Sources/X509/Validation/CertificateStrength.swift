import COpenSSL
public import CryptoPrimitives

extension Certificate {
  /// Bits of security of its key, as NIST SP 800-57 counts them; 0 for a key of unknown kind.
  public var keyStrength: Int { publicKey.strength }

  /// Bits of security of the hash in its signature; 0 where it is not known.
  public var signatureStrength: Int {
    var bits: Int32 = 0
    guard X509_get_signature_info(pointer, nil, nil, &bits, nil) == 1 else {
      ERR_clear_error()
      return 0
    }
    return max(0, Int(bits))
  }

  /// Whether it is known with how strong a hash it was signed.
  var hasKnownSignature: Bool {
    defer { ERR_clear_error() }
    return X509_get_signature_info(pointer, nil, nil, nil, nil) == 1
  }

  /// Whether a key made its signature.
  public func isSigned(by key: PublicKey) -> Bool {
    guard key.isReadable else { return false }
    defer { ERR_clear_error() }
    return X509_verify(pointer, key.handle.pointer) == 1
  }
}

extension PublicKey {
  /// The name of an algorithm that is not known, or its identifier.
  var algorithmName: String { if case .other(let name) = kind { name } else { "\(kind)" } }

  fileprivate var strength: Int { max(0, Int(EVP_PKEY_get_security_bits(handle.pointer))) }

  /// Whether it lies on a curve whose numbers are spelt out in the key.
  var isUnnamedCurve: Bool {
    guard EVP_PKEY_is_a(handle.pointer, "EC") == 1 else { return false }
    var isExplicit: Int32 = 0
    defer { ERR_clear_error() }
    let name = OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS
    return EVP_PKEY_get_int_param(handle.pointer, name, &isExplicit) == 1 && isExplicit != 0
  }
}
