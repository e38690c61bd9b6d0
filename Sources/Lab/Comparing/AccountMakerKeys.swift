import Knowledge
import TLSEngine
import TLSKeys
import TLSWire

// How keys are made, and what they are for.
extension AccountMaker {
  var derivation: HandshakeAccount.KeyDerivation? {
    // A resumed session of TLS 1.2 has its master secret already.
    for name in [ValueName.masterSecret, .keyBlock] {
      for value in values where value.name == name {
        if let found = value.rule.flatMap({ keyDerivation($0.formula) }) { return found }
      }
    }
    return session.isImported ? agreedDerivation : nil
  }

  /// What version and suite have agreed on: what programs outside compute passes nowhere.
  private var agreedDerivation: HandshakeAccount.KeyDerivation? {
    guard let rules = facts.schedule?.rules else { return nil }
    for name in [ValueName.masterSecret, .keyBlock] {
      for rule in rules where rule.output == name {
        if let found = keyDerivation(rule.formula) { return found }
      }
    }
    return nil
  }

  private func keyDerivation(_ formula: Formula) -> HandshakeAccount.KeyDerivation? {
    switch formula {
    case .pseudorandomFunction(let hash, _, _, let seeds, _):
      HandshakeAccount.KeyDerivation(
        function: .pseudorandomFunction, hash: hash, coversMessages: seeds.contains(.sessionHash))
    case .extract(let hash, _, _):
      // Every traffic secret is made with the hash of the messages so far (RFC 8446 §7.1).
      HandshakeAccount.KeyDerivation(
        function: .extractAndExpand, hash: hash, coversMessages: true)
    default: nil
    }
  }

  var protection: HandshakeAccount.Protection? {
    let isInUse = steps.contains { step in
      if case .install = step.effect { true } else { false }
    }
    guard isInUse || session.isImported && messages.contains(where: \.isProtected),
      let version = facts.version
    else { return nil }
    if let cipher = facts.suite?.parameters13?.cipher {
      return HandshakeAccount.Protection(
        cipher: cipher.rawValue, start: .counted, hidesType: true)
    }
    guard let suite = facts.parameters else { return nil }
    return HandshakeAccount.Protection(
      cipher: suite.cipher.rawValue, start: start(suite.cipher, version),
      mac: suite.mac?.rawValue, encryptsThenMACs: facts.encryptThenMAC)
  }

  private func start(
    _ cipher: BulkCipher, _ version: ProtocolVersion
  ) -> HandshakeAccount.Protection.Start? {
    guard cipher.encrypts else { return nil }
    if cipher.recordIVLength(in: version) > 0 { return .sent }
    return cipher.isAEAD ? .counted : .chained
  }
}
