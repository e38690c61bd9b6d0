import COpenSSL

// What a certificate's extensions say, for those who judge it (RFC 5280 §4.2).
extension Certificate {
  private func flag(_ bit: Int32) -> Bool {
    X509_get_extension_flags(pointer) & UInt32(bitPattern: bit) != 0
  }

  /// Whether every extension that matters here can be read.
  var hasReadableExtensions: Bool { !flag(EXFLAG_INVALID) }

  /// Whether it has an extension that is critical and that libcrypto does not know: "A
  /// certificate-using system MUST reject the certificate" (§4.2). Proxies (RFC 3820) are none of
  /// ours either.
  var hasUnknownCriticalExtension: Bool {
    guard flag(EXFLAG_CRITICAL) else { return flag(EXFLAG_PROXY) }
    // The poison of a precertificate has a fault of its own.
    return !isPrecertificate || flag(EXFLAG_PROXY)
      || extensions.contains {
        $0.isCritical && X509_supported_extension($0.pointer) == 0 && !$0.isPoison
      }
  }

  /// The critical extensions that a verifier of chains does not process, by name or number: "MUST reject the
  /// certificate if it encounters a critical extension it does not recognize or … cannot process" (§4.2).
  public var unknownCriticalExtensions: [String] {
    extensions.filter {
      $0.isCritical && X509_supported_extension($0.pointer) == 0 && !$0.isPoison
    }.map(\.name)
  }

  /// Whether it is what a log is shown before the certificate is issued: "a special critical poison extension
  /// … is added to the end-entity TBSCertificate … to ensure that the Precertificate cannot be validated by a
  /// standard X.509v3 client" (RFC 6962 §3.1).
  var isPrecertificate: Bool { extensions.contains { $0.isCritical && $0.isPoison } }

  /// Whether it seems to be signed with its own key: it bears its own name as the issuer's, and
  /// neither the key's identifier nor the algorithm says otherwise.
  public var isSelfSigned: Bool { flag(EXFLAG_SS) }

  /// Version 1 has no extensions (§4.1.2.1).
  var isVersion1: Bool { flag(EXFLAG_V1) }

  /// What its key may do; nil: the extension is absent, and everything is allowed (§4.2.1.3).
  public var keyUsages: [CertificateProfile.KeyUsage]? {
    guard flag(EXFLAG_KUSAGE) else { return nil }
    let bits = X509_get_key_usage(pointer)
    return CertificateProfile.KeyUsage.allCases.filter { bits & $0.bit != 0 }
  }

  /// What it is for, as far as the purpose has a name here; nil: the extension is absent (§4.2.1.12).
  public var extendedKeyUsages: [CertificateProfile.ExtendedKeyUsage]? {
    guard flag(EXFLAG_XKUSAGE) else { return nil }
    let bits = X509_get_extended_key_usage(pointer)
    return CertificateProfile.ExtendedKeyUsage.allCases.filter { bits & $0.bit != 0 }
  }

  /// Whether extended key usage leaves room for a purpose. As OpenSSL's verifier it takes "server-gated
  /// cryptography", from before that extension's purposes had today's names, for a server's.
  func isMade(for purpose: CertificatePurpose) -> Bool {
    guard flag(EXFLAG_XKUSAGE), purpose != .any else { return true }
    let bits = X509_get_extended_key_usage(pointer)
    let wanted = purpose == .server ? XKU_SSL_SERVER | XKU_SGC : XKU_SSL_CLIENT
    return bits & UInt32(wanted) != 0
  }

  /// Whether Netscape's certificate type, which older authorities still write, leaves room for a
  /// purpose.
  func netscapeTypes(allow purpose: CertificatePurpose) -> Bool {
    guard flag(EXFLAG_NSCERT), purpose != .any,
      let raw = X509_get_ext_d2i(pointer, NID_netscape_cert_type, nil, nil)
    else { return true }
    let value = raw.assumingMemoryBound(to: ASN1_STRING.self)
    defer { ASN1_STRING_free(value) }
    let bits = Int32(bytes(of: value).first ?? 0)
    return bits & (purpose == .server ? NS_SSL_SERVER : NS_SSL_CLIENT) != 0
  }

  /// Whether its subject is an authority (§4.2.1.9); nil: the extension is absent.
  public var basicConstraints: CertificateProfile.BasicConstraints? {
    guard flag(EXFLAG_BCONS) else { return nil }
    guard flag(EXFLAG_CA) else { return .leaf }
    let length = X509_get_pathlen(pointer)
    return .authority(pathLength: length < 0 ? nil : Int(length))
  }

  /// Whether it looks like an authority's: by basic constraints, or from a time before them.
  var mayBeAuthority: Bool {
    if let usages = keyUsages, !usages.contains(.keyCertSign) { return false }
    if let basicConstraints { return basicConstraints != .leaf }
    return keyUsages != nil || isVersion1 && isSelfSigned
  }

  /// Extensions of TLS that a server with it must answer (RFC 7633 §4.1); nil: the extension is absent,
  /// or can't be read.
  public var tlsFeatures: [Int]? {
    guard let raw = X509_get_ext_d2i(pointer, NID_tlsfeature, nil, nil) else { return nil }
    let list = OpaquePointer(raw)
    defer { OPENSSL_sk_free(list) }
    return (0..<max(0, OPENSSL_sk_num(list))).compactMap { place in
      guard let entry = OPENSSL_sk_value(list, place) else { return nil }
      let number = UnsafeMutableRawPointer(mutating: entry).assumingMemoryBound(
        to: ASN1_STRING.self)
      defer { ASN1_STRING_free(number) }
      return Int(ASN1_INTEGER_get(number))
    }
  }

  /// Whether it demands a stapled response, or what it demands can't be read.
  public var demandsStaple: Bool {
    guard X509_get_ext_by_NID(pointer, NID_tlsfeature, -1) >= 0 else { return false }
    return tlsFeatures?.contains(Int(TLSEXT_TYPE_status_request)) ?? true
  }

  /// The identifier of its key (§4.2.1.2).
  public var subjectKeyIdentifier: [UInt8]? {
    X509_get0_subject_key_id(pointer).map { bytes(of: $0) }
  }

  /// The identifier of the key that it says it was signed with (§4.2.1.1).
  public var authorityKeyIdentifier: [UInt8]? {
    X509_get0_authority_key_id(pointer).map { bytes(of: $0) }
  }

  /// Whether it says that its issuer's certificate has another serial number than that one has, the
  /// sign included (§4.2.1.1).
  func namesOtherSerial(than candidate: Certificate) -> Bool {
    guard let wanted = X509_get0_authority_serial(pointer) else { return false }
    return ASN1_INTEGER_cmp(wanted, X509_get0_serialNumber(candidate.pointer)) != 0
  }

  /// Whether it says that its issuer's certificate was issued by another than that one's own issuer
  /// is (§4.2.1.1).
  func namesOtherIssuer(of candidate: Certificate) -> Bool {
    guard let names = X509_get0_authority_issuer(pointer) else { return false }
    for index in 0..<max(0, OPENSSL_sk_num(names)) {
      guard let entry = OPENSSL_sk_value(names, index) else { continue }
      var type: Int32 = -1
      let value = GENERAL_NAME_get0_value(entry.assumingMemoryBound(to: GENERAL_NAME.self), &type)
      guard type == GEN_DIRNAME, let value else { continue }
      return X509_NAME_cmp(OpaquePointer(value), X509_get_issuer_name(candidate.pointer)) != 0
    }
    return false
  }
}

extension CertificateProfile.KeyUsage {
  fileprivate var bit: UInt32 {
    switch self {
    case .digitalSignature: UInt32(KU_DIGITAL_SIGNATURE)
    case .nonRepudiation: UInt32(KU_NON_REPUDIATION)
    case .keyEncipherment: UInt32(KU_KEY_ENCIPHERMENT)
    case .dataEncipherment: UInt32(KU_DATA_ENCIPHERMENT)
    case .keyAgreement: UInt32(KU_KEY_AGREEMENT)
    case .keyCertSign: UInt32(KU_KEY_CERT_SIGN)
    case .cRLSign: UInt32(KU_CRL_SIGN)
    case .encipherOnly: UInt32(KU_ENCIPHER_ONLY)
    case .decipherOnly: UInt32(KU_DECIPHER_ONLY)
    }
  }
}

extension CertificateProfile.ExtendedKeyUsage {
  fileprivate var bit: UInt32 {
    switch self {
    case .serverAuth: UInt32(XKU_SSL_SERVER)
    case .clientAuth: UInt32(XKU_SSL_CLIENT)
    case .codeSigning: UInt32(XKU_CODE_SIGN)
    case .emailProtection: UInt32(XKU_SMIME)
    case .timeStamping: UInt32(XKU_TIMESTAMP)
    case .ocspSigning: UInt32(XKU_OCSP_SIGN)
    case .any: UInt32(XKU_ANYEKU)
    }
  }
}
