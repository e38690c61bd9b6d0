/// Messages in which an extension stands. Several extensions have another content in the answer than
/// in the offer (RFC 8446 §4.2).
public struct ExtensionPlaces: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let clientHello = ExtensionPlaces(rawValue: 1)
  /// A ServerHello that chooses TLS 1.2 or an earlier version.
  public static let serverHello12 = ExtensionPlaces(rawValue: 2)
  public static let serverHello13 = ExtensionPlaces(rawValue: 4)
  public static let helloRetryRequest = ExtensionPlaces(rawValue: 8)
  public static let encryptedExtensions = ExtensionPlaces(rawValue: 16)
  public static let certificateRequest = ExtensionPlaces(rawValue: 32)
  public static let certificate = ExtensionPlaces(rawValue: 64)
  public static let newSessionTicket = ExtensionPlaces(rawValue: 128)

  /// A ServerHello whose version is not read yet: it may stand in an extension.
  public static let serverHello: ExtensionPlaces = [.serverHello12, .serverHello13]

  /// Whether the message may end before its block.
  var mayLackBlock: Bool { self == .clientHello || self == .serverHello }
}
