import Bytes

/// Saved without libcrypto's form, and with hexadecimal digits for bytes.
extension KeyPair: Codable {
  private enum CodingKeys: CodingKey {
    case group
    case prime
    case generator
    case privateKey
    case publicKey
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let group = try container.decodeIfPresent(Group.self, forKey: .group)
    var field = group?.parameters
    if group == nil {
      field = FiniteFieldGroup(
        prime: try container.decodeHexadecimal(forKey: .prime),
        generator: try container.decodeHexadecimal(forKey: .generator))
    }
    self.init(
      group: group, finiteField: field,
      privateKey: try container.decodeHexadecimal(forKey: .privateKey),
      publicKey: try container.decodeHexadecimal(forKey: .publicKey), handle: nil)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(group, forKey: .group)
    if group == nil, let finiteField {
      try container.encode(finiteField.prime.hex, forKey: .prime)
      try container.encode(finiteField.generator.hex, forKey: .generator)
    }
    try container.encode(privateKey.hex, forKey: .privateKey)
    try container.encode(publicKey.hex, forKey: .publicKey)
  }
}

extension KeyedDecodingContainer {
  /// The bytes that a string of hexadecimal digits spells.
  fileprivate func decodeHexadecimal(forKey key: Key) throws -> [UInt8] {
    guard let bytes = [UInt8](hex: try decode(String.self, forKey: key)) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "not hexadecimal digits")
    }
    return bytes
  }
}

extension SingleValueDecodingContainer {
  /// The bytes that a string of hexadecimal digits spells.
  func decodeHexadecimal() throws -> [UInt8] {
    guard let bytes = [UInt8](hex: try decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: self, debugDescription: "not hexadecimal digits")
    }
    return bytes
  }
}
