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
      [Line(exchange.rawValue, .field), Line(exchange.sentence)],
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
  /// What the key exchange does, and who proves what by it.
  var sentence: String {
    switch self {
    case .rsa:
      "the client encrypts the pre-master secret to the server's RSA key: that key, stolen later,"
        + " opens the recording"
    case .dheRSA:
      "Diffie-Hellman with keys for this session alone; the server's RSA key only signs"
    case .ecdheRSA:
      "Diffie-Hellman on a curve, keys for this session alone; the server's RSA key only signs"
    case .ecdheECDSA:
      "Diffie-Hellman on a curve, keys for this session alone; the server's EC key only signs"
    }
  }
}

extension BulkCipher {
  var sentence: String {
    isAEAD
      ? "AES with \(keyLength * 8)-bit keys; encryption and integrity check in one (AEAD)"
      : "AES with \(keyLength * 8)-bit keys, block by block (CBC); integrity comes from the HMAC"
  }
}
