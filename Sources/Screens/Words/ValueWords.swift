public import Knowledge
import TLSKeys

/// What a value is, for someone who meets its name for the first time.
public struct ValueWords {
  /// A noun without article.
  public var noun: String
  /// One sentence.
  var sentence: String
  /// Whether whoever holds it can do what others must not.
  public var isSecret: Bool

  public init(_ name: ValueName) {
    let side = Side.allCases.first { name.rawValue.hasPrefix("\($0.rawValue).") }
    let owner = side?.rawValue ?? ""
    let found =
      side == nil
      ? Self.shared[name.rawValue] ?? Self.shared13[name.rawValue]
      : Self.ofASide[name.tail] ?? Self.ofASide13(name.tail)
    noun = (side == nil ? "" : "\(owner)'s ") + (found?.0 ?? name.tail)
    sentence = (found?.1 ?? "").replacing("SIDE", with: owner)
    isSecret = found?.2 ?? true
  }

  private static let shared: [String: (String, String, Bool)] = [
    "client_random": (
      "client's random", "32 bytes that make every handshake different; anyone may see them.",
      false
    ),
    "server_random": (
      "server's random", "32 bytes that make every handshake different; anyone may see them.",
      false
    ),
    "client_version": (
      "version that the client offered", "Two bytes; an RSA pre-master secret must repeat them.",
      false
    ),
    "encrypted_pre_master_secret": (
      "encrypted pre-master secret",
      "Only the private key of the server's certificate turns it back.", false
    ),
    "dh_p": ("prime of the group", "All numbers are taken modulo this prime.", false),
    "dh_g": ("generator of the group", "The number that is raised to a secret power.", false),
    "pre_master_secret": (
      "pre-master secret", "What the key exchange gives: the seed of all keys of this session.",
      true
    ),
    "other_secret": (
      "other secret",
      "What stands beside the pre-shared key: a Diffie-Hellman result, or zeros where there is none.",
      true
    ),
    "psk_identity": (
      "name of the pre-shared key", "By it the server finds the key; sent in the open.", false
    ),
    "master_secret": (
      "master secret",
      "48 bytes from the pre-master secret; all keys of this session follow from it.", true
    ),
    "session_ticket": (
      "session ticket",
      "The server's memory of a session, sealed for itself and kept by the client; sent in the open.",
      false
    ),
    "session_id": (
      "session identifier", "The name under which server and client keep the session.", false
    ),
    "earlier_master_secret": (
      "master secret of the earlier session",
      "A resumed session begins with it in place of a key exchange.", true
    ),
    "ticket_state": (
      "state inside the ticket",
      "What the server needs to resume a session: version, suite, and the secret of the session.",
      true
    ),
    "session_messages": (
      "handshake messages so far",
      "All handshake messages from the ClientHello to the ClientKeyExchange.", false
    ),
    "session_hash": (
      "hash of the handshake so far",
      "It ties the master secret to this handshake; anyone can compute it.", false
    ),
    "key_block": (
      "key block", "One long string of bytes that is cut into the keys of both directions.", true
    ),
  ]

  private static let ofASide: [String: (String, String, Bool)] = [
    "private_key": (
      "long-term private key", "The key that belongs to the certificate, for years.", true
    ),
    "ticket_key": (
      "key of the tickets",
      "One key seals every session ticket of the SIDE; it lives as long as the SIDE keeps it.", true
    ),
    "ephemeral_private": (
      "ephemeral private key", "Made by the SIDE for this session alone.", true
    ),
    "ephemeral_public": (
      "ephemeral public key", "The public half of the SIDE's ephemeral key; sent in the open.",
      false
    ),
    "write_key": ("record key", "It encrypts what the SIDE sends.", true),
    "write_MAC_key": (
      "MAC key", "With it the SIDE proves that a record was not changed.", true
    ),
    "write_IV": (
      "fixed part of the nonce", "Four bytes that go into the nonce of every record of the SIDE.",
      true
    ),
    "finished_messages": (
      "handshake messages so far", "All handshake messages that the SIDE's Finished covers.",
      false
    ),
    "finished_hash": (
      "hash of the handshake so far", "What the SIDE's Finished confirms.", false
    ),
    "verify_data": (
      "Finished value",
      "Proves that the SIDE has the master secret and saw the same handshake.", true
    ),
    "protected_records": ("protected records", "What passes after the change of keys.", false),
    "application_data": ("application data", "What the SIDE really says.", true),
  ]
}

extension ValueName {
  /// The name without the side.
  var tail: String {
    guard let dot = rawValue.firstIndex(of: ".") else { return rawValue }
    return String(rawValue[rawValue.index(after: dot)...])
  }
}
