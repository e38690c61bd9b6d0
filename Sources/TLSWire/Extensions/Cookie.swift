public import Bytes

/// What a HelloRetryRequest gave the client to bring back (RFC 8446 §4.2.2).
public struct Cookie: ExtensionContent {
  public static let type = ExtensionType.cookie
  public static let places: ExtensionPlaces = [.clientHello, .helloRetryRequest]

  public var cookie: [UInt8]

  public init() { cookie = [] }

  public init(_ cookie: [UInt8]) { self.cookie = cookie }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&cookie, .uint16(1...0xffff), "cookie")
  }
}

extension ExtensionBlock {
  public var cookie: [UInt8]? { self[Cookie.self]?.cookie }
}
