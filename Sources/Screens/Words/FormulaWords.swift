import Explanations
public import Knowledge
import Pages
import TLSKeys

/// A formula in symbols and in words.
public struct FormulaWords {
  let rule: Rule

  public init(rule: Rule) { self.rule = rule }

  /// `master_secret = PRF-SHA256(pre_master_secret, "master secret", …)[48 bytes]`
  public var symbols: String { "\(rule.output) = \(right)" }

  private var right: String {
    switch rule.formula {
    case .concatenation(let parts): joined(parts)
    case .lengthPrefixed(let parts):
      parts.map { "length + \($0)" }.joined(separator: " + ")
    case .zeros: said(.formula, "symbols.zeros", values)
    case .slice: said(.formula, "symbols.slice", values)
    case .hash(let hash, let value): "\(hash)(\(value))"
    case .pseudorandomFunction: said(.formula, "symbols.prf", values)
    case .hmac(let hash, let key, let value): "HMAC-\(hash)(\(key), \(value))"
    case .extract(let hash, let salt, let secret):
      "HKDF-Extract-\(hash)(\(salt?.rawValue ?? "zeros"), \(secret?.rawValue ?? "zeros"))"
    case .expandLabel(let hash, let secret, let label, let context, let count):
      "HKDF-Expand-Label-\(hash)(\(secret), \"\(label)\", \(context?.rawValue ?? "\"\""), \(count))"
    case .rsaDecryption(let ciphertext, let key, _): "RSA-decrypt(\(key), \(ciphertext))"
    case .ticketDecryption(let ticket, let key): "AES-128-CBC-decrypt(\(key), \(ticket))"
    case .keyAgreement(.named(let group), let privateKey, let peer):
      "\(group)(\(privateKey), \(peer))"
    case .keyAgreement(.finiteField(let prime, _), let privateKey, let peer):
      "\(peer) ^ \(privateKey) mod \(prime)"
    case .publicKey(.named(let group), let privateKey):
      String(worded: "\(group)(\(privateKey), base point)")
    case .publicKey(.finiteField(let prime, let generator), let privateKey):
      "\(generator) ^ \(privateKey) mod \(prime)"
    case .decryption(let records, let keys):
      String(worded: "decrypt(\(records)) with \(listed(keys.map(\.rawValue)))")
    }
  }

  private func joined(_ names: [ValueName]) -> String {
    names.map(\.rawValue).joined(separator: " + ")
  }

  /// One sentence that says what happens.
  public var words: String { words(.detail) }

  /// The step in few words, for a path of derivations.
  var verb: String { words(.brief) }

  private func words(_ use: PhraseUse) -> String {
    Catalogue.current.words(
      use, of: rule.formula.entries.map { ExplanationKey(.formula, $0) }, values)
  }

  /// What fills the places of the phrases.
  private var values: [String: String] {
    switch rule.formula {
    case .zeros(let value): ["value": value.rawValue]
    case .slice(let whole, let offset, let count):
      [
        "value": whole.rawValue, "noun": ValueWords(whole).noun, "first": "\(offset)",
        "last": "\(offset + count - 1)",
      ]
    case .hash(let hash, let value): ["hash": hash, "value": value.rawValue]
    case .pseudorandomFunction(let hash, let secret, let label, let seeds, let count):
      [
        "hash": hash, "secret": secret.rawValue, "label": label, "seeds": joined(seeds),
        "count": "\(count)",
      ]
    case .hmac(let hash, let key, let value):
      ["hash": hash, "key": key.rawValue, "value": value.rawValue]
    case .extract(let hash, _, let secret): ["hash": hash, "secret": secret?.rawValue ?? ""]
    case .expandLabel(let hash, let secret, let label, _, _):
      ["hash": hash, "secret": secret.rawValue, "label": label]
    case .concatenation, .lengthPrefixed, .rsaDecryption, .ticketDecryption, .keyAgreement,
      .publicKey, .decryption:
      [:]
    }
  }
}

extension Formula {
  /// The names of the catalogue's entries, the most exact one first.
  fileprivate var entries: [String] {
    switch self {
    case .concatenation(let parts):
      (parts.count == 1 ? ["concatenation.one"] : []) + ["concatenation"]
    case .lengthPrefixed: ["length-prefixed"]
    case .zeros: ["zeros"]
    case .slice: ["slice"]
    case .hash(let hash, _): (isLegacy(hash) ? ["hash.legacy"] : []) + ["hash"]
    case .pseudorandomFunction(let hash, _, _, _, _):
      (isLegacy(hash) ? ["prf.legacy"] : []) + ["prf"]
    case .hmac: ["hmac"]
    case .extract(_, _, let secret): (secret == nil ? ["extract.nothing"] : []) + ["extract"]
    case .expandLabel: ["expand-label"]
    case .rsaDecryption: ["rsa-decryption"]
    case .ticketDecryption: ["ticket-decryption"]
    case .keyAgreement: ["key-agreement"]
    case .publicKey: ["public-key"]
    case .decryption: ["decryption"]
    }
  }

  /// Whether a hash is the two of TLS 1.0 and 1.1, one behind the other.
  private func isLegacy(_ hash: String) -> Bool { hash == PseudorandomFunction.legacyHash }
}
