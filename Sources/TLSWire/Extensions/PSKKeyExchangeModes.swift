public import Bytes

/// With or without Diffie-Hellman beside the pre-shared key (RFC 8446 §4.2.9).
public struct PSKKeyExchangeModes: ExtensionContent {
  public static let type = ExtensionType.pskKeyExchangeModes
  public static let places: ExtensionPlaces = [.clientHello]

  public var keModes: [PSKKeyExchangeMode]

  public init() { keModes = [] }

  public init(_ modes: [PSKKeyExchangeMode]) { keModes = modes }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.codes(&keModes, .uint8(1...255), "ke_modes", entry: "psk_key_exchange_mode")
  }
}

extension ExtensionBlock {
  public var pskKeyExchangeModes: [PSKKeyExchangeMode]? { self[PSKKeyExchangeModes.self]?.keModes }
}
