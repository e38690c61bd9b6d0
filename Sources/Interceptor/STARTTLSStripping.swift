/// Takes the offer of TLS out of what a server says in the open, as somebody can who stands between: nothing
/// vouches for those words (RFC 6120 §5, §13.9.1).
public enum STARTTLSStripping {
  /// The bytes without any `<starttls/>`, in either spelling; as they are where there is none, or where one
  /// is torn.
  public static func strip(_ data: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = data[...]
    while let start = rest.firstRange(of: opening)?.lowerBound {
      guard let end = rest[start...].firstIndex(of: UInt8(ascii: ">")) else { break }
      result += rest[..<start]
      var behind = end + 1
      // What is not empty has an end of its own.
      if rest[end - 1] != UInt8(ascii: "/") {
        guard let close = rest[behind...].firstRange(of: closing)?.upperBound else { return data }
        behind = close
      }
      rest = rest[behind...]
    }
    return result + rest
  }

  private static let opening = Array("<starttls".utf8)
  private static let closing = Array("</starttls>".utf8)
}
