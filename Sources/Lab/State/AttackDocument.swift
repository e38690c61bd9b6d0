import Bytes
public import Interceptor
import TLSWire

extension Lab {
  /// What the attacker did actively, and who noticed: an entry for each deed.
  var attackDocuments: [JSONValue] {
    sessions.flatMap { session -> [JSONValue] in
      let notice = session.notice
      let deeds =
        (session.interceptor == nil ? [] : [("intercept", "certificate")])
        + (session.replay == nil ? [] : [("replay", "flight")])
        + (session.fellBack ? [("fallback", "client_hello")] : [])
        + session.interferences.map { ($0.attack.deed.word, $0.message) }
      return deeds.map { deed, message in
        .object([
          "session": .string(session.id), "attack": .string(deed), "message": .string(message),
          "noticed_by": notice?.by.map { .string($0.rawValue) } ?? .null,
          "means": notice.map { .string($0.means.rawValue) } ?? .null,
          "alert": notice?.alert.map { .string($0.description.label) } ?? .null,
          "predicted": session.predictedNotice.map { .string($0.rawValue) } ?? .null,
        ])
      }
    }
  }
}

extension WireAttack.Deed {
  /// The verb by which it is set.
  public var word: String {
    switch self {
    case .change, .changeField: "tamper"
    case .downgrade: "downgrade"
    case .drop: "drop"
    case .replay: "replay"
    case .reorder: "reorder"
    case .truncate: "truncate"
    }
  }
}
