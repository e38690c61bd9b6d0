public import Lab
import Network
import Platform
import Synchronization
import TLSKeys

/// Carries bytes between sessions and real programs, over TCP.
///
/// One for a program: sessions are copied and compared, their connections are not; they live here, by
/// the session's name and its addresses.
public final class SocketCourier: Courier {
  /// How long a peer may leave this side waiting, in seconds.
  public struct Patience: Sendable {
    /// While the handshake is under way.
    public var handshake = 10.0
    /// After it: whether something else comes, such as tickets.
    public var conversation = 1.0

    public init(handshake: Double = 10, conversation: Double = 1) {
      self.handshake = handshake
      self.conversation = conversation
    }
  }

  /// Most bytes of one session, both ways: it is kept whole, and a peer could go on for ever.
  public static let byteLimit = 1 << 26
  /// Most steps of one session that stays in a lab.
  public static let stepLimit = 5_000
  /// The same of a visit, which is forgotten once it is told of: a file in small records takes many.
  public static let visitStepLimit = 500_000

  let patience: Patience
  /// Whether whoever sends waits until the system has taken it.
  private let waitsToSend: Bool
  /// Whether somebody wants to wait no longer.
  let isInterrupted: @Sendable () -> Bool
  private let lines = Mutex<[String: Line]>([:])

  /// The connections of one session.
  private struct Line: Sendable {
    var flows: [Flow]
    var streams: [Side: TCPStream]
    var mailbox: Mailbox
    /// Bytes of the session, both ways, that went through here. A session that was loaded from a file,
    /// or brought back otherwise, has fewer: it must not go on where another one went on before, or it
    /// would use the same keys and nonces for other bytes.
    var exchanged: Int
  }

  public init(
    patience: Patience = Patience(), isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    self.patience = patience
    waitsToSend = true
    self.isInterrupted = isInterrupted
  }

  /// A courier of one visit among many, which waits for nobody.
  init(ofGuest isInterrupted: @escaping @Sendable () -> Bool) {
    patience = Patience()
    waitsToSend = false
    self.isInterrupted = isInterrupted
  }

  private var stepLimit: Int { waitsToSend ? Self.stepLimit : Self.visitStepLimit }

  public var now: Int64 { Self.clock }

  /// Microseconds since 1970.
  static var clock: Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) }

  /// Takes the connections of the current session, which begins now. All of them put what comes into
  /// one mailbox.
  func take(_ streams: [TCPStream], for lab: Lab) {
    guard let mailbox = streams.first?.mailbox, let session = lab.currentSession else { return }
    let line = Line(
      flows: session.flows,
      streams: Dictionary(uniqueKeysWithValues: streams.map { ($0.side, $0) }),
      mailbox: mailbox, exchanged: session.outside?.exchanged ?? 0)
    let before = lines.withLock { lines in
      let before = lines[session.id]
      lines[session.id] = line
      return before
    }
    for stream in before?.streams.values.map({ $0 }) ?? [] { stream.abort() }
  }

  public func holds(_ session: Session) -> Bool { line(of: session) != nil }

  private func line(of session: Session) -> Line? {
    lines.withLock { lines in
      lines[session.id].flatMap {
        $0.flows == session.flows && $0.exchanged == session.outside?.exchanged ? $0 : nil
      }
    }
  }

  /// Bytes of the session went through.
  private func note(_ session: Session) {
    lines.withLock { $0[session.id]?.exchanged = session.outside?.exchanged ?? 0 }
  }

  public func patience(with session: Session) -> Double {
    session.isInConversation ? patience.conversation : patience.handshake
  }

  public func carry(from session: inout Session) {
    guard let line = line(of: session) else { return }
    session.passTime(to: now)
    // A flight leaves as a whole: a peer that hangs up in the middle of it would not be heard.
    var flights: [Side: [UInt8]] = [:]
    let parcels = session.takeParcels()
    note(session)
    for parcel in parcels {
      switch parcel {
      case .bytes(let bytes, let side): flights[side, default: []] += bytes
      case .end(let side):
        send(flights.removeValue(forKey: side), to: line.streams[side])
        line.streams[side]?.finish()
        remove(side, of: session)
      }
    }
    for (side, bytes) in flights { send(bytes, to: line.streams[side]) }
  }

  /// A stream that takes nothing is closed; that it is shows in the mailbox, behind what came before.
  private func send(_ bytes: [UInt8]?, to stream: TCPStream?) {
    guard let bytes, let stream else { return }
    let isTaken = waitsToSend ? stream.send(bytes) : stream.post(bytes)
    if !isTaken { stream.abort() }
  }

  /// Puts into the session what has come first of what waits.
  ///
  /// - Returns: whether something did.
  func takeIn(_ session: inout Session) -> Bool {
    guard let line = line(of: session) else { return false }
    for stream in line.streams.values { stream.read() }
    guard let arrival = line.mailbox.take(within: 0) else { return false }
    return enter(arrival, &session)
  }

  /// Whether a program outside takes less than comes from the other: then no more is to be taken in.
  func isClogged(_ session: Session) -> Bool {
    line(of: session)?.streams.values.contains { $0.isClogged } == true
  }

  public func wait(for session: inout Session, since: Int64) -> Bool {
    guard let line = line(of: session) else { return false }
    let deadline = since + Int64(patience(with: session) * 1_000_000)
    for stream in line.streams.values { stream.read() }
    repeat {
      let left = Double(deadline - now) / 1_000_000
      guard let arrival = line.mailbox.take(within: min(left, 0.1)) else {
        if isInterrupted() { return false }
        continue
      }
      return enter(arrival, &session)
    } while now < deadline
    return false
  }

  private func enter(_ arrival: Mailbox.Arrival, _ session: inout Session) -> Bool {
    switch arrival {
    case .bytes(let bytes, let side):
      session.arrive(bytes, from: side, at: now)
      note(session)
      let exchanged = session.outside?.exchanged ?? 0
      if exchanged > Self.byteLimit || session.steps.count > stepLimit {
        // Nobody is told that this is the regular end.
        for side in session.outside?.sides ?? [] where session.isOpen(towards: side) {
          drop(side, of: &session, .tooMuch)
        }
      }
    case .ended(let ending, let side):
      drop(side, of: &session, ending)
    }
    return true
  }

  /// A program outside is gone, or to be got rid of.
  private func drop(_ side: Side, of session: inout Session, _ ending: Outside.Ending) {
    session.endOfStream(from: side, ending, at: now)
    // A program that closed its own direction may still read what is sent to it.
    guard ending != .closed else { return }
    // A stream that is cut must not look as if it had ended.
    line(of: session)?.streams[side]?.abort(resetting: ending == .tooMuch)
    remove(side, of: session)
  }

  private func remove(_ side: Side, of session: Session) {
    lines.withLock { lines in
      lines[session.id]?.streams[side] = nil
      if lines[session.id]?.streams.isEmpty == true { lines[session.id] = nil }
    }
  }

  /// Lets go of a session: its connections are closed, whatever its state.
  public func abandon(_ session: inout Session, _ ending: Outside.Ending) {
    for side in session.outside?.sides ?? [] where session.isOpen(towards: side) {
      session.endOfStream(from: side, ending, at: now)
    }
    guard let line = line(of: session) else { return }
    for stream in line.streams.values { stream.finish() }
    lines.withLock { $0[session.id] = nil }
  }
}

extension Session {
  /// The addresses of its connections, which tell it from another one of that name.
  fileprivate var flows: [Flow] { wires.compactMap { links[$0]?.flow } }
}
