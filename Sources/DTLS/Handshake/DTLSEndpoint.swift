import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// One end of a handshake of DTLS 1.2 that makes keys for SRTP (RFC 6347, RFC 5764): a value that takes
/// datagrams and gives datagrams. It has no socket and no clock; times are microseconds of the caller's.
public struct DTLSEndpoint: Hashable, Sendable, Codable {
  public private(set) var state = State.handshaking
  /// What was dropped without a word, the last of it.
  public private(set) var discarded: [DTLSDiscard] = []
  /// How much was dropped in all.
  public private(set) var discardedCount = 0
  /// How often a flight was sent again, for whichever reason.
  public private(set) var retransmissions = 0

  @Boxed var exchange: DTLSExchange
  @Boxed var channel: RecordChannel
  var reassembly = Reassembly()
  private var timer = RetransmissionTimer()
  /// The flight that is sent again if it seems lost.
  private var sent = Flight()
  private var peerChangedKeys = false
  /// By which a server knows its own cookies.
  @Hexadecimal var cookieSecret: [UInt8]

  /// How far an end is.
  public enum State: Hashable, Sendable, Codable {
    case handshaking
    /// Both have the same keys.
    case established
    case failed(DTLSFailure)
    /// One of them said that it is over.
    case closed
  }

  private static let mostDiscarded = 64

  public init(configuration: DTLSConfiguration) {
    _exchange = Boxed(wrappedValue: DTLSExchange(configuration))
    _channel = Boxed(wrappedValue: RecordChannel(datagramLimit: configuration.datagramLimit))
    cookieSecret = configuration.random.substream("cookie").bytes(32)
  }

  public var configuration: DTLSConfiguration { exchange.configuration }

  /// When `timeOut(at:)` wants to be called, in microseconds; nil: nothing is waited for.
  public var deadline: Int64? { timer.deadline }

  /// Begins: a client says its hello, a server waits for one.
  ///
  /// - Returns: the datagrams to send, as every function here that returns datagrams.
  public mutating func start(at time: Int64) -> [[UInt8]] {
    guard exchange.awaiting == .start else { return [] }
    do throws(DTLSFailure) {
      try exchange.sendClientHello()
      return try sendFlight(at: time)
    } catch {
      return fail(error)
    }
  }

  /// Sends the last flight again, if its time is over (RFC 6347 §4.2.4).
  public mutating func timeOut(at time: Int64) -> [[UInt8]] {
    guard let deadline, time >= deadline else { return [] }
    guard timer.timeouts < configuration.patience else {
      return fail(.timedOut(retransmissions: timer.timeouts))
    }
    timer.expire()
    return sendAgain(at: time)
  }

  /// Ends an established association (RFC 5246 §7.2.1).
  public mutating func close() -> [[UInt8]] {
    guard state == .established else { return [] }
    state = .closed
    timer.stop()
    return alert(.warning, .closeNotify)
  }
}

// MARK: Receiving

extension DTLSEndpoint {
  /// Takes one datagram, whatever it holds.
  public mutating func receive(_ datagram: [UInt8], at time: Int64) -> [[UInt8]] {
    let kind = PacketKind(datagram)
    guard kind == .dtls else {
      drop(.notDTLS(kind))
      return []
    }
    let (records, error) = DTLSRecord.records(of: datagram)
    var answers: [[UInt8]] = []
    for record in records { answers += receive(record, at: time) }
    if let error { drop(.malformedRecord(error)) }
    return answers
  }

  private mutating func receive(_ record: DTLSRecord, at time: Int64) -> [[UInt8]] {
    do throws(DTLSDiscard) {
      switch state {
      case .handshaking, .established: break
      case .failed, .closed: throw .ended
      }
      guard record.version == .dtls12 || record.version == .dtls10 else {
        throw .version(record.version)
      }
      if exchange.awaiting == .clientHello { return try listen(to: record, at: time) }
      let content = try channel.open(record)
      switch record.type {
      case .handshake: return try receiveParts(content, record.epoch, at: time)
      case .changeCipherSpec: return try receiveChangeCipherSpec(content, at: time)
      case .alert: return try receiveAlert(content, epoch: record.epoch)
      case .applicationData: throw .applicationData
      default: throw .contentType(record.type)
      }
    } catch {
      drop(error)
      return []
    }
  }

  func parts(of content: [UInt8]) throws(DTLSDiscard) -> [HandshakeFragment] {
    do throws(WireError) {
      return try ByteReader.read(HandshakeFragments.self, from: content).parts
    } catch {
      throw .malformedFragment(error)
    }
  }

  private mutating func receiveParts(
    _ content: [UInt8], _ epoch: UInt16, at time: Int64
  ) throws(DTLSDiscard) -> [[UInt8]] {
    var answers: [[UInt8]] = []
    for part in try parts(of: content) {
      switch reassembly.add(part, epoch: epoch) {
      case .old:
        drop(.repeated(part.type))
        if part.isLast, part.type == exchange.awaiting.repetition {
          answers += sendAgain(at: time)
        }
      case .refused:
        drop(.fragment(part.type))
      case .taken where state == .handshaking:
        answers += deliver(at: time)
      case .taken:
        drop(.afterHandshake(part.type))
        reassembly.forget()
      }
    }
    return answers
  }

  private mutating func receiveChangeCipherSpec(
    _ content: [UInt8], at time: Int64
  ) throws(DTLSDiscard) -> [[UInt8]] {
    do throws(WireError) {
      _ = try ByteReader.read(ChangeCipherSpec.self, from: content)
    } catch {
      throw .malformedFragment(error)
    }
    peerChangedKeys = true
    return deliver(at: time)
  }

  private mutating func receiveAlert(
    _ content: [UInt8], epoch: UInt16
  ) throws(DTLSDiscard) -> [[UInt8]] {
    let alert: Alert
    do throws(WireError) {
      alert = try ByteReader.read(Alert.self, from: content)
    } catch {
      throw .malformedFragment(error)
    }
    // What is not protected is not believed any more, once something else could be.
    guard epoch > 0 || state == .handshaking else { throw .epoch(epoch) }
    if alert.description == .closeNotify, state == .established { return close() }
    guard alert.level == .fatal || alert.description == .closeNotify else {
      throw .warning(alert.description)
    }
    return fail(.peerAlert(alert))
  }

  /// Hands out the messages that are whole, in their order.
  private mutating func deliver(at time: Int64) -> [[UInt8]] {
    var answers: [[UInt8]] = []
    while state == .handshaking, let (message, epoch) = reassembly.whole {
      // The Finished alone comes under the new keys, and after word that they are in use.
      guard (epoch == 1) == (message.type == .finished) else {
        drop(.protection(message.type))
        reassembly.forget()
        break
      }
      guard message.type != .finished || peerChangedKeys else { break }
      reassembly.advance()
      do throws(DTLSFailure) {
        try exchange.receive(message)
        let early = installKeys()
        answers += try sendFlight(at: time)
        if exchange.awaiting.isDone { finish() }
        for record in early { answers += receive(record, at: time) }
      } catch {
        answers += fail(error)
      }
    }
    return answers
  }

  private mutating func installKeys() -> [DTLSRecord] {
    guard !channel.hasWriteKeys,
      let write = exchange.recordKeys(of: configuration.role),
      let read = exchange.recordKeys(of: configuration.role.other)
    else { return [] }
    return channel.install(read: read, write: write)
  }

  private mutating func finish() {
    state = .established
    timer.stop()
  }
}

// MARK: Sending

extension DTLSEndpoint {
  /// Sends what the exchange has made, if anything, and waits for the answer.
  mutating func sendFlight(at time: Int64) throws(DTLSFailure) -> [[UInt8]] {
    guard !exchange.outgoing.items.isEmpty else { return [] }
    sent = exchange.outgoing
    exchange.outgoing = Flight()
    timer.begin(at: time)
    return try channel.datagrams(of: sent)
  }

  private mutating func sendAgain(at time: Int64) -> [[UInt8]] {
    retransmissions &+= 1
    if deadline != nil { timer.restart(at: time) }
    do throws(DTLSFailure) {
      return try channel.datagrams(of: sent)
    } catch {
      return fail(error)
    }
  }

  mutating func fail(_ failure: DTLSFailure) -> [[UInt8]] {
    state = .failed(failure)
    timer.stop()
    return failure.alert.map { alert(.fatal, $0) } ?? []
  }

  private mutating func alert(
    _ level: AlertLevel, _ description: AlertDescription
  ) -> [[UInt8]] {
    let content = [level.rawValue, description.rawValue]
    let datagram = try? channel.record(.alert, content, epoch: exchange.epoch)
    return datagram.map { [$0] } ?? []
  }

  private mutating func drop(_ reason: DTLSDiscard) {
    discardedCount &+= 1
    if discarded.count >= Self.mostDiscarded { discarded.removeFirst() }
    discarded.append(reason)
  }
}
