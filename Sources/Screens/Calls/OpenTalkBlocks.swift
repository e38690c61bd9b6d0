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

  /// - Parameter viewer: whose eyes look; nil: those of everyone together.
  init?(_ session: Session, _ viewer: Viewer? = nil) {
    guard let talk = session.talk else { return nil }
    (self.session, self.talk) = (session, talk)
    outcome = viewer?.outcome ?? (viewer == nil ? session.outcome : .plain)
  }

  /// A session that is nothing else.
  func page(_ hops: [Block]) -> Page {
    Page([headline, .rule] + hops + lines + gains + advice, next: next)
  }

  private var headline: Block {
    let badge = outcome == .refused && talk.isStripped ? Line("[SAFE]", .good) : outcome.badge
    let text = said(.deed, "open.\(outcome.rawValue)", ["server": session.serverName])
    return .line(badge + Line("  \(session.id)  \(text)"))
  }

  /// Each message by its first lines.
  var lines: [Block] {
    talk.segments.flatMap { segment -> [Block] in
      let isClients = segment.direction == .clientToServer
      let ends = isClients ? "client -> server" : "server -> client"
      return [.line(Line(" \(ends)", .heading))]
        + TextBlocks.lines(of: segment.bytes, limit: session.hop == nil ? 4 : 2)
    }
  }

  /// What whoever is on the way has from it.
  var gains: [Block] {
    var gains: [String] = []
    for side in Side.allCases {
      let words = talk.segments.filter { $0.direction == side.sending }.flatMap(\.bytes)
      gains += Excerpt(words).gains.filter { !gains.contains($0) }
    }
    return gains.enumerated().map { .labelled($0 == 0 ? "gains" : "", Line($1, .bad)) }
  }

  private var advice: [Block] {
    guard talk.isStripped, outcome != .plain else { return [] }
    return [.labelled("so", Line(said(.deed, "open.\(outcome.rawValue)", for: .note))).asReason]
  }

  private var next: [String] {
    switch outcome {
    case .fooled: ["set client.starttls require", "connect", "strip off"]
    case .refused: ["strip off", "connect", "set client.starttls direct"]
    default: session.hop.map { ["cascade \($0.other)", "view proxy", "sessions"] } ?? ["vault"]
    }
  }
}
