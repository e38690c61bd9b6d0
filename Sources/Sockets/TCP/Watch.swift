import Dispatch
import Platform
import Synchronization

/// One thread that waits at all sockets: when bytes can be read at one, or be written, it does what was
/// asked for. What has to come in order with that is done on it too.
final class Watch: Sendable {
  static let shared = Watch()

  /// What is waited for: that a descriptor can be read, or written.
  private struct Wish: Hashable {
    var descriptor: ObjectIdentifier
    var isWriting: Bool
  }

  private struct Wishes {
    var deedsByWish: [Wish: (Descriptor, @Sendable () -> Void)] = [:]
    var deeds: [@Sendable () -> Void] = []
  }

  private let wishes = Mutex(Wishes())
  /// A pipe: a byte in it wakes the thread. Where no descriptor was left for it, the thread looks by
  /// itself.
  private let bell: (ear: CInt, button: CInt)?

  private init() {
    var ends: [CInt] = [-1, -1]
    bell = pipe(&ends) == 0 ? (ends[0], ends[1]) : nil
    for end in ends { SystemCalls.prepare(end) }
    DispatchQueue(label: "watch").async { [self] in while true { turn() } }
  }

  /// Does something once, when bytes can be read at a descriptor, or it has ended.
  func whenReadable(_ descriptor: Descriptor, _ act: @escaping @Sendable () -> Void) {
    wait(for: descriptor, isWriting: false, act)
  }

  /// The same when bytes can be written.
  func whenWritable(_ descriptor: Descriptor, _ act: @escaping @Sendable () -> Void) {
    wait(for: descriptor, isWriting: true, act)
  }

  private func wait(
    for descriptor: Descriptor, isWriting: Bool, _ act: @escaping @Sendable () -> Void
  ) {
    let wish = Wish(descriptor: ObjectIdentifier(descriptor), isWriting: isWriting)
    wishes.withLock { $0.deedsByWish[wish] = (descriptor, act) }
    ring()
  }

  /// Does something in between, on the thread.
  func perform(_ deed: @escaping @Sendable () -> Void) {
    wishes.withLock { $0.deeds.append(deed) }
    ring()
  }

  /// A full pipe wakes as well.
  private func ring() {
    guard let bell else { return }
    var byte: UInt8 = 0
    _ = write(bell.button, &byte, 1)
  }

  private func turn() {
    let (open, deeds) = wishes.withLock { wishes in
      defer { wishes.deeds = [] }
      return (Array(wishes.deedsByWish), wishes.deeds)
    }
    for deed in deeds { deed() }
    guard deeds.isEmpty else { return }
    var places = [pollfd(fd: bell?.ear ?? -1, events: Int16(POLLIN), revents: 0)]
    // A negative number is passed over: that descriptor was given up, and who waits at it is to learn it.
    places += open.map { wish, value in
      pollfd(
        fd: value.0.use { $0 } ?? -1, events: Int16(wish.isWriting ? POLLOUT : POLLIN), revents: 0)
    }
    let hasGone = places.dropFirst().contains { $0.fd < 0 }
    _ = poll(&places, nfds_t(places.count), hasGone ? 0 : bell == nil ? 20 : -1)
    if places[0].revents != 0 { silence() }
    for (place, (wish, value)) in zip(places.dropFirst(), open)
    where place.revents != 0 || place.fd < 0 {
      let isWanted = wishes.withLock { $0.deedsByWish.removeValue(forKey: wish) != nil }
      if isWanted { value.1() }
    }
  }

  private func silence() {
    guard let bell else { return }
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(bell.ear, &bytes, bytes.count) == bytes.count {}
  }
}
