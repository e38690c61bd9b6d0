import COpenSSL
import CryptoPrimitives

/// A certificate in the making (version 3), within one call.
struct CertificateDraft: ~Copyable {
  let pointer: OpaquePointer

  /// An empty certificate with a serial number of 16 bytes.
  init(random: RandomStream) throws(X509Error) { try self.init(serial: Self.serial(random)) }

  /// A serial number of 16 bytes, positive (RFC 5280 §4.1.2.2).
  static func serial(_ random: RandomStream) -> [UInt8] {
    var serial = random.substream("serial").bytes(16)
    // The first byte neither sets the sign nor gets lost.
    serial[0] = serial[0] & 0x7f | 0x40
    return serial
  }

  /// An empty certificate with a serial number of its own.
  init(serial: [UInt8]) throws(X509Error) {
    guard let pointer = X509_new() else { throw .libcrypto("make certificate") }
    guard X509_set_version(pointer, 2) == 1, setSerial(serial, of: pointer) else {
      X509_free(pointer)
      throw .libcrypto("make certificate")
    }
    self.pointer = pointer
  }

  /// What another certificate says, under a serial number of its own.
  init(copying certificate: Certificate, random: RandomStream) throws(X509Error) {
    guard let pointer = X509_dup(certificate.pointer) else { throw .libcrypto("make certificate") }
    guard setSerial(Self.serial(random), of: pointer) else {
      X509_free(pointer)
      throw .libcrypto("make certificate")
    }
    self.pointer = pointer
  }

  deinit { X509_free(pointer) }

  borrowing func setDates(from: Int64, to: Int64) throws(X509Error) {
    guard from <= to else { throw X509Error(operation: "set dates", reason: "end before start") }
    guard to < 253_402_300_800 else { throw X509Error.endsAfterCalendar }
    guard ASN1_TIME_set(X509_getm_notBefore(pointer), time_t(from)) != nil,
      ASN1_TIME_set(X509_getm_notAfter(pointer), time_t(to)) != nil
    else { throw .libcrypto("set dates") }
  }

  borrowing func setSubject(commonName: String) throws(X509Error) {
    let bytes = Array(commonName.utf8)
    // The flag alone is MBSTRING_UTF8.
    guard let count = Int32(exactly: bytes.count),
      X509_NAME_add_entry_by_NID(
        X509_get_subject_name(pointer), NID_commonName, MBSTRING_FLAG, bytes,
        count, -1, 0) == 1
    else { throw .libcrypto("set subject") }
  }

  borrowing func setSelfIssued() throws(X509Error) {
    guard X509_set_issuer_name(pointer, X509_get_subject_name(pointer)) == 1 else {
      throw .libcrypto("set issuer")
    }
  }

  borrowing func setIssuer(_ issuer: Certificate) throws(X509Error) {
    guard X509_set_issuer_name(pointer, X509_get_subject_name(issuer.pointer)) == 1 else {
      throw .libcrypto("set issuer")
    }
  }

  borrowing func setKey(_ key: PublicKey) throws(X509Error) {
    guard X509_set_pubkey(pointer, key.handle.pointer) == 1 else { throw .libcrypto("set key") }
  }

  /// Adds an extension, its value in the language of OpenSSL's configuration files.
  borrowing func add(
    _ identifier: Int32, _ value: String, issuer: Certificate?
  ) throws(X509Error) {
    var context = X509V3_CTX()
    X509V3_set_ctx(&context, issuer?.pointer ?? pointer, pointer, nil, nil, 0)
    guard let made = X509V3_EXT_conf_nid(nil, &context, identifier, value) else {
      throw .libcrypto("make extension")
    }
    defer { X509_EXTENSION_free(made) }
    guard X509_add_ext(pointer, made, -1) == 1 else { throw .libcrypto("make extension") }
  }

  /// Adds the subject's alternative names (§4.2.1.6).
  borrowing func addAlternativeNames(
    _ names: [AlternativeName], critical: Bool
  ) throws(X509Error) {
    let list = try AlternativeName.libcryptoNames(names)
    defer { GENERAL_NAMES_free(list) }
    guard
      X509_add1_ext_i2d(
        pointer, NID_subject_alt_name, UnsafeMutableRawPointer(list), critical ? 1 : 0, 0) == 1
    else { throw .libcrypto("make alternative names") }
  }

  /// Signs with SHA-256, or under a stronger curve with the hash of its strength, and reads the
  /// result back. EdDSA takes no hash (RFC 8410 §3).
  ///
  /// - Parameter usesPSS: whether an RSA key pads as RSASSA-PSS does, its salt as long as the hash.
  borrowing func sign(
    with key: PrivateKey, hash: SignatureHash? = nil, usesPSS: Bool = false, random: RandomStream
  ) throws(X509Error) -> Certificate {
    let function = SignatureHash.function(hash, for: key.kind)
    var isRSA = false
    if case .rsa = key.kind { isRSA = true }
    guard let context = EVP_MD_CTX_new() else { throw .libcrypto("sign certificate") }
    defer { EVP_MD_CTX_free(context) }
    let length = random.substream("signature").use { () -> Int32 in
      var keyContext: OpaquePointer?
      guard EVP_DigestSignInit(context, &keyContext, function, nil, key.handle.pointer) == 1 else {
        return 0
      }
      if isRSA, usesPSS {
        guard EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PSS_PADDING) == 1,
          EVP_PKEY_CTX_set_rsa_pss_saltlen(keyContext, RSA_PSS_SALTLEN_DIGEST) == 1
        else { return 0 }
      }
      return X509_sign_ctx(pointer, context)
    }
    guard length > 0, let der = derBytes(of: pointer) else { throw .libcrypto("sign certificate") }
    return try Certificate(der: der)
  }
}

private func setSerial(_ serial: [UInt8], of certificate: OpaquePointer) -> Bool {
  guard let number = BN_bin2bn(serial, Int32(clamping: serial.count), nil) else { return false }
  defer { BN_free(number) }
  return BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nil
}
