public import Explanations
public import Knowledge
import Lab
import Pages
import TLSKeys
import TLSWire

/// What a value is, for someone who meets its name for the first time.
public struct ValueWords {
  private let name: ValueName
  private let side: String?
  private let key: ExplanationKey

  public init(_ name: ValueName) {
    self.name = name
    side = ExplanationKey.side(ofValue: name.rawValue)
    key = side == nil ? ExplanationKey(.value, name.rawValue) : .value(name.rawValue)
  }

  /// A noun without article: `server's record key`.
  public var noun: String {
    let words = Catalogue.current.words(.brief, of: [key])
    let what = words.isEmpty ? name.tail : words
    return side.map { String(worded: "\(Wording.text(of: $0))'s \(what)") } ?? what
  }

  /// Whether whoever holds it can do what others must not.
  public var isSecret: Bool { !Self.known.contains(key.name) }

  /// What it is and what it is worth to whom, as the catalogue has it.
  ///
  /// - Parameters:
  ///   - version: of the session, because some values mean different things.
  ///   - isUnused: whether it was erased before anything was derived from it.
  func sentence(in version: ProtocolVersion?, isUnused: Bool = false) -> String {
    let key = Self.explanation(of: name, isUnused: isUnused)
    let text = Catalogue.current.explanation(key, version: version?.number)?.text ?? ""
    return text.replacing(
      "{side}", with: Wording.text(of: ExplanationKey.side(ofValue: name.rawValue) ?? "sender"))
  }

  /// Where the catalogue has what a value is.
  ///
  /// - Parameter isUnused: whether it was erased before anything was derived from it.
  public static func explanation(of name: ValueName, isUnused: Bool) -> ExplanationKey {
    let key = ExplanationKey.value(name.rawValue)
    let unused = ExplanationKey(.value, key.name + ".unused")
    return isUnused && Catalogue.current.explanation(unused) != nil ? unused : key
  }

  /// What passes in the open, or follows from what does.
  private static let known: Set<String> = [
    "client_random", "server_random", "client_version", "encrypted_pre_master_secret", "dh_p",
    "dh_g", "psk_identity", "session_ticket", "session_id", "session_messages", "session_hash",
    "ephemeral_public", "finished_messages", "finished_hash", "protected_records",
    "early_secret.without_psk", "messages_to_binders", "hash_to_binders", "binder", "ticket_nonce",
    "no_messages", "no_messages_hash", "messages_to_client_hello", "hash_to_client_hello",
    "hello_messages", "hello_hash", "early_records",
  ]
}

extension ValueName {
  /// The name without the side.
  var tail: String {
    guard let dot = rawValue.firstIndex(of: ".") else { return rawValue }
    return String(rawValue[rawValue.index(after: dot)...])
  }
}
