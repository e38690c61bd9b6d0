import Explanations
public import Knowledge
import Lab
import TLSKeys
import TLSWire

/// What a value is, for someone who meets its name for the first time.
public struct ValueWords {
  private let name: ValueName
  /// A noun without article.
  public var noun: String
  /// Whether whoever holds it can do what others must not.
  public var isSecret: Bool

  public init(_ name: ValueName) {
    let side = Side.allCases.first { name.rawValue.hasPrefix("\($0.rawValue).") }
    let owner = side?.rawValue ?? ""
    let found =
      side == nil
      ? Self.shared[name.rawValue] ?? Self.shared13[name.rawValue]
      : Self.ofASide[name.tail] ?? Self.ofASide13(name.tail)
    self.name = name
    noun = (side == nil ? "" : "\(owner)'s ") + (found?.0 ?? name.tail)
    isSecret = found?.1 ?? true
  }

  /// What it is and what it is worth to whom, as the catalogue has it.
  ///
  /// - Parameter version: of the session, because some values mean different things.
  func sentence(in version: ProtocolVersion?) -> String {
    let key = ExplanationKey.value(name.rawValue)
    let text = Catalogue.english.explanation(key, version: version?.number)?.text ?? ""
    return text.replacing("{side}", with: ExplanationKey.side(ofValue: name.rawValue) ?? "sender")
  }

  private static let shared: [String: (String, Bool)] = [
    "client_random": ("client's random", false),
    "server_random": ("server's random", false),
    "client_version": ("version that the client offered", false),
    "encrypted_pre_master_secret": ("encrypted pre-master secret", false),
    "dh_p": ("prime of the group", false),
    "dh_g": ("generator of the group", false),
    "pre_master_secret": ("pre-master secret", true),
    "other_secret": ("other secret", true),
    "psk_identity": ("name of the pre-shared key", false),
    "master_secret": ("master secret", true),
    "session_ticket": ("session ticket", false),
    "session_id": ("session identifier", false),
    "earlier_master_secret": ("master secret of the earlier session", true),
    "ticket_state": ("state inside the ticket", true),
    "session_messages": ("handshake messages so far", false),
    "session_hash": ("hash of the handshake so far", false),
    "key_block": ("key block", true),
  ]

  private static let ofASide: [String: (String, Bool)] = [
    "private_key": ("long-term private key", true),
    "ticket_key": ("key of the tickets", true),
    "ephemeral_private": ("ephemeral private key", true),
    "ephemeral_public": ("ephemeral public key", false),
    "write_key": ("record key", true),
    "write_MAC_key": ("MAC key", true),
    "write_IV": ("fixed part of the nonce", true),
    "finished_messages": ("handshake messages so far", false),
    "finished_hash": ("hash of the handshake so far", false),
    "verify_data": ("Finished value", true),
    "protected_records": ("protected records", false),
    "application_data": ("application data", true),
  ]
}

extension ValueName {
  /// The name without the side.
  var tail: String {
    guard let dot = rawValue.firstIndex(of: ".") else { return rawValue }
    return String(rawValue[rawValue.index(after: dot)...])
  }
}
