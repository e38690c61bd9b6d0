import Dispatch
import Lab
import Synchronization

/// Where visits wait for their turns: any number at once, with a few threads. Who has said nothing takes
/// none of them, and who says much takes turns with the others.
final class Hall: Sendable {
  /// Most visits at a time; further callers wait at the port.
  static let capacity = 4096

  private struct State {
    var present: [ObjectIdentifier: Guest] = [:]
    var due: [Guest] = []
    var working = 0
    /// Visits that are over and were not told of yet.
    var untold = 0
  }

  private let state = Mutex(State())
  /// Microseconds of silence after which a visit is over; nil: none.
  private let idle: Int64?
  private let isStopped: @Sendable () -> Bool
  /// How long a visit may be silent, in seconds; nil: for ever.
  private let seconds: Double?
  /// Gets each visit when it is over, as a lab with one session.
  private let tell: @Sendable (Lab) -> Void
  private let teller = DispatchQueue(label: "teller", qos: .utility)
  private static let untoldLimit = 64
  private let isEmptied = DispatchSemaphore(value: 0)
  private let hands = 2 * SystemCalls.processors

  init(
    idle seconds: Double?, isStopped: @escaping @Sendable () -> Bool,
    tell: @escaping @Sendable (Lab) -> Void
  ) {
    self.seconds = seconds
    idle = seconds.map { Int64($0 * 1_000_000) }
    self.isStopped = isStopped
    self.tell = tell
  }

  /// Takes callers until it is told to stop. Returns when the port is closed and the last of them is
  /// through.
  ///
  /// - Parameter receive: makes a guest of a caller, or has it come in later by `enter`.
  func serve(_ listener: TCPListener, _ receive: (TCPStream) -> Guest?) {
    SystemCalls.allowManyDescriptors()
    while !isStopped() {
      // Those who wait at the port are taken all at once.
      var stream = isFull ? nil : listener.accept(within: 0.2)
      if stream == nil, isFull { _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 0.2) }
      while let caller = stream {
        if let guest = receive(caller) { enter(guest) }
        stream = isFull ? nil : listener.accept(within: 0)
      }
      letSilentOnesGo()
    }
    listener.close()
    empty()
  }

  private var isFull: Bool { state.withLock { $0.present.count >= Self.capacity } }

  /// A guest has come in.
  func enter(_ guest: Guest) {
    state.withLock { $0.present[ObjectIdentifier(guest)] = guest }
    guest.whenever { [weak self, weak guest] in
      if let self, let guest { self.ring(guest) }
    }
    if isStopped() { ring(guest) }
  }

  private func ring(_ guest: Guest) {
    if guest.becomeDue() { queue(guest) }
  }

  private func queue(_ guest: Guest) {
    let needsHand = state.withLock { state in
      state.due.append(guest)
      guard state.working < hands else { return false }
      state.working += 1
      return true
    }
    guard needsHand else { return }
    DispatchQueue(label: "visits").async { self.work() }
  }

  private func work() {
    while let guest = next() {
      let now = SocketCourier.clock
      let ending: Outside.Ending? =
        isStopped() ? .gone : guest.hasExpired(at: now, after: idle) ? .silent : nil
      switch guest.haveTurn(leaving: ending, after: seconds) {
      case .waits: continue
      case .goesOn: queue(guest)
      case .over(let lab): leave(guest, lab)
      }
    }
  }

  /// Whoever waits longest is next; those who took much already come behind all others.
  private func next() -> Guest? {
    state.withLock { state in
      guard !state.due.isEmpty else {
        state.working -= 1
        return nil
      }
      return state.due.remove(at: state.due.firstIndex { !$0.isGreedy } ?? 0)
    }
  }

  private func leave(_ guest: Guest, _ lab: Lab?) {
    if let lab { announce(lab) }
    let isEmpty = state.withLock { state in
      state.present[ObjectIdentifier(guest)] = nil
      return state.present.isEmpty
    }
    if isEmpty, isStopped() { isEmptied.signal() }
  }

  /// Tells of a visit beside the others' turns; where that takes longer than the visits, in between.
  private func announce(_ lab: Lab) {
    let isBehind = state.withLock { state in
      state.untold += 1
      return state.untold > Self.untoldLimit
    }
    @Sendable func tellOfIt() {
      tell(lab)
      state.withLock { $0.untold -= 1 }
    }
    if isBehind { teller.sync(execute: tellOfIt) } else { teller.async(execute: tellOfIt) }
  }

  private func letSilentOnesGo() {
    let now = SocketCourier.clock
    for guest in state.withLock({ Array($0.present.values) })
    where guest.hasExpired(at: now, after: idle) {
      ring(guest)
    }
  }

  /// Sends all of them away.
  private func empty() {
    while true {
      let guests = state.withLock { Array($0.present.values) }
      if guests.isEmpty { return teller.sync {} }
      for guest in guests { ring(guest) }
      _ = isEmptied.wait(timeout: .now() + 0.1)
    }
  }
}
