/// One hop of a message: how the answer finds its way back (RFC 3261 §20.42).
public struct SIPVia: Sendable, Hashable, Codable {
  /// `TLS`, `TCP` or `UDP`.
  public var transport: String
  /// Host and port of the sender.
  public var sentBy: String
  /// The name of the transaction.
  public var branch: String

  public init(transport: String, sentBy: String, branch: String) {
    self.transport = transport
    self.sentBy = sentBy
    self.branch = branch
  }

  /// Reads the first hop of a header's value; `nil` without a branch, which RFC 3261 demands.
  public init?(parsing value: String) {
    var scanner = HeaderScanner(value)
    guard scanner.readToken()?.uppercased() == "SIP", scanner.read("/"),
      scanner.readToken() == "2.0", scanner.read("/"), let transport = scanner.readToken()
    else { return nil }
    scanner.skipWhiteSpace()
    let sentBy = scanner.readUntil(" \t;,")
    guard !sentBy.isEmpty, let branch = scanner.readParameters()["branch"], !branch.isEmpty
    else { return nil }
    self.init(transport: transport.uppercased(), sentBy: sentBy, branch: branch)
  }

  /// The value as a header holds it.
  public var headerValue: String { "SIP/2.0/\(transport) \(sentBy);branch=\(branch)" }
}
