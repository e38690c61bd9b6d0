import Bytes
public import CryptoPrimitives

/// ada@uc.test and bob@uc.test write short messages to each other over SIP (RFC 3428).
public enum Chat: Application {
  public static let name = "chat"

  public static func makeClient(random: RandomStream) -> ChatClient { ChatClient(random: random) }

  public static func makeServer(random: RandomStream) -> SIPServer { SIPServer(random: random) }
}

/// A telephone that registers, writes to somebody, and takes the answers.
public struct ChatClient: ConversationEnd {
  @Boxed private var telephone: SIPTelephone
  @Boxed private var dialog: SIPDialog
  /// What is going to be written.
  private let texts: [String]
  /// How much of it was, and how many answers came.
  private var written = 0
  private var answered = 0

  /// Makes a telephone that has not sent anything yet.
  ///
  /// - Parameter random: what identifiers and texts are made from.
  public init(random: RandomStream) {
    let random = random.substream("chat/client")
    let telephone = SIPTelephone(random: random)
    self.telephone = telephone
    dialog = SIPDialog(
      caller: .ada, target: SIPAccount.bob.uri, to: SIPAccount.bob.uri, address: telephone.address,
      random: random.substream("chat"))
    let first = random.pick("text", of: Phrases.remarks)
    let second = random.pick("text/2", of: Phrases.remarks.filter { $0 != first })
    texts = [first, second]
  }

  public var isFinished: Bool { hasSucceeded || failure != nil }

  public var hasSucceeded: Bool { answered == texts.count }

  /// Why the conversation ended early, if it did.
  public var failure: SIPFailure? { telephone.failure }

  public mutating func start() -> [[UInt8]] { telephone.start() }

  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] {
    var copy = self
    let answers = telephone.receive(bytes) { telephone, event in copy.take(event, &telephone) }
    copy.telephone = telephone
    self = copy
    return answers
  }

  private mutating func take(
    _ event: SIPTelephone.Event, _ telephone: inout SIPTelephone
  ) -> [[UInt8]] {
    switch event {
    case .registered: return [write(&telephone)]
    case .accepted: return []
    case .asked(let request) where request.method == "MESSAGE":
      answered += 1
      let reply = request.response(.ok, tag: "ada").bytes
      return written < texts.count ? [reply, write(&telephone)] : [reply]
    case .asked(let request):
      return [request.response(.methodNotAllowed, headers: [SIPHeader("Allow", "MESSAGE")]).bytes]
    }
  }

  private mutating func write(_ telephone: inout SIPTelephone) -> [UInt8] {
    defer { written += 1 }
    return telephone.send(
      dialog.request(
        "MESSAGE", headers: [SIPHeader("Content-Type", "text/plain;charset=utf-8")],
        body: Array(texts[written].utf8)))
  }
}
