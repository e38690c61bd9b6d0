public import TLSEngine
import TLSKeys
import TLSWire

/// What a client sent behind its first ClientHello, before any answer (RFC 8446 §2.3).
public struct EarlyData: Hashable, Sendable {
  /// Places among the session's messages, counted from 0.
  public var places: Set<Int>
  /// Bytes of application data in them; nil where they can't be read.
  public var bytes: Int?
  public var fate: Fate

  /// What became of it.
  public enum Fate: Hashable, Sendable {
    /// The server has not said yet.
    case unanswered
    /// The server's answer is encrypted for those who look (RFC 8446 §4.2.10, EncryptedExtensions).
    case hidden
    case taken
    /// It was sent in vain.
    case refused
  }
}

extension Session {
  /// The client's early data; nil where it sent none.
  public var earlyData: EarlyData? { remembered(EarlyDataMemory.found) { findEarlyData() } }

  private enum EarlyDataMemory: Hashable, Sendable { case found }

  /// Why the server did not take it, as far as the lab's own server knows.
  public var earlyDataRefusal: EarlyDataRefusal? { server?.earlyDataRefusal }

  /// Application data from a client that has not finished is early: nothing else comes so. An attacker in
  /// between takes none. Without a ClientHello there is no session to which it would be.
  private func findEarlyData() -> EarlyData? {
    guard messages.contains(where: { $0.message.kind == .handshake(.clientHello) }) else {
      return nil
    }
    var places: Set<Int> = []
    let sealed = placesOfSealedEarlyData.union(placesOfLateEarlyData)
    let passed = messages.map { ($0.message.sender, $0.message.kind, $0.message.isSealed) }
    for (place, sent) in passed.enumerated() where sent.0 == .client {
      if sent.1 == .handshake(.finished) { break }
      // What stays closed behind the server's answer may be the end of the early data, or the Finished.
      if isImported, sent.2, !sealed.contains(place) { break }
      // Of what can't be read the place alone can say that it is data.
      if sent.1 == .applicationData, !sent.2 || sealed.contains(place) { places.insert(place) }
    }
    guard !places.isEmpty else { return nil }
    let data = applicationData(from: .client, on: clientWire).prefix(places.count)
    return EarlyData(
      places: places, bytes: sealed.isEmpty ? data.reduce(0) { $0 + $1.count } : nil,
      fate: fateOfEarlyData)
  }

  /// The records that anyone can take for early data, who can't open them: protected ones that the client
  /// sends before the server has said anything, behind a ClientHello with the extension early_data
  /// (RFC 8446 §4.2.10).
  private var placesOfSealedEarlyData: Set<Int> {
    var places: Set<Int> = []
    var isOffered = false
    let wire = clientWire
    for (place, item) in messages.enumerated() where item.step.wire == wire {
      guard item.message.sender == .client else { break }
      if offersEarlyData(item.message) { isOffered = true }
      if isOffered, item.message.isSealed, !item.message.isOutOfSight { places.insert(place) }
    }
    return places
  }

  /// The same behind the server's answer, which may come while early data is on its way: what stays closed in front of
  /// a Finished that was read. Where the server takes it, the last of it is EndOfEarlyData (RFC 8446 §4.5).
  private var placesOfLateEarlyData: Set<Int> {
    guard isImported, let fate = fateOfOfferedEarlyData, fate == .taken || fate == .refused else {
      return []
    }
    var places: [Int] = []
    let passed = messages.map { ($0.message.sender, $0.message.kind, $0.message.isSealed) }
    for (place, sent) in passed.enumerated() where sent.0 == .client {
      if sent.1 == .handshake(.finished) {
        return Set(fate == .taken ? places.dropLast() : places[...])
      }
      if sent.2 { places.append(place) }
    }
    return []
  }

  /// What became of the early data that the client announced, whether any of it can be told apart or not; nil where it
  /// announced none.
  var fateOfOfferedEarlyData: EarlyData.Fate? {
    messages.contains { offersEarlyData($0.message) } ? fateOfEarlyData : nil
  }

  private func offersEarlyData(_ message: Message) -> Bool {
    guard case .handshake(let handshake) = message.content else { return false }
    return (try? handshake.read(ClientHello.self))?.has(.earlyData) == true
  }

  private var fateOfEarlyData: EarlyData.Fate {
    for step in steps {
      if case .decided(.earlyData(let taken)) = step.effect { return taken ? .taken : .refused }
    }
    // "If the server sends a HelloRetryRequest, the client's early data is ignored" (RFC 8446
    // §4.2.10); older versions have none.
    let facts = facts(on: clientWire)
    if facts.wasRetried || facts.version.map({ $0 < .tls13 }) == true { return .refused }
    if let said = fateInMessages { return said }
    // Who looks into the memory of neither end has the server's first flight, and can't read it.
    let isListener = client == nil && server == nil && (outside == nil || isImported)
    return isListener && facts.version != nil ? .hidden : .unanswered
  }

  /// What became of it by the messages of a recording, where those can be read: the server takes it by the
  /// extension in its EncryptedExtensions (RFC 8446 §4.2.10), and a client sends EndOfEarlyData after such an
  /// answer alone (§4.5).
  private var fateInMessages: EarlyData.Fate? {
    guard isImported else { return nil }
    for (_, _, message) in messages {
      guard case .handshake(let handshake) = message.content else { continue }
      if handshake.type == .endOfEarlyData { return .taken }
      if let answer = try? handshake.read(EncryptedExtensions.self) {
        return answer.has(.earlyData) ? .taken : .refused
      }
    }
    return nil
  }
}
