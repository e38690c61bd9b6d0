import Bytes
import Eavesdropper
import Knowledge
import Lab
import TLSKeys
import TLSWire

/// The vault for other programs.
enum VaultData {
  /// Every recording of every session.
  static func entries(_ lab: Lab) -> JSONValue {
    lab.sessions.readAhead()
    return .array(
      lab.sessions.flatMap { session in lab.vault(of: session).map { data($0, session, lab) } })
  }

  /// The recordings of one session.
  static func entries(_ lab: Lab, of session: Session) -> JSONValue {
    .array(lab.vault(of: session).map { data($0, session, lab) })
  }

  /// Recordings against loot.
  static func matrix(_ lab: Lab) -> JSONValue {
    let matrix = lab.matrix
    return .array(
      matrix.rows.map { row in
        let cells = zip(matrix.columns, row.states).map { column, state in
          (column?.rawValue ?? "everything", state.map { JSONValue.string($0.rawValue) } ?? .null)
        }
        let files = zip(matrix.files, row.ofFiles).map { ($0, JSONValue.string($1.rawValue)) }
        return .object([
          "session": .string(row.session), "on": .string(row.wire.rawValue),
          "files": .object(JSONObject(Dictionary(files, uniquingKeysWith: { first, _ in first }))),
          "opens": .object(JSONObject(Dictionary(cells, uniquingKeysWith: { first, _ in first }))),
        ])
      })
  }

  private static func data(_ entry: VaultEntry, _ session: Session, _ lab: Lab) -> JSONValue {
    var members: JSONObject = [
      "session": .string(entry.session), "on": .string(entry.wire.rawValue),
      "vault": .string(entry.state.rawValue),
      "reason": .string(lab.reason(for: entry, of: session).word),
    ]
    switch entry.attempt {
    case .opened(let opened):
      members["plaintexts"] = .array(opened.plaintexts.map(data))
      let keyless = opened.keyless?.count ?? 0
      members["damaged"] = .number(opened.damaged - keyless)
      members["keyless"] = .number(keyless)
      members["using"] = .array(opened.using.map { .string($0.name.rawValue) })
      members["derived"] = .array(opened.by.map { .string($0.name.rawValue) })
    case .sealed:
      members["missing"] = .array(
        lab.missingSecrets(of: session, on: entry.wire).map { .array($0.map(data)) })
    case .nothingProtected, nil: break
    }
    return .object(members)
  }

  private static func data(_ plaintext: Plaintext) -> JSONValue {
    .object([
      "sender": .string(plaintext.sender.rawValue), "type": .string(plaintext.type.label),
      "bytes": .string(plaintext.bytes.hex),
      "text": String(validating: plaintext.bytes, as: UTF8.self).map { .string($0) } ?? .null,
    ])
  }

  private static func data(_ missing: MissingSecret) -> JSONValue {
    .object([
      "name": .string(missing.name.rawValue), "holder": .string(missing.holder.rawValue),
      "made_at_step": missing.made.map { .number($0) } ?? .null,
      "erased_at_step": missing.erased.map { .number($0) } ?? .null,
    ])
  }
}

/// Who knows what, for other programs.
enum KnowledgeData {
  static func rows(_ lab: Lab, _ session: Session) -> JSONValue {
    let facts = session.facts(on: session.clientWire)
    return .array(
      lab.knowledge(of: session).map { row in
        .object([
          "item": .string(row.item.rawValue),
          "value": .string(row.item.valueName(in: facts).rawValue),
          "client": .string(row.client.word), "server": .string(row.server.word),
          "attacker": .string(row.attacker.word),
        ])
      })
  }
}

extension KnowledgeRow.Standing {
  fileprivate var word: String {
    switch self {
    case .none: "-"
    case .knows: "knows"
    case .made: "made"
    case .derived: "derived"
    case .owns: "owns"
    case .erased(let step): "erased at step \(step)"
    case .stolen: "stolen"
    case .computes: "computes"
    case .outside: "outside"
    }
  }
}
