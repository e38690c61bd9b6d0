import Interceptor
public import Network
import TLSEngine
public import TLSKeys
import TLSWire

/// The programs outside of this lab that play an end of a session, or both: what is on its way to
/// them, and what became of them.
///
/// The lab moves no bytes itself: a `Courier` carries the parcels away and brings what comes back.
public struct Outside: Hashable, Sendable, Codable {
  /// The ends that are programs outside.
  public let sides: [Side]
  /// What left the lab and was not carried away yet, oldest first.
  public internal(set) var parcels: [Parcel] = []
  /// Why nothing comes from an end any more, once that is so.
  public internal(set) var endings: [Side: Ending] = [:]
  /// The programs to which the lab's end has said that nothing will follow.
  var hungUp: Set<Side> = []
  /// Bytes that came and bytes that were carried away.
  public internal(set) var exchanged = 0
  /// What was said in the open before the handshake, as STARTTLS demands.
  public let preface: [Segment]
  /// The real time as far as it is known here, in microseconds since 1970.
  var clock: Int64
  /// How long the programs outside may be silent, in seconds, where that is limited.
  public internal(set) var silence: Int?
  /// What this lab's client has to show to a server that asks for a certificate; nil: nothing.
  public internal(set) var own: OwnCertificate?
  /// Whether all of it was recorded elsewhere: nothing is carried to anybody.
  var isRecorded: Bool?

  init(_ sides: [Side], preface: [Segment] = [], at time: Int64) {
    self.sides = sides
    self.preface = preface
    clock = time
  }

  /// A certificate that this lab's client shows where the server takes it.
  public struct OwnCertificate: Hashable, Sendable, Codable {
    /// DER, the client's own first.
    public let chain: [[UInt8]]
    /// Whether it is the lab's, which nobody outside knows.
    public let isTheLabs: Bool
  }

  /// Something for a program outside.
  public enum Parcel: Hashable, Sendable, Codable {
    case bytes([UInt8], to: Side)
    /// Nothing will follow.
    case end(to: Side)
  }

  /// How a connection of TCP ended.
  public enum Ending: String, Hashable, Sendable, Codable {
    /// The program closed it.
    case closed
    /// It, or its system, threw it away.
    case reset
    /// It kept silent for too long, and this program closed it.
    case silent
    /// The session took more than this program keeps.
    case tooMuch = "too_much"
    /// This program was stopped, or forgot the session.
    case gone
  }

  /// The side that an actor plays, if it is a program outside.
  func side(of actor: Actor) -> Side? {
    switch actor {
    case .client: sides.contains(.client) ? .client : nil
    case .server: sides.contains(.server) ? .server : nil
    case .interceptor: nil
    }
  }
}

extension Session {
  /// Whether an actor is a program outside of the lab: its memory can't be looked at.
  public func isOutside(_ actor: Actor) -> Bool { outside?.side(of: actor) != nil }

  /// The end that the lab plays, where it does not play both: it is the one that can be told to send.
  public var ownSide: Side? {
    guard let sides = outside?.sides, sides.count == 1 else { return nil }
    return sides.first?.other
  }

  /// Whether more can come from outside: everything that did come is played, and a connection is open.
  public var awaitsOutside: Bool {
    guard let outside, isAtRest else { return false }
    return outside.sides.contains { isOpen(towards: $0) }
  }

  /// Whether something can come from a program outside, and this side still listens.
  public func isOpen(towards side: Side) -> Bool {
    outside?.endings[side] == nil && outside?.hungUp.contains(side) == false
  }

  /// The bytes of a record that a program outside began and did not end: how many came, header included, and
  /// how many the record has (nil: its header is not whole). Nil where it began none, or nothing was recorded.
  public func begunRecord(from side: Side) -> (came: Int, length: Int?)? {
    let bytes = recording(on: wire(reaching: side))?.bytes(side.sending) ?? []
    guard let first = bytes.first, (20...24).contains(first) else { return nil }
    var place = 0
    while bytes.count - place >= 5 {
      let length = 5 + (Int(bytes[place + 3]) << 8 | Int(bytes[place + 4]))
      guard bytes.count - place >= length else { return (bytes.count - place, length) }
      place += length
    }
    return place < bytes.count ? (bytes.count - place, nil) : nil
  }

  /// Whether its handshake is still under way.
  var isStarting: Bool { awaitsOutside && outcome == .running }

  /// Whether a step can be taken back. Each earlier value is a whole session, so that of a long one
  /// they would fill the memory; one with a program outside can become long without anyone here asking
  /// for it.
  var keepsWayBack: Bool { steps.count < (outside == nil ? 2_000 : 500) }

  /// Whether every end that the lab plays has an established connection, or is through with it.
  public var isInConversation: Bool {
    let ends = [
      client, server, interceptor?.connection(.client), interceptor?.connection(.server),
    ]
    return ends.compactMap { $0 }.allSatisfy {
      $0.isEstablished || $0.isOver || $0.stateName == .closing
    }
  }

  /// Takes what is to be carried to the programs outside.
  public mutating func takeParcels() -> [Outside.Parcel] {
    guard let parcels = outside?.parcels, !parcels.isEmpty else { return [] }
    outside?.parcels = []
    for case .bytes(let bytes, _) in parcels { outside?.exchanged += bytes.count }
    return parcels
  }

  /// Notes how long the programs outside may be silent, in seconds; nil: for ever.
  public mutating func limitSilence(to seconds: Double?) {
    outside?.silence = seconds.map { Int($0.rounded()) }
  }

  /// Lets the real time pass, in microseconds since 1970.
  public mutating func passTime(to time: Int64) {
    guard let clock = outside?.clock else { return }
    outside?.clock = max(clock, time)
  }

  /// Bytes have come from a program outside.
  public mutating func arrive(_ bytes: [UInt8], from side: Side, at time: Int64) {
    guard outside?.sides.contains(side) == true, outside?.endings[side] == nil else { return }
    passTime(to: time)
    outside?.exchanged += bytes.count
    enter(bytes, from: side)
  }

  /// Nothing will come from a program outside any more.
  public mutating func endOfStream(from side: Side, _ ending: Outside.Ending, at time: Int64) {
    guard outside?.sides.contains(side) == true, outside?.endings[side] == nil else { return }
    passTime(to: time)
    outside?.endings[side] = ending
    leave(side)
  }

  /// Closes all connections to programs outside.
  mutating func hangUp(at time: Int64) {
    for side in outside?.sides ?? [] {
      outside?.parcels.append(.end(to: side))
      endOfStream(from: side, .gone, at: time)
    }
  }
}

extension Session {
  /// When the client got its last ticket, in microseconds since 1970.
  var timeOfLastTicket: Int64? {
    for step in steps.reversed() where step.actor == .client {
      if step.effect.isReceived(.handshake(.newSessionTicket)) { return step.time }
    }
    return nil
  }
}

extension Effect {
  fileprivate func isReceived(_ kind: MessageKind) -> Bool {
    if case .received(let message) = self { message.kind == kind } else { false }
  }
}
