/// The message in which an extension stands: several have another body in the answer than in the
/// offer (RFC 8446 §4.2).
public enum ExtensionPlace: Hashable, Sendable, Codable {
  case clientHello
  case serverHello
  case helloRetryRequest
  case encryptedExtensions
  case certificateRequest
  case certificate
  case newSessionTicket

  /// Whether the message may end before its block.
  var mayLackBlock: Bool { self == .clientHello || self == .serverHello }
}
