/// Someone who can be called: name, domain and the password that the server knows too.
public struct SIPAccount: Sendable, Hashable, Codable {
  public var user: String
  public var displayName: String
  /// The domain, which is the realm of the password as well.
  public var domain: String
  public var password: String

  public init(user: String, displayName: String, domain: String, password: String) {
    self.user = user
    self.displayName = displayName
    self.domain = domain
    self.password = password
  }

  /// The caller of the lab.
  public static let ada = SIPAccount(
    user: "ada", displayName: "Ada", domain: "uc.test", password: "analytical-engine")
  /// The one who is called.
  public static let bob = SIPAccount(
    user: "bob", displayName: "Bob", domain: "uc.test", password: "blue-box-2600")

  /// `user@domain`.
  public var name: String { "\(user)@\(domain)" }
  /// The address of record: where the account is known to others (RFC 3261 §6).
  public var uri: String { uri(.sip) }

  /// The same in one of the two schemes.
  public func uri(_ scheme: SIPScheme) -> String { "\(scheme.rawValue):\(name)" }
}
