/// Why bytes are not a SIP message, and where.
public struct SIPParseError: Error, Sendable, Hashable, Codable {
  public enum Reason: String, Sendable, Hashable, Codable {
    /// The bytes end within the message.
    case incomplete
    /// Neither `METHOD URI SIP/2.0` nor `SIP/2.0 STATUS REASON` (RFC 3261 §7.1, §7.2).
    case startLine
    /// A version other than `SIP/2.0`.
    case version
    /// A status that is not a number from 100 to 699.
    case statusCode
    /// A line feed with no carriage return before it.
    case missingCarriageReturn
    /// A control character within a line.
    case controlCharacter
    /// Text that is not UTF-8 (RFC 3261 §7).
    case notUTF8
    /// A header without a colon.
    case headerWithoutColon
    /// A header's name that is not a token.
    case headerName
    /// A continued line with no header before it.
    case continuationWithoutHeader
    /// No `Content-Length`, which a stream can't do without (RFC 3261 §20.14).
    case contentLengthMissing
    /// A `Content-Length` that is not a number.
    case contentLengthInvalid
    /// Two different values of `Content-Length`.
    case contentLengthConflict
    /// A head or a body beyond the limits of `SIPMessageReader`.
    case tooLong
    /// Bytes behind the message.
    case trailingBytes
  }

  public var reason: Reason
  /// The line of the message, counted from 1.
  public var line: Int

  public init(_ reason: Reason, line: Int) {
    self.reason = reason
    self.line = line
  }
}
