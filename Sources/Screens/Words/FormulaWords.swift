public import Knowledge
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
    case .zeros(let value): "as many zeros as \(value) has bytes"
    case .slice(let whole, let offset, let count):
      "bytes \(offset) to \(offset + count - 1) of \(whole)"
    case .hash(let hash, let value): "\(hash)(\(value))"
    case .pseudorandomFunction(let hash, let secret, let label, let seeds, let count):
      "PRF-\(hash)(\(secret), \"\(label)\", \(joined(seeds))), first \(count) bytes"
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
    case .publicKey(.named(let group), let privateKey): "\(group)(\(privateKey), base point)"
    case .publicKey(.finiteField(let prime, let generator), let privateKey):
      "\(generator) ^ \(privateKey) mod \(prime)"
    case .decryption(let records, let keys):
      "decrypt(\(records)) with \(listed(keys.map(\.rawValue)))"
    }
  }

  private func joined(_ names: [ValueName]) -> String {
    names.map(\.rawValue).joined(separator: " + ")
  }

  /// One sentence that says what happens.
  public var words: String {
    switch rule.formula {
    case .concatenation(let parts) where parts.count == 1:
      "The same bytes again, taken over. Nothing secret is added."
    case .concatenation: "The parts one after the other."
    case .lengthPrefixed:
      """
      The two secrets one after the other, each with its length in front. Whoever lacks one of them \
      lacks the result.
      """
    case .zeros:
      """
      There is no other secret here: zeros stand in its place. All depends on the key that both had \
      before.
      """
    case .slice(let whole, _, _): "A piece of the \(ValueWords(whole).noun), cut out."
    case .hash(let hash, _): words(ofHash: hash)
    case .pseudorandomFunction(let hash, let secret, _, _, let count):
      words(ofFunction: hash, secret, count)
    case .hmac(let hash, let key, let value):
      """
      A MAC, a keyed fingerprint, of \(value) (HMAC with \(hash)): only who has \(key) can make or check \
      it.
      """
    case .extract(let hash, _, _):
      "HMAC with \(hash) mixes what was known before with new secret material into one secret."
    case .expandLabel(let hash, let secret, let label, _, _):
      """
      HMAC with \(hash) makes a value for one purpose, "\(label)", out of \(secret). There is no \
      way back, and none to the values for other purposes.
      """
    case .rsaDecryption, .ticketDecryption, .keyAgreement, .publicKey, .decryption: wordsOfKeys
    }
  }

  private func words(ofHash hash: String) -> String {
    hash == PseudorandomFunction.legacyHash
      ? """
      Two fingerprints of all these bytes, MD5 and behind it SHA-1. No secret goes in: anyone can \
      compute it.
      """
      : "The fingerprint of all these bytes (\(hash)). No secret goes in: anyone can compute it."
  }

  private func words(ofFunction hash: String, _ secret: ValueName, _ count: Int) -> String {
    hash == PseudorandomFunction.legacyHash
      ? """
      The pseudorandom function (PRF) of TLS 1.0 and 1.1 makes \(count) bytes from \(secret): HMAC \
      with MD5 stretches one half of it, HMAC with SHA-1 the other, and the two are \
      exclusive-or-ed. Label and seeds are public; without the secret nobody gets the result.
      """
      : """
      The pseudorandom function (PRF, from HMAC with \(hash)) makes \(count) bytes \
      from \(secret). Label and seeds are public; without the secret nobody gets the result.
      """
  }

  /// What is done with a private key, or under keys that are known.
  private var wordsOfKeys: String {
    switch rule.formula {
    case .rsaDecryption:
      """
      The server's long-term private key opens what the client encrypted to its certificate. \
      Whoever gets that key, even years later, can do the same.
      """
    case .ticketDecryption:
      """
      The server sealed the whole session into the ticket, under one key for all tickets. Whoever \
      gets that key opens every ticket that passed, and has the secret inside.
      """
    case .keyAgreement:
      """
      One's own private key with the other side's public key. Both sides get the same value, \
      although no private key ever travels.
      """
    case .publicKey: "The public half of a private key; the way back is too hard to compute."
    default: "What the records say, once their keys are known."
    }
  }

  /// The step in few words, for a path of derivations.
  var verb: String {
    switch rule.formula {
    case .rsaDecryption: "decrypt with the server's private key"
    case .ticketDecryption: "open the ticket with the key of the tickets"
    case .keyAgreement: "agree: a private key with the other's public key"
    case .pseudorandomFunction(_, let secret, _, _, _): "derive from \(secret)"
    case .hmac(_, let key, _): "MAC with \(key)"
    case .extract(_, _, let secret): secret.map { "mix in \($0)" } ?? "mix in nothing new"
    case .expandLabel(_, let secret, _, _, _): "derive from \(secret)"
    case .slice(let whole, _, _): "cut out of \(whole)"
    case .hash(_, let value): "hash of \(value)"
    case .publicKey: "public half"
    case .concatenation(let parts) where parts.count == 1: "taken over from the earlier session"
    case .concatenation, .lengthPrefixed: "put together"
    case .zeros: "zeros in place of another secret"
    case .decryption: "decrypt the records"
    }
  }
}
