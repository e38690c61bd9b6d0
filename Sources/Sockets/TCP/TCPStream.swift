import Dispatch
import Lab
public import Network
import Platform
import Synchronization
import TLSKeys

/// One connection of TCP with a program outside.
///
/// Every stream is closed by `finish` or `abort`; until then it holds a descriptor.
public final class TCPStream: Sendable {
  /// How long a write may take, and a connection to come about, in seconds.
  static let patience = 10.0
  /// How long a stream that is through waits for the other end to close, in seconds.
  private static let linger = 2.0
  /// Bytes that are read at once.
  private static let portion = 1 << 14

  private struct State {
    var isWatched = false
    /// Whether the mailbox knows that nothing will come any more.
    var hasEnded = false
    /// Whether this end has said that it is through: what comes is thrown away.
    var isThrough = false
    var outbox = Outbox()
    var mailbox: Mailbox
  }

  private let descriptor: Descriptor
  private let state: Mutex<State>
  /// The part that the program outside plays.
  let side: Side
  /// The two ends, as the operating system names them.
  public let flow: Flow

  /// Takes a connected socket over, and reads it from now on.
  init(_ number: CInt, into mailbox: Mailbox, as side: Side) {
    descriptor = Descriptor(number)
    state = Mutex(State(mailbox: mailbox))
    self.side = side
    let none = Address(ip: "0.0.0.0", port: 0)
    let own = SocketAddress.own(of: number)?.address ?? none
    let other = SocketAddress.peer(of: number)?.address ?? none
    flow = side == .server ? Flow(client: own, server: other) : Flow(client: other, server: own)
    read()
  }

  /// Calls a server.
  ///
  /// - Parameter isInterrupted: asked several times a second, for somebody may tire of waiting.
  /// - Throws: when the name does not resolve, nobody listens there, nobody answers in time, or the
  ///   wait was interrupted.
  package static func connect(
    to endpoint: Endpoint, into mailbox: Mailbox, isInterrupted: () -> Bool = { false }
  ) throws(SocketError) -> TCPStream {
    let number = try Calling.call(endpoint, within: patience, isInterrupted: isInterrupted)
    return TCPStream(number, into: mailbox, as: .server)
  }

  /// Where what comes is put.
  package var mailbox: Mailbox { state.withLock { $0.mailbox } }

  /// Puts what comes into another mailbox from now on, and what waits in the one before.
  func put(into other: Mailbox) {
    Watch.shared.perform { [self] in
      let before = state.withLock { state in
        defer { state.mailbox = other }
        return state.mailbox
      }
      while let arrival = before.take(within: 0) { other.put(arrival) }
    }
  }

  /// Asks for more bytes, where the mailbox was full. They come into it.
  package func read() {
    let isNew = state.withLock { state in
      guard !state.isWatched, !state.hasEnded || state.isThrough else { return false }
      state.isWatched = true
      return true
    }
    if isNew { Watch.shared.whenReadable(descriptor) { self.take() } }
  }

  /// Puts into the mailbox what has come.
  private func take() {
    let heard = descriptor.use { SystemCalls.receive(at: $0, atMost: Self.portion) }
    let isThrough = state.withLock { state in
      state.isWatched = false
      return state.isThrough
    }
    switch heard {
    case .bytes(let bytes)?:
      if !isThrough { mailbox.put(.bytes(bytes, from: side)) }
      if isThrough || mailbox.takesMore { read() }
    case .nothingYet?: read()
    case .end?:
      end(.closed)
      if isThrough { close() }
    case .failed?:
      end(.reset)
      close()
    case nil: end(.closed)
    }
  }

  // MARK: Sending

  /// Sends bytes, and waits until the system has them.
  ///
  /// - Returns: false when the other end is gone or takes nothing for too long.
  package func send(_ bytes: [UInt8]) -> Bool {
    descriptor.use { SystemCalls.send(bytes, at: $0, within: Self.patience) } ?? false
  }

  /// Sends bytes without waiting: what the system does not take now goes as soon as it does.
  ///
  /// - Returns: false when the other end is gone.
  func post(_ bytes: [UInt8]) -> Bool {
    state.withLock { $0.outbox.append(bytes) }
    return push()
  }

  /// Bytes that the system took of what was posted.
  var bytesTaken: Int { state.withLock { $0.outbox.sent } }

  /// Whether so much waits to be taken that no more should be made.
  var isClogged: Bool { state.withLock { $0.outbox.isClogged } }

  @discardableResult
  private func push() -> Bool {
    let outcome = state.withLock { state in
      state.outbox.send { bytes in
        descriptor.use { SystemCalls.sendSome(bytes, at: $0) } ?? nil
      }
    }
    if outcome.mustWait { Watch.shared.whenWritable(descriptor) { self.push() } }
    if outcome.hasRoomAgain { mailbox.nudge() }
    if outcome.isAllOut || outcome.isGone, state.withLock({ $0.isThrough }) {
      if outcome.isGone { Watch.shared.perform { self.close() } } else { shutDown() }
    }
    return !outcome.isGone
  }

  // MARK: Closing

  /// Says that nothing will follow, and closes when the other end has done so too, or after a while.
  ///
  /// Until then bytes are read and thrown away: a connection that is closed with bytes unread is reset,
  /// and the other end might never see the last alert (RFC 9293 §3.6.1).
  package func finish() {
    Watch.shared.perform { [self] in
      let (hasEnded, isAllOut) = state.withLock { state in
        state.isThrough = true
        return (state.hasEnded, state.outbox.isEmpty)
      }
      if hasEnded, isAllOut { return close() }
      if isAllOut { shutDown() } else { expectProgress() }
      if !hasEnded { read() }
    }
  }

  private func shutDown() {
    _ = descriptor.use { shutdown($0, CInt(SHUT_WR)) }
    let hasEnded = state.withLock { $0.hasEnded }
    DispatchQueue.global().asyncAfter(deadline: .now() + (hasEnded ? 0 : Self.linger)) {
      [weak self] in
      guard let self else { return }
      Watch.shared.perform { self.close() }
    }
  }

  /// Closes when nothing of what waits was taken for too long.
  private func expectProgress() {
    let before = state.withLock { $0.outbox.sent }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience) { [weak self] in
      guard let self else { return }
      let (isAllOut, sent) = state.withLock { ($0.outbox.isEmpty, $0.outbox.sent) }
      if isAllOut { return }
      if sent > before { return expectProgress() }
      Watch.shared.perform { self.close() }
    }
  }

  /// Closes at once. What has come already is in the mailbox, before the end.
  ///
  /// - Parameter resetting: whether the other end is to see that this is not the regular end.
  package func abort(resetting: Bool = false) {
    Watch.shared.perform { [self] in
      if state.withLock({ !$0.hasEnded && !$0.isThrough }), mailbox.takesMore { take() }
      if resetting { _ = descriptor.use(SystemCalls.resetWhenClosed) }
      close()
    }
  }

  private func close() {
    end(.closed)
    state.withLock { $0.outbox.forget() }
    descriptor.close()
  }

  private func end(_ ending: Outside.Ending) {
    let isNews = state.withLock { state in
      defer { state.hasEnded = true }
      return !state.hasEnded
    }
    if isNews { mailbox.put(.ended(ending, by: side)) }
  }
}
