import CryptoPrimitives
import Lab
import Platform
import Probing
import TLSWire
import X509

/// Puts the questions of an interview to a real server, each on a connection of its own.
final class Probe {
  let terms: ProbeTerms
  private let isInterrupted: @Sendable () -> Bool
  private let isAsking: (Int) -> Void
  private var pace: Pace
  private var connections = 0

  /// - Parameter isAsking: told the number of each connection before it is made.
  init(
    _ terms: ProbeTerms, isInterrupted: @escaping @Sendable () -> Bool,
    isAsking: @escaping (Int) -> Void = { _ in }
  ) {
    self.terms = terms
    self.isInterrupted = isInterrupted
    self.isAsking = isAsking
    pace = Pace(rate: terms.rate)
  }

  /// Asks everything.
  func run() -> ProbeReport {
    var interview = Interview(ask: ask, shake: shake)
    return interview.run()
  }

  private func ask(_ offer: ProbeOffer) -> ProbeAnswer {
    do throws(SocketError) {
      let stream = try call()
      // A server that has said enough need not be told more.
      defer { stream.finish() }
      if let protocolBefore = terms.protocolBefore {
        _ = try protocolBefore.ask(terms.host, on: stream, terms.patience, isInterrupted)
      }
      guard
        let record = try? offer.record(
          serverName: serverName, random: RandomStream.system.bytes(96))
      else { return .unreadable("") }
      // One that is gone by now may have said why.
      _ = stream.send(record)
      return hear(stream)
    } catch {
      return error == .interrupted ? .stopped : .unreached(error.words)
    }
  }

  private func shake(_ found: VersionFindings) -> HandshakeFindings? {
    do throws(SocketError) {
      let stream = try call()
      return try ProbeHandshake(terms, isInterrupted, calling: call)
        .make(on: stream, as: found)
    } catch {
      guard error != .interrupted else { return nil }
      var findings = HandshakeFindings()
      findings.failure = error.words
      return findings
    }
  }

  private func call() throws(SocketError) -> TCPStream {
    guard pace.wait(isInterrupted) else { throw .interrupted }
    connections += 1
    isAsking(connections)
    return try TCPStream.connect(
      to: terms.endpoint, into: Mailbox(), isInterrupted: isInterrupted)
  }

  /// The host, if it can stand in server_name (RFC 6066 §3).
  private var serverName: String? {
    if case .dns = AlternativeName(terms.host) {
      HostNameMatch.ascii(terms.host)
    } else {
      nil
    }
  }

  private func hear(_ stream: TCPStream) -> ProbeAnswer {
    var reader = AnswerReader()
    let deadline = Date().addingTimeInterval(terms.patience)
    while reader.answer == nil {
      if isInterrupted() { return .stopped }
      guard Date() < deadline else { return reader.finish(.silent) }
      stream.read()
      switch stream.mailbox.take(within: 0.1) {
      case .bytes(let bytes, _): reader.append(bytes)
      case .ended(let ending, _): return reader.finish(ending == .reset ? .reset : .closed)
      case nil: continue
      }
    }
    return reader.finish(.silent)
  }
}
