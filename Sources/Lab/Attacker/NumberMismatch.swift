import Interceptor
import TLSEngine
import TLSKeys
import TLSWire

/// A record came to a receiver that expected another one. Both sides count records from 0 under each key,
/// and the number goes into each one's protection (RFC 8446 §5.3, RFC 5246 §6.2.3).
public struct NumberMismatch: Hashable, Sendable {
  public var sender: Actor
  public var receiver: Actor
  /// The number with which the record was made.
  public var made: Int
  /// The number with which the receiver tried to open it.
  public var expected: Int
  /// Whether the receiver had changed to the next keys, and counts anew.
  public var hasNewKeys = false
}

extension Session {
  /// Why a record that nobody changed did not open: its number was not the one that was due.
  public var numberMismatch: NumberMismatch? {
    guard let failed = placeOfBadRecord else { return nil }
    for interference in interferences.reversed() where interference.step < failed {
      let sent = steps[interference.step]
      guard sent.wire == steps[failed].wire, sent.actor != steps[failed].actor,
        let message = sent.sentMessage, message.isProtected
      else { continue }
      return mismatch(interference, message, failed)
    }
    return nil
  }

  private var placeOfBadRecord: Int? {
    for (place, step) in steps.enumerated() {
      if case .failed(let failure, _) = step.effect {
        return failure == .misbehaving(.badRecordMAC) ? place : nil
      }
    }
    return nil
  }

  private func mismatch(
    _ interference: Interference, _ message: Message, _ failed: Int
  ) -> NumberMismatch? {
    let place = interference.step
    let number = recordsBefore(place)
    let count = message.recordCount
    var found = NumberMismatch(
      sender: steps[place].actor, receiver: steps[failed].actor, made: number, expected: number)
    switch interference.result {
    case .replayed:
      found.expected += count
      // The first copy may have been the last record under its keys.
      guard let read = placeOfReading(message, by: found.receiver, in: place..<failed) else {
        return nil
      }
      found.hasNewKeys = hasInstalled(found.receiver, in: read..<failed, forWriting: false)
      if found.hasNewKeys { found.expected = 0 }
    case .dropped, .held:
      // What came in its place was made next, and under the same keys.
      guard let next = nextRecord(after: place, before: failed),
        !hasInstalled(found.sender, in: place..<next, forWriting: true)
      else { return nil }
      found.made += count
    case .changed, .cut, .impossible: return nil
    }
    return found
  }

  private func placeOfReading(
    _ message: Message, by actor: Actor, in range: Range<Int>
  ) -> Int? {
    for place in range where steps[place].actor == actor {
      if case .received(let read) = steps[place].effect, read.content == message.content {
        return place
      }
    }
    return nil
  }

  private func nextRecord(after place: Int, before failed: Int) -> Int? {
    for next in place + 1..<failed where steps[next].actor == steps[place].actor {
      if let message = steps[next].sentMessage, message.isProtected, !message.records.isEmpty {
        return next
      }
    }
    return nil
  }

  /// How many records the sender of a message has protected with the same keys before it.
  private func recordsBefore(_ place: Int) -> Int {
    let (actor, wire) = (steps[place].actor, steps[place].wire)
    var count = 0
    for step in steps[..<place] where step.actor == actor && step.wire == wire {
      switch step.effect {
      case .install(let keys) where keys.forWriting: count = 0
      case .send(let message) where message.isProtected: count += message.recordCount
      default: continue
      }
    }
    return count
  }

  private func hasInstalled(_ actor: Actor, in range: Range<Int>, forWriting: Bool) -> Bool {
    for step in steps[range] where step.actor == actor {
      if case .install(let keys) = step.effect, keys.forWriting == forWriting { return true }
    }
    return false
  }
}

extension Message {
  /// In how many records it came; 0 where it shares that of the message before.
  fileprivate var recordCount: Int {
    var count = 0
    var left = records[...]
    while left.count >= Record.headerLength {
      let length = left.dropFirst(3).prefix(2).reduce(0) { $0 << 8 | Int($1) }
      left = left.dropFirst(Record.headerLength + length)
      count += 1
    }
    return count
  }
}
