/// What someone who can read one direction of a conversation learns from it.
public enum ApplicationFinding: Sendable, Hashable, Codable {
  /// A proof of a password, and the method of the request that it was for, if that can be seen:
  /// all that it takes to try passwords (`DigestCredentials.verifyResponse`).
  case credentials(DigestCredentials, method: String?)
  /// The keys of what the reader's direction sends as audio.
  case srtpKey(SRTPCryptoAttribute)
  /// Whose certificate the audio's own handshake will show: the hash's name and the digits. No key.
  case fingerprint(hash: String, digits: String)
  /// What needs no more than to be read.
  case said(Statement)

  /// Something of value that stands in the plaintext in so many words.
  public struct Statement: Sendable, Hashable, Codable {
    /// Of what kind it is: the name of a sentence in the catalogue.
    public var kind: String
    /// What the sentence is about, by the name of its place.
    public var words: [String: String]
  }

  /// Where someone can be reached: the address of record, and the telephone's own URI.
  public static func registration(name: String, contact: String) -> Self {
    .said(Statement(kind: "address", words: ["name": name, "address": contact]))
  }

  /// Who calls whom, as `user@host`.
  public static func call(caller: String, called: String) -> Self {
    .said(Statement(kind: "call", words: ["caller": caller, "called": called]))
  }

  /// What one wrote to another.
  public static func text(_ text: String, from sender: String, to receiver: String) -> Self {
    .said(Statement(kind: "text", words: ["text": text, "sender": sender, "receiver": receiver]))
  }

  /// Whether somebody can be reached, and what they say of it.
  public static func presence(of name: String, isOpen: Bool, note: String) -> Self {
    .said(
      Statement(
        kind: isOpen ? "presence.open" : "presence.closed", words: ["name": name, "note": note]))
  }

  /// Who wants to know whether somebody is there.
  public static func watching(of name: String, by watcher: String) -> Self {
    .said(Statement(kind: "watching", words: ["name": name, "watcher": watcher]))
  }

  /// A password in the open.
  public static func password(_ password: String, of name: String) -> Self {
    .said(Statement(kind: "password.read", words: ["password": password, "name": name]))
  }

  /// The number of a payment card, and what else it takes to pay with it.
  public static func card(number: String, expires: String, code: String) -> Self {
    .said(
      Statement(kind: "card", words: ["number": number, "expires": expires, "code": code]))
  }

  /// What a server knows its visitor by.
  public static func cookie(_ cookie: String) -> Self {
    .said(Statement(kind: "cookie", words: ["cookie": cookie]))
  }
}
