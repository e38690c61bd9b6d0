public import Bytes

/// The ways to write a point that the sender can read (RFC 8422 §5.1.2).
public struct ECPointFormats: ExtensionContent {
  public static let type = ExtensionType.ecPointFormats
  public static let places: ExtensionPlaces = [.clientHello, .serverHello12]

  public var ecPointFormatList: [ECPointFormat]

  public init() { ecPointFormatList = [] }

  public init(_ formats: [ECPointFormat]) { ecPointFormatList = formats }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.codes(
      &ecPointFormatList, .uint8(1...0xff), "ec_point_format_list", entry: "ec_point_format")
  }
}

extension ExtensionBlock {
  public var ecPointFormats: [ECPointFormat]? { self[ECPointFormats.self]?.ecPointFormatList }
}
