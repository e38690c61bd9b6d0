import Explanations
import Lab
import Network
import TLSEngine
import TLSKeys

/// What was said without TLS: all that passed, and what is to be had from it.
struct OpenTalkBlocks {
  let session: Session
  let talk: OpenTalk
  /// How it stands for whoever looks.
  let outcome: Session.Outcome
  private let seesAttack: Bool

  /// - Parameter viewer: whose eyes look; nil: those of everyone together.
  init?(_ session: Session, _ viewer: Viewer? = nil) {
    guard let talk = session.talk else { return nil }
    (self.session, self.talk) = (session, talk)
    seesAttack = viewer.map { $0.view == .all || $0.view == .interceptor } ?? true
    outcome = viewer?.outcome ?? (viewer == nil ? session.outcome : .plain)
  }

  /// A session that is nothing else.
  func page(_ hops: [Block]) -> Page {
    Page([headline, .rule] + hops + messages + (gains + advice).afterBlank, next: next)
  }

  /// What came of it, as far as whoever looks knows: of an offer that was taken out nobody else does.
  private var end: String {
    outcome == .plain && talk.end == .fooled && seesAttack ? "fooled" : outcome.rawValue
  }

  private var headline: Block {
    // The client knows only that it was offered none.
    let badge =
      outcome == .refused && talk.isStripped && seesAttack ? Line("[SAFE]", .good) : outcome.badge
    let text = said(.deed, "open.\(end)", ["server": session.serverName])
    return .line(badge + Line("  \(session.id)  \(text)"))
  }

  /// Each message in a line.
  private var messages: [Block] {
    talk.segments.map { segment in
      let sender = segment.direction == .clientToServer ? "client" : "server"
      return .labelled(
        sender, Line(Screens.shortened(TextBlocks.textLines(segment.bytes).first ?? "", 64)))
    }
  }

  /// Every message whole.
  var lines: [Block] {
    talk.segments.flatMap { segment -> [Block] in
      let isClients = segment.direction == .clientToServer
      return [.line(Line(isClients ? " client -> server" : " server -> client", .heading))]
        + TextBlocks.lines(of: segment.bytes)
    }
  }

  /// What whoever is on the way has from it.
  var gains: [Block] {
    let gains = Excerpt.gains(
      of: talk.segments.map { ($0.direction == .clientToServer ? .client : .server, $0.bytes) })
    return gains.enumerated().map { .labelled($0 == 0 ? "gains" : "", Line($1, .bad)) }
  }

  /// What made it so, and what would not.
  var advice: [Block] {
    guard talk.isStripped, seesAttack, end != "plain" else { return [] }
    return [.labelled("so", Line(said(.deed, "open.\(end)", for: .note))).asReason]
  }

  private var next: [String] {
    switch end {
    case "fooled": ["set client.starttls require", "connect", "strip off"]
    case "refused": ["strip off", "connect", "set client.starttls direct"]
    default:
      session.hop.map { ["cascade \($0.other)", "view proxy", "show sessions"] } ?? ["vault"]
    }
  }
}

extension [Block] {
  /// With an empty line before them, if there are any.
  fileprivate var afterBlank: [Block] { isEmpty ? [] : [.blank] + self }
}
