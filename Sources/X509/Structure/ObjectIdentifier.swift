import COpenSSL

/// The name of an algorithm, an attribute or the like (X.690 §8.19).
struct ObjectIdentifier: Hashable {
  /// `1.2.840.10045.2.1`.
  let dotted: String

  /// - Returns: nil where the content is cut off, or has numbers that no identifier has.
  init?(_ content: ArraySlice<UInt8>) {
    guard let last = content.last, last & 0x80 == 0 else { return nil }
    var numbers: [UInt64] = []
    var number: UInt64 = 0
    for byte in content {
      guard number < 1 << 56 else { return nil }
      number = number << 7 | UInt64(byte & 0x7f)
      if byte & 0x80 == 0 {
        numbers.append(number)
        number = 0
      }
    }
    // The first two numbers share one.
    let first = min(numbers[0] / 40, 2)
    numbers.replaceSubrange(0...0, with: [first, numbers[0] - 40 * first])
    dotted = numbers.map(String.init).joined(separator: ".")
  }

  /// What libcrypto read.
  init?(_ object: OpaquePointer) {
    let count = OBJ_length(object)
    guard count > 0, let content = OBJ_get0_data(object) else { return nil }
    self.init(Array(UnsafeBufferPointer(start: content, count: count))[...])
  }

  /// libcrypto's short name: `CN`, `basicConstraints`.
  var shortName: String? { name(OBJ_nid2sn) ?? Self.later[dotted] }

  /// libcrypto's long name.
  var longName: String? { name(OBJ_nid2ln) ?? Self.later[dotted] }

  /// The name that a reader knows it by: those of extensions are the ones of the RFC.
  var shownName: String? { shortName == "UNDEF" ? nil : shortName }

  /// What has a name since the oldest OpenSSL that this program takes: extensions of RFC 8226,
  /// RFC 9118 and RFC 9345, of Microsoft and of the CA/Browser Forum, and signatures of NIST's FIPS 204 and
  /// FIPS 205.
  private static let later: [String: String] = {
    var names = [
      "1.3.6.1.5.5.7.1.26": "TNAuthList", "1.3.6.1.5.5.7.1.27": "JWTClaimConstraints",
      "1.3.6.1.5.5.7.1.33": "EnhancedJWTClaimConstraints",
      "1.3.6.1.4.1.44363.44": "delegationUsage", "2.5.29.72": "subjectAltPublicKeyInfo",
      "2.5.29.73": "altSignatureAlgorithm", "2.5.29.74": "altSignatureValue",
      "1.3.6.1.4.1.311.21.7": "certificateTemplate",
      "1.3.6.1.4.1.311.20.2": "certificateTemplateName",
      "1.3.6.1.4.1.311.21.1": "caVersion", "2.23.140.3.1": "cabfOrganizationIdentifier",
      "2.16.840.1.101.3.4.3.17": "ML-DSA-44", "2.16.840.1.101.3.4.3.18": "ML-DSA-65",
      "2.16.840.1.101.3.4.3.19": "ML-DSA-87",
    ]
    let sets = ["128s", "128f", "192s", "192f", "256s", "256f"]
    for (place, set) in sets.enumerated() {
      names["2.16.840.1.101.3.4.3.\(20 + place)"] = "SLH-DSA-SHA2-\(set)"
      names["2.16.840.1.101.3.4.3.\(26 + place)"] = "SLH-DSA-SHAKE-\(set)"
    }
    return names
  }()

  private func name(_ lookUp: (Int32) -> UnsafePointer<CChar>?) -> String? {
    guard let object = OBJ_txt2obj(dotted, 1) else {
      ERR_clear_error()
      return nil
    }
    defer { ASN1_OBJECT_free(object) }
    let number = OBJ_obj2nid(object)
    guard number != NID_undef, let name = lookUp(number) else { return nil }
    return String(cString: name)
  }
}
