import Interceptor
import Network
import TLSEngine
import TLSKeys
import TLSWire

/// What the attacker did with one message: to its bytes on their way, and with what it says.
public struct Handling: Hashable, Sendable {
  /// What was done to it on its way; nil: it arrived as it was sent.
  public var deed: Deed?
  /// How the attacker has what it says, though records protect it; nil: it does not.
  public var access: Access?

  public init(deed: Deed? = nil, access: Access? = nil) {
    self.deed = deed
    self.access = access
  }

  /// What was done to a message on its way.
  public enum Deed: Hashable, Sendable {
    /// Other bytes arrive than those that were sent.
    case altered
    /// It never arrives.
    case dropped
    /// It waits for the next one of its sender.
    case held
    /// It waited, and arrived behind that message of the session, counted from 0; nil: there was none
    /// that arrived before it.
    case late(behind: Int?)
    /// It arrives, and a copy of it.
    case twice
    /// The connection ended in its place.
    case cut
    /// It was sent into a connection that was cut by then.
    case lost
    /// The attacker sent it, as it was recorded in that session.
    case repeated(from: String)

    /// Whether anything of it reaches the other end.
    public var arrives: Bool {
      switch self {
      case .altered, .late, .twice, .repeated: true
      case .dropped, .held, .cut, .lost: false
      }
    }

    /// The name in documents.
    public var word: String {
      switch self {
      case .altered: "altered"
      case .dropped: "dropped"
      case .held: "held"
      case .late: "late"
      case .twice: "twice"
      case .cut: "cut"
      case .lost: "lost"
      case .repeated: "repeated"
      }
    }
  }

  /// How the attacker has what a protected message says.
  public enum Access: String, Hashable, Sendable {
    /// It opened the records: they were protected with its own keys, or it has those of others.
    case read
    /// It is data of one end, encrypted again for the other.
    case passedOn = "passed-on"
    /// The attacker made it: its part of a handshake of its own.
    case own
  }
}

extension Session {
  /// What the attacker did with the messages sent so far, by their places among them, counted from 0.
  /// Those that it neither touched nor could read are not there.
  public var handling: [Int: Handling] {
    remembered(HandlingMemory.found) {
      var finder = HandlingFinder(self)
      finder.find()
      return finder.found
    }
  }

  private enum HandlingMemory: Hashable, Sendable { case found }
}

/// Goes through the steps of a session and notes what became of each message.
private struct HandlingFinder {
  let session: Session
  private(set) var found: [Int: Handling] = [:]
  private let results: [Int: Interference.Result]
  private var count = 0
  private var isCut = false
  /// The message that waits, in each direction.
  private var held: [Direction: Int] = [:]
  /// What is on its way to the attacker, or has not been read.
  private var coming: [Wire: [(place: Int, content: Message.Content)]] = [:]

  init(_ session: Session) {
    self.session = session
    results = Dictionary(
      session.interferences.map { ($0.step, $0.result) }, uniquingKeysWith: { $1 })
  }

  mutating func find() {
    for (index, step) in session.steps.enumerated() {
      switch step.effect {
      case .send(let message):
        send(message, step, results[index])
        count += 1
      case .received(let message) where step.actor == .interceptor: read(message, on: step.wire)
      default: break
      }
    }
  }

  private mutating func send(
    _ message: Message, _ step: Step, _ result: Interference.Result?
  ) {
    var handling = Handling()
    // What a program outside sent has arrived when it is known here.
    if !session.isOutside(step.actor) { handling.deed = deed(step, result) }
    if step.actor == .interceptor {
      if message.isProtected, session.replay == nil {
        handling.access = message.kind == .applicationData ? .passedOn : .own
      }
    } else if step.wire.actor(playing: message.sender.other) == .interceptor {
      coming[step.wire, default: []].append((count, message.content))
    }
    if handling != Handling() { found[count] = handling }
  }

  private mutating func deed(_ step: Step, _ result: Interference.Result?) -> Handling.Deed? {
    let direction = step.wire.side(of: step.actor).sending
    if isCut { return .lost }
    if step.actor == .interceptor { return session.replay.map { .repeated(from: $0.original) } }
    let waiting = held.removeValue(forKey: direction)
    if let waiting {
      let fate = fate(ofWaitingBefore: result)
      found[waiting, default: Handling()].deed = fate
    }
    switch result {
    case .changed?: return .altered
    case .dropped?: return .dropped
    case .replayed?: return .twice
    case .held?:
      held[direction] = count
      return .held
    case .cut?:
      isCut = true
      return .cut
    case .impossible?, nil: return nil
    }
  }

  /// What becomes of a message that waited, when the next one of its sender is sent.
  private func fate(ofWaitingBefore result: Interference.Result?) -> Handling.Deed {
    switch result {
    case .cut?: .lost
    case .dropped?, .held?: .late(behind: nil)
    case .changed?, .replayed?, .impossible?, nil: .late(behind: count)
    }
  }

  private mutating func read(_ message: Message, on wire: Wire) {
    guard
      let index = coming[wire]?.firstIndex(where: { $0.content == message.content }),
      let place = coming[wire]?.remove(at: index).place, message.isProtected
    else { return }
    found[place, default: Handling()].access = .read
  }
}
