import COpenSSL

/// The name of an algorithm, an attribute or the like (X.690 §8.19).
struct ObjectIdentifier {
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

  /// libcrypto's short name: `CN`, `basicConstraints`.
  var shortName: String? { name(OBJ_nid2sn) }

  /// libcrypto's long name.
  var longName: String? { name(OBJ_nid2ln) }

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
