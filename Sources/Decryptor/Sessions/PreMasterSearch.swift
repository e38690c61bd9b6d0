import CryptoPrimitives
import TLSKeys
import TLSWire

/// Which pre-master secrets the keys at hand give.
struct PreMasterSearch {
  private let keyring: Keyring
  private let handshake: HandshakeState
  private let secrets: ReadingSecrets

  init(_ keyring: Keyring, _ handshake: HandshakeState, _ secrets: ReadingSecrets) {
    self.keyring = keyring
    self.handshake = handshake
    self.secrets = secrets
  }

  /// - Parameter exchange: the body of the ClientKeyExchange.
  func found(_ exchange: [UInt8]) -> [([UInt8], Opening)] {
    let suite = secrets.suite
    switch suite.keyExchange {
    case "PSK":
      return keyring.preSharedKeys.map { key in
        (Self.joined([UInt8](repeating: 0, count: key.count), key), .preSharedKey)
      }
    case "RSA_PSK":
      var fields = FieldScanner(exchange[...])
      guard fields.vector(2) != nil, let encrypted = fields.vector(2) else { return [] }
      return decrypted(Array(encrypted)).flatMap { secret in
        keyring.preSharedKeys.map { (Self.joined(secret, $0), Opening.preSharedKey) }
      }
    default:
      guard suite.opensByPrivateKey else { return [] }
      if suite.keyExchange.hasPrefix("ECDH") { return agreed(exchange) }
      return decrypted(Array(Self.encrypted(exchange))).map { ($0, .privateKey) }
    }
  }

  /// What stands beside a pre-shared key, and the key (RFC 4279 §2).
  private static func joined(_ other: [UInt8], _ key: [UInt8]) -> [UInt8] {
    func counted(_ bytes: [UInt8]) -> [UInt8] {
      [UInt8(truncatingIfNeeded: bytes.count >> 8), UInt8(truncatingIfNeeded: bytes.count)] + bytes
    }
    return counted(other) + counted(key)
  }

  /// The encrypted pre-master secret: TLS puts its length in front, SSL 3.0 does not (RFC 5246 §7.4.7.1).
  static func encrypted(_ exchange: [UInt8]) -> ArraySlice<UInt8> {
    guard exchange.count > 2, Int(exchange[0]) << 8 | Int(exchange[1]) == exchange.count - 2 else {
      return exchange[...]
    }
    return exchange.dropFirst(2)
  }

  /// The key of the session's certificate; where that was lost, all of them.
  private var privateKeys: [PrivateKey] {
    guard let subjectKey = handshake.subjectKey else { return keyring.keys.map(\.key) }
    return keyring.key(for: subjectKey).map { [$0] } ?? []
  }

  private func decrypted(_ ciphertext: [UInt8]) -> [[UInt8]] {
    guard let offered = handshake.clientHello?.version else { return [] }
    return privateKeys.compactMap { key in
      guard key.modulusLength == ciphertext.count, let padded = try? key.decryptRaw(ciphertext)
      else { return nil }
      // Some clients put in the version that was chosen; whoever reads a recording takes any.
      let inside = Array(padded.suffix(PreMasterSecret.length).prefix(2))
      return PreMasterSecret.unpad(
        padded, offeredVersion: [UInt8(offered >> 8), UInt8(offered & 0xff)])
        ?? PreMasterSecret.unpad(padded, offeredVersion: inside)
    }
  }

  /// Static ECDH: the certificate's key and the client's.
  private func agreed(_ exchange: [UInt8]) -> [([UInt8], Opening)] {
    var fields = FieldScanner(exchange[...])
    guard let point = fields.vector(1) else { return [] }
    return privateKeys.compactMap { key in
      (try? key.agree(withPoint: Array(point))).map { ($0, .privateKey) }
    }
  }
}
