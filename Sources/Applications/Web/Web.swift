import Bytes
public import CryptoPrimitives

/// Somebody buys something in a shop: a page, and a form with the number of a card.
public enum Web: Application {
  public static let name = "web"
  public static let port: UInt16? = 443

  public static func makeClient(random: RandomStream) -> ShopVisitor { ShopVisitor(random: random) }

  public static func makeClient(random: RandomStream, calling server: String) -> ShopVisitor {
    ShopVisitor(random: random, host: server)
  }

  public static func makeServer(random: RandomStream) -> Shop { Shop(random: random) }

  /// Forms with a card's number, and the cookies by which a server knows its visitor.
  public static func findings(in plaintext: [UInt8]) -> [ApplicationFinding] {
    plaintext.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }).flatMap { line in
      findings(inLine: String(decoding: line, as: UTF8.self))
    }
  }

  private static func findings(inLine line: String) -> [ApplicationFinding] {
    for name in ["cookie:", "set-cookie:"] where line.lowercased().hasPrefix(name) {
      let cookie = line.dropFirst(name.count).prefix { $0 != ";" }.trimmingWhiteSpace()
      return cookie.isEmpty ? [] : [.cookie(cookie)]
    }
    guard line.utf8.contains(0x26) else { return [] }
    let form = HTTPMessage.form(line)
    guard let card = form["card"].flatMap(PaymentCard.init(number:)) else { return [] }
    return [
      .card(number: card.number, expires: form["expires"] ?? "?", code: form["code"] ?? "?")
    ]
  }
}

/// A number as ISO/IEC 7812 has it: its last digit follows from the others.
struct PaymentCard: Sendable, Hashable, Codable {
  let number: String

  /// nil where the last digit does not fit.
  init?(number: String) {
    let digits = number.filter { !" -".contains($0) }.compactMap(\.wholeNumberValue)
    guard (12...19).contains(digits.count), Self.sum(digits).isMultiple(of: 10) else { return nil }
    self.number = digits.map(String.init).joined()
  }

  /// A card that nobody was given.
  init(random: RandomStream) {
    let digits = [4] + random.digits("card", 14)
    let last = (10 - Self.sum(digits + [0]) % 10) % 10
    number = (digits + [last]).map(String.init).joined()
  }

  /// Luhn's sum: every second digit from the end counts twice.
  private static func sum(_ digits: [Int]) -> Int {
    digits.reversed().enumerated().reduce(0) { sum, place in
      let value = place.offset.isMultiple(of: 2) ? place.element : place.element * 2
      return sum + value / 10 + value % 10
    }
  }
}

/// A browser: it looks at a page, then sends the form.
public struct ShopVisitor: ConversationEnd {
  private enum State: Sendable, Hashable, Codable { case idle, looking, paying, done, refused }

  private var state = State.idle
  private var ear = HTTPEar()
  private let card: PaymentCard
  private let expires: String
  private let code: String

  /// Whom it asks; nil: the shop of its own world.
  private let host: String?

  /// - Parameters:
  ///   - random: what the card's number is made from.
  ///   - host: the name of the server that it called (RFC 9110 §7.2).
  public init(random: RandomStream, host: String? = nil) {
    self.host = host
    card = PaymentCard(random: random)
    expires = random.pick("expires", of: ["03/29", "11/28", "07/30", "09/27"])
    code = random.digits("code", 3).map(String.init).joined()
  }

  public var isFinished: Bool { state == .done || state == .refused || ear.failure != nil }

  public var hasSucceeded: Bool { state == .done }

  public mutating func start() -> [[UInt8]] {
    guard state == .idle else { return [] }
    state = .looking
    return [HTTPMessage("GET /shop HTTP/1.1", headers).bytes]
  }

  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
    ear.hear(bytes).flatMap { take($0) }
  }

  private mutating func take(_ response: HTTPMessage) -> [[UInt8]] {
    switch (state, response.status) {
    case (.looking, 200):
      state = .paying
      let cookie = response.first("Set-Cookie").map {
        [SIPHeader("Cookie", String($0.prefix { $0 != ";" }))]
      }
      let body = "card=\(card.number)&expires=\(expires.replacing("/", with: "%2F"))&code=\(code)"
      return [
        HTTPMessage(
          "POST /shop/pay HTTP/1.1",
          headers + (cookie ?? [])
            + [SIPHeader("Content-Type", "application/x-www-form-urlencoded")],
          body: Array(body.utf8)
        ).bytes
      ]
    case (.paying, 303):
      state = .done
      return []
    case (.looking, _), (.paying, _):
      state = .refused
      return []
    default: return []
    }
  }

  private var headers: [SIPHeader] {
    [SIPHeader("Host", host ?? "shop.web.test"), SIPHeader("Accept", "text/html")]
  }
}

/// A shop that takes every card whose number fits.
public struct Shop: ConversationEnd {
  private let visitor: String
  private var ear = HTTPEar()

  /// - Parameter random: what it knows its visitor by.
  public init(random: RandomStream) {
    visitor = random.substream("visitor").bytes(8).hex
  }

  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
    ear.hear(bytes).map { answer($0).bytes }
  }

  private func answer(_ message: HTTPMessage) -> HTTPMessage {
    switch (message.request?.method, message.request?.path) {
    case ("GET", "/shop"?):
      let cookie = SIPHeader("Set-Cookie", "visitor=\(visitor); Secure; HttpOnly; SameSite=Lax")
      return HTTPMessage(
        "HTTP/1.1 200 OK", [cookie, SIPHeader("Content-Type", "text/html; charset=utf-8")],
        body: Array(Self.page.utf8))
    case ("POST", "/shop/pay"?):
      let form = HTTPMessage.form(String(decoding: message.body, as: UTF8.self))
      guard form["card"].flatMap(PaymentCard.init(number:)) != nil else {
        return HTTPMessage("HTTP/1.1 422 Unprocessable Content")
      }
      return HTTPMessage("HTTP/1.1 303 See Other", [SIPHeader("Location", "/shop/thanks")])
    case (nil, _): return HTTPMessage("HTTP/1.1 400 Bad Request")
    case ("GET", _), ("POST", _): return HTTPMessage("HTTP/1.1 404 Not Found")
    default:
      return HTTPMessage("HTTP/1.1 405 Method Not Allowed", [SIPHeader("Allow", "GET, POST")])
    }
  }

  private static let page = """
    <!doctype html><title>Shop</title>
    <form method="post" action="/shop/pay">
    <input name="card"><input name="expires"><input name="code"><button>Pay</button>
    </form>

    """
}
