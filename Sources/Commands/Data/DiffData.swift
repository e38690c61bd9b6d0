import Bytes
import Lab
import Screens
import TLSEngine
import TLSKeys
import TLSWire

/// Comparisons for other programs.
enum DiffData {
  static func sessions(
    _ lab: Lab, _ left: ConnectionPlace, _ right: ConnectionPlace
  ) -> JSONValue {
    let comparison = AccountComparison(
      lab.account(of: left.session, on: left.wire), lab.account(of: right.session, on: right.wire))
    return .object([
      "left": account(comparison.left), "right": account(comparison.right),
      "shared_ephemeral": .array(comparison.sharedEphemeral.map { .string($0.rawValue) }),
      "different": .array(
        Purpose.allCases.filter { !comparison.isSame($0) }.map { .string($0.rawValue) }),
    ])
  }

  /// What one connection did, by the names of the purposes.
  private static func account(_ account: HandshakeAccount) -> JSONValue {
    var members = keys(account)
    members["session"] = text(account.session)
    members["on"] = text(account.wire.rawValue)
    members["outcome"] = text(account.ending.outcome.rawValue)
    members["alert"] = text(account.ending.alert?.label)
    members["version"] = text(account.version?.number)
    members["suite"] = text(account.suite?.label)
    members["server_proves"] = proof(account.proofs[.server])
    members["client_proves"] = proof(account.proofs[.client])
    members["readable"] = names(account.readable)
    members["encrypted"] = names(account.encrypted)
    members["certificate_readable"] = flag(account.certificateIsReadable)
    members["round_trips"] = number(account.roundTrips.map { Int64($0) })
    members["bytes"] = bySide { number(Int64(account.bytes[$0] ?? 0)) }
    members["resumed"] = text(account.beginning.resumed)
    members["retried"] = .bool(account.beginning.wasRetried)
    return .object(members)
  }

  private static func keys(_ account: HandshakeAccount) -> JSONObject {
    var openings: JSONObject = [:]
    for (key, opening) in account.thefts { openings[key.rawValue] = text(opening.rawValue) }
    var names: JSONObject = [:]
    for (key, name) in account.keysInForce { names[key.rawValue] = text(name.word) }
    return [
      "randomness": bySide { side in
        let found = account.randomness[side] ?? []
        return .array(
          HandshakeAccount.Ingredient.allCases.filter(found.contains).map { text($0.rawValue) })
      },
      "secret": secret(account.secret),
      "keys_exist_us": bySide { number(account.keysExist[$0]) },
      "may_send_us": bySide { number(account.mayWrite[$0]) },
      "client_unproved": .bool(account.clientIsUnproved),
      "early_data": flag(account.earlyData), "stolen_later": .object(openings),
      "keys_in_force": .object(names),
    ]
  }

  private static func bySide(_ value: (Side) -> JSONValue) -> JSONValue {
    .object(["client": value(.client), "server": value(.server)])
  }

  private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

  private static func flag(_ flag: Bool?) -> JSONValue { flag.map { .bool($0) } ?? .null }

  private static func number(_ number: Int64?) -> JSONValue {
    number.map { .number(Int(clamping: $0)) } ?? .null
  }

  private static func names(_ kinds: [MessageKind]) -> JSONValue {
    .array(kinds.map { .string($0.name) })
  }

  private static func proof(_ proof: HandshakeAccount.Proof?) -> JSONValue {
    guard let proof, let means = proof.means else { return .null }
    var members: JSONObject = [
      "message": text(proof.message?.name), "subject": text(proof.subject),
      "issuer": text(proof.issuer), "serial": text(proof.serial?.hex),
    ]
    switch means {
    case .signature(let scheme):
      members["by"] = text("signature")
      members["scheme"] = text(scheme.label)
    case .decryption: members["by"] = text("decryption")
    case .earlierSecret: members["by"] = text("earlier_secret")
    case .sharedKey: members["by"] = text("shared_key")
    }
    return .object(members)
  }

  private static func secret(_ secret: HandshakeAccount.SecretOrigin?) -> JSONValue {
    guard let secret else { return .null }
    return .object([
      "psk": text(secret.preSharedKey?.rawValue), "group": text(secret.group),
      "encrypted": .bool(secret.isEncrypted), "messages": names(secret.messages),
    ])
  }

  /// Two messages whole, and the names of the fields in which they differ.
  static func messages(_ lab: Lab, _ left: MessagePlace, _ right: MessagePlace) -> JSONValue {
    let places = [left, right].map { MessagePlace(lab.seen($0.session), $0.number) }
    return .object([
      "left": SessionData.message(places[0].session, left.number),
      "right": SessionData.message(places[1].session, right.number),
      "different": differentFields(places.map(handshake)) ?? .null,
    ])
  }

  /// The names of the fields that differ; nil where somebody looks who can't read them.
  private static func differentFields(
    _ messages: [(annotation: Annotation, bytes: [UInt8])?]
  ) -> JSONValue? {
    let readable = messages.compactMap { $0 }
    guard readable.count == 2 else { return nil }
    let comparison = MessageComparison(
      readable[0].annotation, of: readable[0].bytes, readable[1].annotation, of: readable[1].bytes)
    return .array(comparison.fields.filter { !$0.isSame }.map { .string($0.name) })
  }

  private static func handshake(
    _ place: MessagePlace
  ) -> (annotation: Annotation, bytes: [UInt8])? {
    let (_, step, message) = place.session.messages[place.number - 1]
    guard case .handshake(let handshake) = message.content,
      let annotation = SessionData.annotation(of: message, place.session, step.wire)
    else { return nil }
    return (annotation, handshake.bytes)
  }
}
