import Bytes
public import CryptoPrimitives

/// ada@uc.test says where she is, and asks where bob@uc.test is (RFC 3903, RFC 6665, RFC 3863).
public enum Presence: Application {
  public static let name = "presence"

  public static func makeClient(random: RandomStream) -> PresenceClient {
    PresenceClient(random: random)
  }

  public static func makeServer(random: RandomStream) -> SIPServer { SIPServer(random: random) }

  public static func findings(in plaintext: [UInt8]) -> [ApplicationFinding] {
    PresenceDocument.all(in: plaintext).map {
      .presence(of: $0.name, isOpen: $0.isOpen, note: $0.note)
    }
  }
}

/// A telephone that registers, publishes its owner's presence and subscribes to another's.
public struct PresenceClient: ConversationEnd {
  @Boxed private var telephone: SIPTelephone
  @Boxed private var publishing: SIPDialog
  @Boxed private var watching: SIPDialog
  private let document: PresenceDocument
  private var isPublished = false
  /// What was told of the other, once it was.
  private(set) var told: PresenceDocument?

  /// Makes a telephone that has not sent anything yet.
  ///
  /// - Parameter random: what identifiers and the note are made from.
  public init(random: RandomStream) {
    let random = random.substream("presence/client")
    let telephone = SIPTelephone(random: random)
    self.telephone = telephone
    let ada = telephone.account
    publishing = SIPDialog(
      caller: ada, target: ada.uri, to: ada.uri, address: telephone.address,
      random: random.substream("publish"))
    watching = SIPDialog(
      caller: ada, target: SIPAccount.bob.uri, to: SIPAccount.bob.uri, address: telephone.address,
      random: random.substream("subscribe"))
    document = PresenceDocument(
      name: ada.name, isOpen: random.pick("open", of: [true, false]),
      note: random.pick("note", of: Phrases.notes))
  }

  public var isFinished: Bool { hasSucceeded || failure != nil }

  public var hasSucceeded: Bool { told != nil }

  /// Why nothing was told, if it failed.
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
    case .registered: return [telephone.send(publication())]
    case .accepted where !isPublished:
      isPublished = true
      return [telephone.send(subscription())]
    case .accepted: return []
    case .asked(let request) where request.method == "NOTIFY":
      told = PresenceDocument(parsing: request.message.body)
      return [request.response(.ok, tag: "ada").bytes]
    case .asked(let request):
      return [request.response(.methodNotAllowed, headers: [SIPHeader("Allow", "NOTIFY")]).bytes]
    }
  }

  private mutating func publication() -> SIPMessage {
    publishing.request(
      "PUBLISH",
      headers: [
        SIPHeader("Event", "presence"), SIPHeader("Expires", "3600"),
        SIPHeader("Content-Type", PresenceDocument.mediaType),
      ], body: document.bytes)
  }

  private mutating func subscription() -> SIPMessage {
    watching.request(
      "SUBSCRIBE",
      headers: [
        SIPHeader("Event", "presence"), SIPHeader("Expires", "3600"),
        SIPHeader("Accept", PresenceDocument.mediaType), SIPHeader("Contact", watching.contact),
      ])
  }
}
