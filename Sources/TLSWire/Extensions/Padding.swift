public import Bytes

/// Zeros that make a ClientHello longer (RFC 7685).
public struct Padding: ExtensionContent {
  public static let type = ExtensionType.padding
  public static let places: ExtensionPlaces = [.clientHello]

  public var zeros: [UInt8]

  public init() { zeros = [] }

  public init(count: Int) { zeros = [UInt8](repeating: 0, count: max(0, count)) }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.remaining(&zeros, "zeros")
    // "The client MUST fill the padding extension completely with zero bytes" (RFC 7685 §3).
    guard zeros.allSatisfy({ $0 == 0 }) else { throw coder.illegalValue("padding must be zeros") }
  }
}
