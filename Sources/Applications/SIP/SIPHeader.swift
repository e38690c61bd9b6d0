/// The name of a header field, whatever its case and whether or not it was written in its compact
/// form (RFC 3261 §7.3.1, §7.3.3).
public struct SIPHeaderName: Sendable, Hashable, Codable {
  /// The long form in lower case.
  public let canonical: String

  /// The name as a message spells it.
  public init(_ written: String) {
    let lowercase = written.lowercased()
    canonical = Self.longForms[lowercase] ?? lowercase
  }

  public static let allow = SIPHeaderName("Allow")
  public static let authorization = SIPHeaderName("Authorization")
  public static let callID = SIPHeaderName("Call-ID")
  public static let contact = SIPHeaderName("Contact")
  public static let contentLength = SIPHeaderName("Content-Length")
  public static let contentType = SIPHeaderName("Content-Type")
  public static let cseq = SIPHeaderName("CSeq")
  public static let expires = SIPHeaderName("Expires")
  public static let from = SIPHeaderName("From")
  public static let proxyAuthorization = SIPHeaderName("Proxy-Authorization")
  public static let maxForwards = SIPHeaderName("Max-Forwards")
  public static let recordRoute = SIPHeaderName("Record-Route")
  public static let route = SIPHeaderName("Route")
  public static let to = SIPHeaderName("To")
  public static let via = SIPHeaderName("Via")
  public static let wwwAuthenticate = SIPHeaderName("WWW-Authenticate")

  /// IANA's registry of SIP header fields.
  private static let longForms = [
    "a": "accept-contact", "b": "referred-by", "c": "content-type", "d": "request-disposition",
    "e": "content-encoding", "f": "from", "i": "call-id", "j": "reject-contact",
    "k": "supported", "l": "content-length", "m": "contact", "n": "identity-info",
    "o": "event", "r": "refer-to", "s": "subject", "t": "to", "u": "allow-events", "v": "via",
    "x": "session-expires", "y": "identity",
  ]
}

/// One header field of a message.
public struct SIPHeader: Sendable, Hashable, Codable {
  /// The name as it is written.
  public var writtenName: String
  /// The value on one line, without white space around it.
  public var value: String

  public init(_ writtenName: String, _ value: String) {
    self.writtenName = writtenName
    self.value = value
  }

  /// Which field this is.
  public var name: SIPHeaderName { SIPHeaderName(writtenName) }
}
