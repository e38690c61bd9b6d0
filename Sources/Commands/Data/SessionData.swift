import Bytes
import Knowledge
import Lab
import Screens
import TLSEngine
import TLSKeys
import TLSWire

/// Sessions for other programs.
enum SessionData {
  /// The messages in order, without their fields. All of these are about a session as somebody sees it.
  ///
  /// - Parameter handling: what the attacker did with them, as far as that is seen.
  static func messages(_ session: Session, _ handling: [Int: Handling]) -> JSONValue {
    .array(
      session.messages.indices.filter { !session.messages[$0].message.isOutOfSight }.map { place in
        var members = head(session, place + 1)
        if let done = handling[place] {
          members["attacker"] = .object([
            "deed": done.deed.map { .string($0.word) } ?? .null,
            "access": done.access.map { .string($0.rawValue) } ?? .null,
          ])
        }
        return .object(members)
      })
  }

  /// One message with its fields.
  static func message(_ session: Session, _ number: Int) -> JSONValue {
    var members = head(session, number)
    let (_, step, message) = session.messages[number - 1]
    members["wire"] = .string(message.records.hex)
    if !message.isSealed {
      members["fields"] = annotation(of: message, session, step.wire).map(AnnotationData.tree)
      if case .applicationData(let data) = message.content {
        members["data"] = .string(data.hex)
        members["text"] = String(validating: data, as: UTF8.self).map { .string($0) }
      }
    }
    return .object(members)
  }

  private static func head(_ session: Session, _ number: Int) -> JSONObject {
    let (index, step, message) = session.messages[number - 1]
    return [
      "number": .number(number), "name": .string(message.name),
      "step": .number(index + 1), "actor": .string(step.actor.rawValue),
      "sender": .string(message.sender.rawValue), "on": .string(step.wire.rawValue),
      "time_us": .number(Int(clamping: step.time)), "bytes": .number(message.records.count),
      "protected": .bool(message.isProtected),
    ]
  }

  /// The fields of a message that has any.
  static func annotation(
    of message: Message, _ session: Session, _ wire: Wire
  ) -> Annotation? {
    let facts = session.facts(on: wire)
    guard case .handshake(let handshake) = message.content else { return nil }
    return annotateHandshake(
      handshake.bytes,
      context: HandshakeContext(
        keyExchange: facts.parameters?.keyExchange, version: facts.version)
    ).withContents(of: handshake.bytes)
  }

  /// The bytes of one message on the wire.
  static func bytes(_ session: Session, _ number: Int) -> JSONValue {
    .string(session.messages[number - 1].message.records.hex)
  }

  /// One field of a message, or of the last message that has it.
  static func field(
    _ session: Session, _ number: Int?, _ path: FieldPath
  ) -> JSONValue? {
    let numbers = number.map { [$0] } ?? session.messages.indices.reversed().map { $0 + 1 }
    for number in numbers {
      let (_, step, message) = session.messages[number - 1]
      guard let root = annotation(of: message, session, step.wire)
      else { continue }
      let whole = root.paths().first { $0.description.hasSuffix(".\(path)") }
      guard let found = root.find(path) ?? whole.flatMap({ root.find($0) }) else { continue }
      guard case .object(var members) = AnnotationData.tree(found) else { continue }
      members["message"] = .number(number)
      return .object(members)
    }
    return nil
  }

  /// A field in a few words, for completion; empty where there is nothing to say.
  static func summary(_ session: Session, of path: String) -> String {
    let path = FieldPath(parsing: path)
    for entry in session.messages.reversed() where entry.message.kind.name == path.components.first
    {
      guard let root = annotation(of: entry.message, session, entry.step.wire),
        let found = root.find(path)
      else { continue }
      let bytes = found.range.count == 1 ? "1 byte" : "\(found.range.count) bytes"
      let count = found.children.count
      guard count > 0 else { return bytes }
      return count == 1 ? "\(bytes), 1 field inside" : "\(bytes), \(count) fields inside"
    }
    return ""
  }

  /// What every step was; of what happens in the memory of others, whose step.
  static func steps(_ session: Session, sees: (Actor) -> Bool) -> JSONValue {
    .array(
      session.steps.enumerated().map { index, step in
        let isVisible = step.sentMessage.map { !$0.isOutOfSight } ?? sees(step.actor)
        return .object([
          "step": .number(index + 1), "actor": .string(step.actor.rawValue),
          "on": .string(step.wire.rawValue), "time_us": .number(Int(clamping: step.time)),
          "effect": .string(isVisible ? step.effect.word : "hidden"),
          "of": (isVisible ? step.effect.object : nil).map { .string($0) } ?? .null,
        ])
      })
  }

  /// The states of both ends, and what each accepts.
  static let transitions: JSONValue = .array(
    TransitionTable.rows.map { row in
      .object([
        "side": .string(row.side.rawValue), "state": .string(row.from.rawValue),
        "message": .string(row.message.name), "to": .array(row.to.map { .string($0.rawValue) }),
      ])
    })

  /// The cipher suites, and what each is made of.
  static func ciphers(_ lab: Lab) -> JSONValue {
    let offered = lab.settings.suites(of: .client)
    let accepted = lab.settings.suites(of: .server)
    return .array(
      (CipherSuite.spoken13 + CipherSuite.preferred.filter { $0.parameters != nil }).map { suite in
        // A suite of TLS 1.3 says nothing of the key exchange, and has no MAC beside the cipher.
        let (old, new) = (suite.parameters, suite.parameters13)
        return .object([
          "name": .string(suite.label), "code": .number(Int(suite.rawValue)),
          "kx": (old?.keyExchange.word).map(JSONValue.string) ?? .null,
          "cipher": (old?.cipher.rawValue ?? new?.cipher.rawValue).map(JSONValue.string) ?? .null,
          "mac": (old?.mac?.rawValue).map(JSONValue.string) ?? .null,
          "prf": (old?.prfHash.rawValue ?? new?.hash.rawValue).map(JSONValue.string) ?? .null,
          "offered": .bool(offered.contains(suite)), "accepted": .bool(accepted.contains(suite)),
        ])
      })
  }
}
