import Bytes
import TLSWire

/// The name of a cipher suite taken apart.
struct SuiteParts {
  let suite: CipherSuite

  init(_ suite: CipherSuite) { self.suite = suite }

  var blocks: [Block] {
    guard let parameters = suite.parameters else { return [.line(Line(" \(suite.label)"))] }
    let exchange = parameters.keyExchange
    let rows: [[Line]] = [
      [Line(exchange.rawValue, .field), exchange.line],
      [Line(parameters.cipher.rawValue, .field), Line(parameters.cipher.sentence)],
      [
        Line(parameters.mac?.rawValue ?? parameters.prfHash.rawValue, .field),
        Line(
          parameters.mac == nil
            ? "the hash behind the key schedule"
            : "integrity: HMAC with this hash; key schedule with \(parameters.prfHash.rawValue)"),
      ],
    ]
    return [.table(Table(rows: rows))]
  }
}

extension KeyExchange {
  /// What the key exchange does, who proves what by it, and what a theft would open.
  var line: Line { Line(deed) + Line(consequence).asReason }

  private var deed: String {
    switch self {
    case .rsa: "the client encrypts the pre-master secret to the server's RSA key"
    case .dheRSA: "Diffie-Hellman with keys for this session alone"
    case .ecdheRSA, .ecdheECDSA: "Diffie-Hellman on a curve, keys for this session alone"
    case .psk: "a key that both had before, and nothing else"
    case .dhePSK:
      "Diffie-Hellman with keys for this session alone; a key that both had before proves who they are"
    case .ecdhePSK:
      "Diffie-Hellman on a curve, keys for this session alone; a key that both had before proves who"
        + " they are"
    case .dhAnonymous:
      "Diffie-Hellman with keys for this session alone; NOBODY proves who they are"
    case .ecdhAnonymous:
      "Diffie-Hellman on a curve, keys for this session alone; NOBODY proves who they are"
    }
  }

  private var consequence: String {
    switch self {
    case .rsa:
      ": that key, stolen later, opens the recording. Forbidden since July 2026 (RFC 10015 section 4)"
    case .dheRSA:
      "; the server's RSA key only signs. Forbidden since July 2026 (RFC 10015 section 3): the client"
        + " can't choose a good group"
    case .ecdheRSA: "; the server's RSA key only signs"
    case .ecdheECDSA: "; the server's key, on a curve too, only signs"
    case .psk: ": whoever gets it, even later, opens the recording"
    case .dhePSK, .ecdhePSK: ""
    case .dhAnonymous, .ecdhAnonymous: ": any man in the middle goes unnoticed"
    }
  }
}

extension BulkCipher {
  var sentence: String {
    let bits = "\(keyLength * 8)-bit keys"
    return switch self {
    case .aes128GCM, .aes256GCM: "AES with \(bits); encryption and integrity check in one (AEAD)"
    case .chacha20Poly1305:
      "the stream cipher ChaCha20 with \(bits) and the integrity check Poly1305, in one (AEAD)"
    case .aes128CCM, .aes256CCM:
      "AES with \(bits) in counter mode and its CBC-MAC, in one (AEAD)"
    case .aes128CCM8, .aes256CCM8:
      "AES with \(bits) in counter mode and its CBC-MAC, in one (AEAD); the tag has only 8 bytes"
    case .aes128CBC, .aes256CBC:
      "AES with \(bits), block by block (CBC); integrity comes from the HMAC"
    case .tripleDESCBC:
      "triple DES, blocks of only 64 bits (CBC): after some tens of gigabytes two of them are"
        + " likely to be equal, and that gives plaintext away (Sweet32); integrity comes from the HMAC"
    case .null:
      "NO encryption: anyone on the wire reads everything; the HMAC notices changes, and that is all"
    }
  }
}
