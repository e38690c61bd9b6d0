import CryptoPrimitives
public import TLSKeys

/// A server's key for session tickets (RFC 5077 §4), in a form in which servers keep it.
public enum TicketOpener: Sendable {
  /// The lab's own.
  case lab(TicketKey)
  /// What OpenSSL, nginx, Apache and HAProxy read: a name, and two keys. Of 48 bytes, with AES-128, the key of the
  /// MAC comes first with OpenSSL and Apache, and last with nginx and HAProxy; of 80, with AES-256, first with all.
  case openSSL(name: [UInt8], keys: [Keys])

  /// What a ticket is sealed by.
  public struct Keys: Sendable {
    var mac: [UInt8]
    var encryption: [UInt8]
  }

  /// By what a ticket names its key (RFC 5077 §4); nil of the lab's own.
  var name: [UInt8]? {
    if case .openSSL(let name, _) = self { name } else { nil }
  }

  /// - Returns: nil for a file of another length.
  public init?(_ bytes: [UInt8]) {
    switch bytes.count {
    case TicketKey.length:
      guard let key = TicketKey(bytes: bytes) else { return nil }
      self = .lab(key)
    case 48:
      let halves = (Array(bytes[16..<32]), Array(bytes[32...]))
      self = .openSSL(
        name: Array(bytes[..<16]),
        keys: [
          Keys(mac: halves.0, encryption: halves.1), Keys(mac: halves.1, encryption: halves.0),
        ])
    case 80:
      self = .openSSL(
        name: Array(bytes[..<16]),
        keys: [Keys(mac: Array(bytes[16..<48]), encryption: Array(bytes[48...]))])
    default: return nil
    }
  }

  /// The master secret in a ticket, or in TLS 1.3 the key that it stands for; nil where it was sealed with
  /// another key.
  func secret(in ticket: [UInt8]) -> [UInt8]? {
    switch self {
    case .lab(let key):
      guard let state = key.open(ticket) else { return nil }
      return Array(state.dropFirst(SessionState.secretOffset).prefix(48))
    case .openSSL(let name, let keys):
      guard ticket.count >= 80, ticket.starts(with: name) else { return nil }
      return keys.lazy.compactMap { Self.secret(in: ticket, $0) }.first
    }
  }

  /// The name, the IV, what is encrypted, and the MAC of all of it.
  private static func secret(in ticket: [UInt8], _ keys: Keys) -> [UInt8]? {
    let covered = Array(ticket.dropLast(32))
    guard let tag = try? HashAlgorithm.sha256.hmac(covered, key: keys.mac),
      tag.elementsEqual(ticket.suffix(32))
    else { return nil }
    let cipher = keys.encryption.count == 16 ? CBCAlgorithm.aes128CBC : .aes256CBC
    let sealed = Array(covered.dropFirst(32))
    let padded = try? cipher.decrypt(sealed, key: keys.encryption, iv: Array(ticket[16..<32]))
    return padded.flatMap { Self.secret(inSession: $0) }
  }

  /// The fifth field of OpenSSL's form of a session: SEQUENCE { version, version, suite, identifier,
  /// secret … }.
  private static func secret(inSession bytes: [UInt8]) -> [UInt8]? {
    var rest = bytes[...]
    guard let (tag, body) = element(&rest), tag == 0x30 else { return nil }
    var fields = body
    var found: ArraySlice<UInt8>?
    for _ in 0..<5 {
      guard let (tag, body) = element(&fields) else { return nil }
      found = tag == 0x04 ? body : nil
    }
    return found.map { Array($0) }
  }

  private static func element(
    _ bytes: inout ArraySlice<UInt8>
  ) -> (UInt8, ArraySlice<UInt8>)? {
    guard let tag = bytes.popFirst(), let first = bytes.popFirst() else { return nil }
    var count = Int(first)
    if first & 0x80 != 0 {
      let width = Int(first & 0x7f)
      guard (1...3).contains(width), bytes.count >= width else { return nil }
      count = bytes.prefix(width).reduce(0) { $0 << 8 | Int($1) }
      bytes = bytes.dropFirst(width)
    }
    guard bytes.count >= count else { return nil }
    defer { bytes = bytes.dropFirst(count) }
    return (tag, bytes.prefix(count))
  }
}
