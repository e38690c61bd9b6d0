import CryptoPrimitives
public import TLSKeys

/// A server's key for session tickets (RFC 5077 §4), in a form in which servers keep it.
public enum TicketOpener: Sendable {
  /// The lab's own.
  case lab(TicketKey)
  /// What OpenSSL, nginx, Apache and HAProxy read: 48 bytes with AES-128, or 80 with AES-256.
  case openSSL(name: [UInt8], macKey: [UInt8], encryptionKey: [UInt8])

  /// - Returns: nil for a file of another length.
  public init?(_ bytes: [UInt8]) {
    switch bytes.count {
    case TicketKey.length:
      guard let key = TicketKey(bytes: bytes) else { return nil }
      self = .lab(key)
    case 48:
      self = .openSSL(
        name: Array(bytes[..<16]), macKey: Array(bytes[16..<32]),
        encryptionKey: Array(bytes[32...]))
    case 80:
      self = .openSSL(
        name: Array(bytes[..<16]), macKey: Array(bytes[16..<48]),
        encryptionKey: Array(bytes[48...]))
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
    case .openSSL(let name, let macKey, let encryptionKey):
      guard ticket.count >= 80, ticket.starts(with: name) else { return nil }
      let covered = Array(ticket.dropLast(32))
      guard let tag = try? HashAlgorithm.sha256.hmac(covered, key: macKey),
        tag.elementsEqual(ticket.suffix(32))
      else { return nil }
      let cipher = encryptionKey.count == 16 ? CBCAlgorithm.aes128CBC : .aes256CBC
      let sealed = Array(covered.dropFirst(32))
      guard
        let padded = try? cipher.decrypt(
          sealed, key: encryptionKey, iv: Array(ticket[16..<32]))
      else { return nil }
      return Self.secret(inSession: padded)
    }
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
