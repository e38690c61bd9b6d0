import COpenSSL

extension Certificate {
  /// The purposes that ``extendedKeyUsages`` has no case for: names where they are registered and met with
  /// (RFC 5280 §4.2.1.12 and IANA's "SMI Security for PKIX Extended Key Purpose"), numbers otherwise.
  public var otherPurposes: [String] {
    guard let raw = X509_get_ext_d2i(pointer, NID_ext_key_usage, nil, nil) else { return [] }
    let purposes = OpaquePointer(raw)
    defer { EXTENDED_KEY_USAGE_free(purposes) }
    return (0..<max(0, OPENSSL_sk_num(purposes))).compactMap { place in
      guard let purpose = OPENSSL_sk_value(purposes, place).map(OpaquePointer.init),
        !Self.described.contains(OBJ_obj2nid(purpose))
      else { return nil }
      var text = [CChar](repeating: 0, count: 128)
      guard OBJ_obj2txt(&text, Int32(text.count), purpose, 1) > 0 else { return nil }
      let number = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
      return Self.names[number] ?? number
    }
  }

  private static let described: Set<Int32> = [
    NID_server_auth, NID_client_auth, NID_code_sign, NID_email_protect, NID_time_stamp,
    NID_OCSP_sign, NID_anyExtendedKeyUsage,
  ]

  private static let names = [
    "1.3.6.1.5.5.7.3.5": "ipsecEndSystem", "1.3.6.1.5.5.7.3.6": "ipsecTunnel",
    "1.3.6.1.5.5.7.3.7": "ipsecUser", "1.3.6.1.5.5.7.3.13": "eapOverPPP",
    "1.3.6.1.5.5.7.3.14": "eapOverLAN", "1.3.6.1.5.5.7.3.17": "ipsecIKE",
    // Of a domain of SIP (RFC 5924 §3): whoever looks for it takes the certificate for no other SIP domain's.
    "1.3.6.1.5.5.7.3.20": "sipDomain", "1.3.6.1.5.5.7.3.21": "secureShellClient",
    "1.3.6.1.5.5.7.3.22": "secureShellServer", "1.3.6.1.5.5.7.3.27": "cmcCA",
    "1.3.6.1.5.5.7.3.28": "cmcRA", "1.3.6.1.5.2.3.4": "pkInitClientAuth",
    "1.3.6.1.5.2.3.5": "pkInitKDC", "1.3.6.1.4.1.311.20.2.2": "msSmartcardLogin",
  ]
}
