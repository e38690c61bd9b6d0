/// The ClientHello of a browser, without its record.
public struct BrowserHello: Sendable, CustomStringConvertible {
  public let name: String
  public let bytes: [UInt8]

  init(name: String, hex: String) {
    self.name = name
    let digits = hex.filter(\.isHexDigit).compactMap(\.hexDigitValue)
    bytes = stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }

  public var description: String { name }

  public static let all = [chromium, firefox]
}
