import Bytes
import Explanations
import Knowledge
public import Lab
import Network
import Pages
import TLSEngine
import TLSKeys
import TLSWire

/// What there is to see of a session at the place where it stands: the parts that the prompt's screens
/// are made of, for somebody who arranges them in another way.
public struct Place {
  public let viewer: Viewer
  private let lab: Lab
  private let session: Session
  private let rungs: [Rung]

  /// - Returns: nil where no session has begun.
  public init?(_ lab: Lab) {
    guard let session = lab.currentSession else { return nil }
    self.lab = lab
    self.session = session
    viewer = Viewer(session, lab.eyes(on: session))
    rungs = Ladder(viewer).rungs
  }

  /// The name of the session.
  public var id: String { session.id }

  /// Whether an attacker stands between client and server.
  public var hasTwoWires: Bool { viewer.session.interceptor != nil }

  /// How many steps were played.
  public var steps: Int { session.steps.count }

  /// How many messages were sent.
  public var messages: Int { viewer.session.messages.count }

  /// The number of the message that the last step sent, where it sent one that can be seen.
  public var sent: Int? {
    guard let message = viewer.session.steps.last?.sentMessage, !message.isOutOfSight else {
      return nil
    }
    return messages
  }

  /// The values that were derived so far.
  public var derivations: [String] { Screens.derivationNames(session) }

  /// The value that the last step gave, where it was a derivation.
  public var derived: String? {
    guard case .derived(let derivation)? = session.steps.last?.effect else { return nil }
    return derivation.name.rawValue
  }

  /// The programs outside that are to speak before anything goes on, in words; nil where none is.
  public var awaited: String? {
    guard session.awaitsOutside, session.next == nil else { return nil }
    return listed((session.outside?.sides ?? []).map { the($0.rawValue) }, "or")
  }

  /// The views that show something else than another one.
  public var views: [Lab.View] {
    [.all, .client, .server, .eavesdropper]
      + (session.interceptor == nil ? [] : [.interceptor])
  }

  /// What was agreed on, where we stand, and whose eyes look.
  public var header: [Block] { SessionHeader(viewer).blocks.filter { $0 != .rule } }

  /// The last step in a line.
  public var step: Line { Screens.line(ofStep: session.steps.count, viewer) }

  /// Whose turn it is, and what for.
  public var coming: Line { Line(Screens.coming(session, lab.eyes(on: session), viewer)) }

  /// The last step in full.
  public var happened: [Block] { Screens.happened(lab, session, viewer, []) }

  /// Who learned something by the last step.
  public var learned: [Line] {
    viewer.session.steps.last.map { LearnedLines($0, lab, viewer).lines } ?? []
  }

  /// The messages as arrows in so many columns.
  public func ladder(columns: Int) -> NarrowLadder {
    let ladder = Ladder(viewer, columns: columns)
    return NarrowLadder(
      header: ladder.header,
      rungs: rungs.map { .init(number: $0.number, line: ladder.row($0), isSent: $0.isSent) },
      legend: ladder.lines(of: ladder.legend, width: columns))
  }
}

/// A ladder without what stands around it.
public struct NarrowLadder: Hashable, Sendable {
  public var header: Line
  public var rungs: [Rung]
  public var legend: [Line]

  public init(header: Line = "", rungs: [Rung] = [], legend: [Line] = []) {
    self.header = header
    self.rungs = rungs
    self.legend = legend
  }

  /// One message.
  public struct Rung: Hashable, Sendable {
    /// Counted from 1.
    public var number: Int
    public var line: Line
    public var isSent: Bool
  }
}

// MARK: Who has what

extension Place {
  /// Who knows what now.
  public var knowledge: [KnowledgeRow] { lab.knowledge(of: session) }

  /// The table of who knows what.
  ///
  /// - Parameter earlier: who knew what before: what is another now is shown with what it was.
  public func standings(since earlier: [KnowledgeRow]) -> Standings {
    let names = KnowledgeNames(viewer)
    let rows = knowledge.map { row in
      let before = earlier.first { $0.item == row.item }
      return Standings.Row(
        cells: names.line(row, before), isNew: before != nil && before != row)
    }
    return Standings(header: names.header, rows: rows)
  }

  /// Who can read a message, among those of whom the viewer knows it.
  public func readers(of number: Int) -> [Reader] {
    guard viewer.session.messages.indices.contains(number - 1),
      session.messages.indices.contains(number - 1)
    else { return [] }
    let item = session.messages[number - 1]
    var readers = Actor.allCases.filter(takesPart).map { actor in
      Reader(name: actor.spoken, standing: standing(of: actor, item.message, on: item.step.wire))
    }
    if viewer.seesLoot {
      let sight = Sight(session, lab.eyes(of: .eavesdropper, on: session))
      readers.append(
        Reader(
          name: Wording.text(of: Lab.View.eavesdropper.rawValue),
          standing: sight.reads(item.message, on: item.step.wire)
            ? Line(said(.page, "screen.reads"), .bad)
            : Line(said(.page, "screen.sealed"), .good)))
    }
    return readers
  }

  private func takesPart(_ actor: Actor) -> Bool {
    viewer.sees(inside: actor) && (actor != .interceptor || session.interceptor != nil)
  }

  private func standing(of actor: Actor, _ message: Message, on wire: Wire) -> Line {
    if session.isOutside(actor) { return Line(said(.page, "screen.outside"), .faint) }
    let sight = Sight(session, lab.eyes(of: actor.view, on: session))
    guard sight.sees(wire) else { return Line("-", .faint) }
    if wire.actor(playing: message.sender) == actor { return Line(said(.page, "screen.wrote")) }
    let reads = sight.reads(message, on: wire)
    return reads
      ? Line(said(.page, "screen.reads"), actor == .interceptor ? .bad : .plain)
      : Line(said(.page, "screen.not-yet"), .faint)
  }
}

/// Who knows what, row by row.
public struct Standings: Hashable, Sendable {
  public var header: [Line]
  public var rows: [Row]

  /// One item and how everybody stands to it.
  public struct Row: Hashable, Sendable {
    public var cells: [Line]
    /// Whether somebody stands otherwise to it than before.
    public var isNew: Bool
  }

  /// All of it.
  public var table: Block { .table(Table(header: header, rows: rows.map(\.cells))) }
}

/// How somebody stands to a message.
public struct Reader: Hashable, Sendable {
  public var name: String
  public var standing: Line
}

extension Actor {
  fileprivate var view: Lab.View {
    switch self {
    case .client: .client
    case .server: .server
    case .interceptor: .interceptor
    }
  }
}
