/// The value of CSeq: a request's number within its dialog, and its method (RFC 3261 §20.16).
public struct SIPSequence: Sendable, Hashable, Codable {
  /// Less than 2³¹ (RFC 3261 §8.1.1.5).
  public var number: UInt32
  public var method: String

  public init(number: UInt32, method: String) {
    self.number = number
    self.method = method
  }

  /// Reads a header's value; `nil` if it is none.
  public init?(parsing value: String) {
    var scanner = HeaderScanner(value)
    let digits = scanner.readWhile { (0x30...0x39).contains($0) }
    guard let number = UInt32(digits), number < 1 << 31, let method = scanner.readToken()
    else { return nil }
    scanner.skipWhiteSpace()
    guard scanner.isAtEnd else { return nil }
    self.init(number: number, method: method)
  }

  /// The value as a header holds it.
  public var headerValue: String { "\(number) \(method)" }
}
