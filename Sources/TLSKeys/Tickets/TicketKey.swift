public import Bytes
public import CryptoPrimitives

/// The key with which a server seals the sessions that it gives out as tickets (STEK), in the form
/// that RFC 5077 §4 recommends.
public struct TicketKey: Hashable, Sendable, Codable {
  /// 16 bytes of name, 16 of an AES-128 key, 32 of a key for HMAC-SHA256.
  @Hexadecimal public private(set) var bytes: [UInt8]

  /// Bytes of name, encryption key and MAC key together.
  public static let length = 64

  /// A key from its bytes.
  ///
  /// - Returns: nil for any other length than 64.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.length else { return nil }
    self.bytes = bytes
  }

  /// A new key.
  public init(random: RandomStream) {
    bytes = random.bytes(Self.length)
  }

  public init(from decoder: any Decoder) throws {
    let bytes = try decoder.singleValueContainer().decode(Hexadecimal.self).wrappedValue
    guard let key = TicketKey(bytes: bytes) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a ticket key has 64 bytes"))
    }
    self = key
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(_bytes)
  }

  /// The name that stands in the open in every ticket, so that a server with several keys finds the
  /// right one.
  public var name: [UInt8] { Array(bytes.prefix(16)) }
  var encryptionKey: [UInt8] { Array(bytes[16..<32]) }
  private var macKey: [UInt8] { Array(bytes.suffix(32)) }
}

extension TicketKey {
  /// Seals a state: name, IV, length, AES-128-CBC of the state, HMAC-SHA256 over all of that.
  ///
  /// - Parameter random: makes the IV.
  public func seal(
    _ state: [UInt8], random: RandomStream
  ) throws(CryptoError) -> [UInt8] {
    let iv = random.bytes(16)
    let padding = 16 - state.count % 16
    let padded = state + [UInt8](repeating: UInt8(padding), count: padding)
    let encrypted = try CBCAlgorithm.aes128CBC.encrypt(padded, key: encryptionKey, iv: iv)
    guard let length = UInt16(exactly: encrypted.count) else {
      throw CryptoError(operation: "ticket", reason: "the state is too long", kind: .badInput)
    }
    let content = name + iv + [UInt8(length >> 8), UInt8(length & 0xff)] + encrypted
    return try content + HashAlgorithm.sha256.hmac(content, key: macKey)
  }

  /// Opens a ticket.
  ///
  /// - Returns: nil when it is not one of this key, or was changed: "the server … falls back to
  ///   performing a full handshake" (RFC 5077 §3.4), whatever is wrong with it.
  public func open(_ ticket: [UInt8]) -> [UInt8]? {
    guard let parts = SealedTicket(reading: ticket), constantTimeEqual(parts.keyName, name),
      let mac = try? HashAlgorithm.sha256.hmac(
        Array(ticket.dropLast(parts.mac.count)), key: macKey),
      constantTimeEqual(mac, parts.mac),
      let padded = try? CBCAlgorithm.aes128CBC.decrypt(
        parts.encryptedState, key: encryptionKey, iv: parts.iv),
      let padding = padded.last, (1...16).contains(padding), padded.count >= Int(padding),
      padded.suffix(Int(padding)).allSatisfy({ $0 == padding })
    else { return nil }
    return Array(padded.dropLast(Int(padding)))
  }
}
