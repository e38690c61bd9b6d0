import Bytes
public import CryptoPrimitives

/// A telephone fetches its configuration over HTTPS; the password of its line stands in it.
public enum Provisioning: Application {
  public static let name = "provisioning"
  public static let port: UInt16? = 443

  public static func makeClient(random: RandomStream) -> ProvisioningClient {
    ProvisioningClient(random: random)
  }

  public static func makeServer(random: RandomStream) -> ProvisioningServer {
    ProvisioningServer(random: random)
  }

  public static func findings(in plaintext: [UInt8]) -> [ApplicationFinding] {
    TelephoneConfiguration.passwords(in: plaintext).map { .password($0.password, of: $0.name) }
  }
}

/// What a telephone needs to know before anybody can call with it.
struct TelephoneConfiguration: Sendable, Hashable, Codable {
  var account: SIPAccount
  /// What opens the telephone's own menu.
  var administratorPassword: String

  var bytes: [UInt8] {
    let fields = [
      ("user", account.user), ("domain", account.domain), ("password", account.password),
    ].map { "    <\($0.0)>\(MarkupScanner.escape($0.1))</\($0.0)>\r\n" }.joined()
    return Array(
      """
      <?xml version="1.0" encoding="UTF-8"?>\r
      <telephone>\r
        <line name="1">\r
      \(fields)    <server>sips:sip.\(account.domain):5061;transport=tls</server>\r
        </line>\r
        <administration><user>admin</user>\
      <password>\(MarkupScanner.escape(administratorPassword))</password></administration>\r
      </telephone>\r

      """.utf8)
  }

  /// The passwords in a configuration, each with the name that stands before it.
  static func passwords(in bytes: [UInt8]) -> [(name: String, password: String)] {
    var scanner = MarkupScanner(bytes)
    var found: [(name: String, password: String)] = []
    var element = ""
    var (user, domain) = ("", "")
    while let piece = scanner.next() {
      switch piece {
      case .open("line", _), .open("administration", _): (user, domain) = ("", "")
      case .open(let name, _): element = name
      case .text(let text) where element == "user": user = text
      case .text(let text) where element == "domain": domain = text
      case .text(let text) where element == "password" && !text.isEmpty:
        found.append((domain.isEmpty ? user : "\(user)@\(domain)", text))
      case .close, .empty: element = ""
      case .text: break
      }
    }
    return found
  }
}

/// A telephone that was just plugged in.
public struct ProvisioningClient: ConversationEnd {
  /// The telephone's hardware address, by which its configuration is found.
  public let hardwareAddress: String
  private var ear = HTTPEar()
  private var hasStarted = false
  private(set) var passwords = 0
  private(set) var isRefused = false

  /// Makes a telephone that has not asked yet.
  ///
  /// - Parameter random: what its hardware address is made from.
  public init(random: RandomStream) {
    // 02: an address that nobody was given (IEEE 802, "locally administered").
    hardwareAddress = "02" + random.substream("hardware-address").bytes(5).hex
  }

  public var isFinished: Bool { hasSucceeded || isRefused || ear.failure != nil }

  public var hasSucceeded: Bool { passwords > 0 }

  public mutating func start() -> [[UInt8]] {
    guard !hasStarted else { return [] }
    hasStarted = true
    let request = HTTPMessage(
      "GET /provisioning/\(hardwareAddress).xml HTTP/1.1",
      [SIPHeader("Host", "sip.uc.test"), SIPHeader("Accept", "application/xml")])
    return [request.bytes]
  }

  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
    for response in ear.hear(bytes) {
      passwords += TelephoneConfiguration.passwords(in: response.body).count
      isRefused = response.status != 200
    }
    return []
  }
}

/// A server that knows every telephone, and what to tell it.
public struct ProvisioningServer: ConversationEnd {
  private let configuration: TelephoneConfiguration
  private var ear = HTTPEar()

  /// - Parameter random: what the administrator's password is made from.
  public init(random: RandomStream) {
    configuration = TelephoneConfiguration(
      account: .ada, administratorPassword: random.password("administrator", length: 10))
  }

  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
    ear.hear(bytes).map { answer($0).bytes }
  }

  private func answer(_ message: HTTPMessage) -> HTTPMessage {
    guard let request = message.request else { return HTTPMessage("HTTP/1.1 400 Bad Request") }
    guard request.method == "GET" else {
      return HTTPMessage("HTTP/1.1 405 Method Not Allowed", [SIPHeader("Allow", "GET")])
    }
    guard request.path.hasPrefix("/provisioning/"), request.path.hasSuffix(".xml") else {
      return HTTPMessage("HTTP/1.1 404 Not Found")
    }
    return HTTPMessage(
      "HTTP/1.1 200 OK", [SIPHeader("Content-Type", "application/xml")], body: configuration.bytes)
  }
}
