public import Knowledge
import TLSWire

/// Where a pre-shared key comes from (RFC 8446 §2.2): the binder's label tells them apart.
public enum PreSharedKeyKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// From an earlier session, by a ticket.
  case resumption
  /// Agreed on outside of TLS.
  case external

  /// The label of the binder key (RFC 8446 §7.1).
  var label: String { self == .resumption ? "res binder" : "ext binder" }
}

// What follows from a pre-shared key before the server has answered.
extension KeySchedule13 {
  /// The rules that hold as soon as the ClientHello is made.
  public var earlyRules: [Rule] {
    guard let kind = preSharedKey.kind else { return [] }
    let extracted = Rule(
      .earlySecret, .extract(hash: hash, salt: nil, secret: .preSharedKey), Self.source)
    return ticketRules(kind) + [extracted] + binderRules(kind) + [
      Rule(.clientHelloHash, .hash(hash, of: .clientHelloMessages), RFCSection(9846, "4.1")),
      secret(.earlyTrafficSecret, from: .earlySecret, "c e traffic", .clientHelloHash),
    ] + recordRules(.earlyTrafficSecret, .client, .early) + [
      Rule(
        .earlyData,
        .decryption(of: .earlyRecords, keys: recordKeys(of: .client, in: .early)),
        RFCSection(9846, "5.2"))
    ]
  }

  /// A ticket holds the key for whoever has the key of the tickets (RFC 8446 §4.6.1).
  private func ticketRules(_ kind: PreSharedKeyKind) -> [Rule] {
    guard kind == .resumption else { return [] }
    return [
      Rule(
        .ticketState, .ticketDecryption(of: .ticket, key: .ticketKey), RFCSection(5077, "4")),
      Rule(
        .preSharedKey,
        .slice(of: .ticketState, offset: SessionState.secretOffset, count: suite.hash.length),
        RFCSection(9846, "4.7.1")),
    ]
  }

  /// The proof that the client has the key (RFC 8446 §4.2.11.2).
  private func binderRules(_ kind: PreSharedKeyKind) -> [Rule] {
    let source = RFCSection(9846, "4.3.11.2")
    return [
      Rule(.noMessagesHash, .hash(hash, of: .noMessages), Self.source),
      secret(.binderKey, from: .earlySecret, kind.label, .noMessagesHash),
      Rule(
        .binderFinishedKey,
        .expandLabel(
          hash: hash, secret: .binderKey, label: "finished", context: nil,
          count: suite.hash.length), source),
      Rule(.binderHash, .hash(hash, of: .binderMessages), source),
      Rule(.binder, .hmac(hash: hash, key: .binderFinishedKey, of: .binderHash), source),
    ]
  }

  /// The key that a ticket stands for (RFC 8446 §4.6.1).
  public var ticketSecretRule: Rule {
    Rule(
      .ticketSecret,
      .expandLabel(
        hash: hash, secret: .resumptionMasterSecret, label: "resumption", context: .ticketNonce,
        count: suite.hash.length),
      RFCSection(9846, "4.7.1"))
  }

  /// The Finished of a client that proves itself after the handshake (RFC 8446 §4.4.4).
  ///
  /// - Parameter number: how often the client had changed its keys by then.
  public func postHandshakeFinishedRules(after number: Int) -> [Rule] {
    let source = RFCSection(9846, "4.5.3")
    return [
      Rule(
        .postHandshakeFinishedKey,
        .expandLabel(
          hash: hash, secret: .applicationTrafficSecret(.client, number), label: "finished",
          context: nil, count: suite.hash.length), source),
      Rule(.finishedHash(.client), .hash(hash, of: .finishedMessages(.client)), source),
      Rule(
        .verifyData(.client),
        .hmac(hash: hash, key: .postHandshakeFinishedKey, of: .finishedHash(.client)), source),
    ]
  }

  /// What can be read of the handshake once its keys are known: the way to everything after it.
  var readingRules: [Rule] {
    [
      Rule(
        .serverFinishedMessages,
        .decryption(
          of: .protectedRecords(.server), keys: recordKeys(of: .server, in: .handshake)),
        RFCSection(9846, "5.2")),
      Rule(
        .clientFinishedMessages,
        .decryption(
          of: .protectedRecords(.client), keys: recordKeys(of: .client, in: .handshake)),
        RFCSection(9846, "5.2")),
    ]
  }
}
