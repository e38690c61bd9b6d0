import Bytes
import Explanations
import TLSWire

/// The name of a cipher suite taken apart.
struct SuiteParts {
  let suite: CipherSuite

  init(_ suite: CipherSuite) { self.suite = suite }

  var blocks: [Block] {
    if let parameters13 = suite.parameters13 { return blocks(parameters13) }
    guard let parameters = suite.parameters else { return [.line(Line(" \(suite.label)"))] }
    let exchange = parameters.keyExchange
    let hash = parameters.prfHash.rawValue
    let integrity =
      parameters.mac.map { said(.suite, "mac.\($0.rawValue)", ["hash": hash]) }
      ?? said(.suite, "prf.\(hash)")
    let rows: [[Line]] = [
      [Line(exchange.rawValue, .field), exchange.line],
      [Line(parameters.cipher.rawValue, .field), Line(parameters.cipher.sentence)],
      [Line(parameters.mac?.rawValue ?? hash, .field), Line(integrity)],
    ]
    return [.table(Table(rows: rows))]
  }

  /// Of TLS 1.3: how keys are agreed on is no part of the name.
  private func blocks(_ parameters: CipherSuiteParameters13) -> [Block] {
    let cipher = parameters.cipher
    let sentence = said(
      .suite, "cipher.\(cipher.rawValue)", ["bits": "\(cipher.keyLength * 8)-bit keys"])
    let hash = parameters.hash.rawValue
    return [
      .table(
        Table(rows: [
          [Line(cipher.rawValue, .field), Line(sentence)],
          [Line(hash, .field), Line(said(.suite, "prf.\(hash)"))],
        ])),
      .paragraph(Line(said(.world, "ciphers.exchange13")), indent: 1),
    ]
  }
}

extension KeyExchange {
  /// What the key exchange does, who proves what by it, and what a theft would open.
  var line: Line { Line(words(.brief)) + Line(words(.note)).asReason }

  private func words(_ use: PhraseUse) -> String {
    Catalogue.current.words(use, of: [ExplanationKey(.suite, "kx.\(rawValue)")])
  }
}

extension BulkCipher {
  /// What it does.
  var sentence: String { said(.suite, "cipher.\(rawValue)", ["bits": "\(keyLength * 8)-bit keys"]) }
}
