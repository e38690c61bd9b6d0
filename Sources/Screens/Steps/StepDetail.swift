import Bytes
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// One step in full.
struct StepDetail {
  let step: Step
  let number: Int
  let sight: Sight

  init(_ step: Step, number: Int, _ sight: Sight) {
    self.step = step
    self.number = number
    self.sight = sight
  }

  private var version: ProtocolVersion? { sight.session.facts(on: step.wire).version }

  private var actor: String { sight.word(step.actor, on: step.wire) }

  var blocks: [Block] {
    switch step.effect {
    case .send(let message):
      return message.kind == .alert ? alertBlocks(message, "SENT") : messageBlocks(message, "SENT")
    case .received(let message) where sight.sees(inside: step.actor):
      return message.kind == .alert ? alertBlocks(message, "READ") : readBlocks(message)
    default: break
    }
    guard sight.sees(inside: step.actor) else { return hidden }
    switch step.effect {
    case .decided(let decision): return decided(decision)
    case .generated(let generated): return made(generated)
    case .recalled(let value): return recalled(value)
    case .derived(let derivation):
      return [heading("DERIVED", "\(derivation.name)   \(size(derivation))"), .blank]
        + DerivationBlocks(derivation.rule, on: step.wire, sight).blocks
    case .signed(let signature): return signed(signature)
    case .verified(let check): return verified(check)
    case .install(let keys): return installed(keys)
    case .deliver(let data):
      return [heading("DELIVERED", "\(ByteText.count(data.count)) to the application"), .blank]
        + TextBlocks.lines(of: data, limit: 30)
    case .erased(let names): return names.flatMap(erased)
    case .failed(let failure, let alert): return failed(failure, alert)
    case .established: return [heading("DONE", "the handshake is complete on this side")]
    case .truncated:
      return [
        heading("CUT", "the stream ended, and the other side had not said that it was finished"),
        sentence(
          "What came before is genuine; what is missing, if anything, can't be known (RFC 8446"
            + " section 6.1). An application that counts on the end must not trust this one."),
      ]
    case .close: return [heading("CLOSED", "this side is finished with the connection")]
    case .send, .received: return hidden
    }
  }

  private func heading(_ word: String, _ text: String) -> Block {
    .line(Line(word, .heading) + Line("  \(actor)   \(text)"))
  }

  private func size(_ derivation: Derivation) -> String { ByteText.count(derivation.value.count) }

  private func sentence(_ text: String) -> Block { .paragraph(Line(text), indent: 1) }

  private func row(_ label: String, _ line: Line) -> Block { .labelled(label, line) }

  /// What goes on inside somebody else.
  private var hidden: [Block] {
    [
      heading("INSIDE", "//// ////"),
      .line(
        Line(
          " happens in the memory of the \(actor): not visible for \(sight.viewer)", .faint)),
    ]
  }

  // MARK: Messages

  private func messageBlocks(_ message: Message, _ word: String) -> [Block] {
    MessageBlocks(MessageContent(message, on: step.wire, sight), heading: word).table(.folded)
  }

  /// What arrives is shown as its reader has it: without the records, after decryption.
  private func readBlocks(_ message: Message) -> [Block] {
    let blocks = MessageBlocks(MessageContent(message, on: step.wire, sight), heading: "READ")
    return blocks.reading(by: step.actor)
  }

  private func alertBlocks(_ message: Message, _ word: String) -> [Block] {
    guard case .alert(let alert) = message.content, sight.reads(message, on: step.wire) else {
      return messageBlocks(message, word)
    }
    let level = alert.level == .fatal ? "fatal" : "warning"
    return messageBlocks(message, word) + [
      .blank,
      .paragraph(
        Line("ALERT \(alert.description.rawValue) ", alert.level == .fatal ? .bad : .plain)
          + Line("\(alert.description.label), \(level): \(alert.description.words)"), indent: 1),
    ]
  }

  // MARK: Values

  private func made(_ generated: Generated) -> [Block] {
    var blocks: [Block] = [heading("MADE", generated.phrase), .blank]
    if let part = generated.publicPart {
      blocks.append(row("public", Line("\(part.name)   ") + value(part)))
      blocks.append(row("", Line(ValueWords(part.name).sentence(in: version))))
    }
    if let part = generated.secretPart {
      let line = Line("\(part.name)   ") + value(part)
      blocks.append(row("SECRET", line + Line("   \(actor) only", .warning)))
      blocks.append(row("", Line(ValueWords(part.name).sentence(in: version))))
    }
    return blocks + [
      row("from", Line("random numbers")), row("source", Line(generated.source.cited)),
    ]
  }

  private func recalled(_ part: Generated.Named) -> [Block] {
    [
      heading("RECALLED", part.name.rawValue), .blank,
      row("SECRET", Line("\(part.name)   ") + value(part)),
      row("", Line(ValueWords(part.name).sentence(in: version))),
      row("from", Line("memory: it is older than this connection")),
    ]
  }

  private func value(_ part: Generated.Named) -> Line {
    sight.brief(part.name, on: step.wire, count: part.value.count)
      + Line("  (\(ByteText.count(part.value.count)))", .faint)
  }

  private func erased(_ name: ValueName) -> [Block] {
    let rest = remains(of: name)
    return [
      heading("ERASED", name.rawValue), .blank, sentence(ValueWords(name).sentence(in: version)),
      sentence("Gone from the memory of the \(actor). \(rest)"),
    ]
  }

  /// Where an erased value still is.
  private func remains(of name: ValueName) -> String {
    let session = sight.session
    let others = Actor.allCases.filter { other in
      other != step.actor && session.memory(of: other, on: step.wire)[name] != nil
    }
    if !others.isEmpty { return "It is still in the memory of the \(listed(others.map(\.word)))." }
    let facts = session.facts(on: step.wire)
    let withKey = Closure(
      of: Set(facts.values.keys).union([.serverPrivateKey]), under: facts.schedule?.rules ?? [])
    return withKey.known.contains(name)
      ? "But whoever recorded the wire has it, encrypted to the server's private key."
      : "It can't be stolen here any more."
  }

  private func installed(_ keys: InstalledKeys) -> [Block] {
    let how = sight.isEncrypted(step.wire) ? "encrypted" : "authenticated, and NOT encrypted,"
    let direction =
      keys.forWriting
      ? "Everything that the \(actor) sends from here on is \(how) with these keys."
      : "Everything that comes from the \(keys.sender.rawValue) must now be \(how) with these keys."
    var blocks: [Block] = [
      heading("KEYS IN USE", "for what the \(keys.sender.rawValue) sends"), .blank,
      sentence(direction), row("cipher", Line(keys.suite.label)),
    ]
    for name in keys.names {
      let value = sight.brief(name, on: step.wire, count: nil)
      blocks.append(row("key", Line("\(name)   ") + value))
    }
    return blocks
  }

  private func signed(_ signature: Signature) -> [Block] {
    [
      heading("SIGNED", "with the key of the certificate, by \(signature.scheme.label)"), .blank,
      row(
        "content", Line(ByteText.brief(signature.content) + "  \(signature.contentWords)")),
      row("signature", Line(ByteText.brief(signature.signature))),
      sentence("A signature proves who made this. It encrypts nothing."),
      row("source", Line(signature.source.cited)),
    ]
  }

  // MARK: Choices and checks

  private func decided(_ decision: Decision) -> [Block] {
    var blocks: [Block] = [heading("DECIDED", StepPhrase(step).summary), .blank]
    switch decision {
    case .version(let version):
      if version.isLegacy {
        blocks.append(
          sentence(
            "Nobody should use \(version.displayName) any more (RFC 8996): it signs with SHA-1 and"
              + " MD5, and has no suite that encrypts and authenticates in one."))
      }
      blocks.append(
        sentence(
          step.wire.side(of: step.actor) == .server
            ? "The client said how high it goes; the server takes the highest that it accepts too."
            : "The server may choose nothing that the client did not offer. It did not."))
    case .suite(let suite):
      blocks += SuiteParts(suite).blocks
    case .extendedMasterSecret(let used):
      blocks.append(
        sentence(
          used
            ? "The master secret will cover the whole handshake so far (RFC 7627)."
            : "The master secret will cover only the two randoms (RFC 5246 section 8.1)."))
    case .encryptThenMAC:
      blocks.append(sentence("First encrypt, then the integrity check over it (RFC 7366)."))
    case .substitutedPreMasterSecret:
      blocks.append(
        sentence(
          "What came was no pre-master secret. The server says nothing and goes on with random"
            + " bytes, so that nobody learns what was wrong (RFC 5246 section 7.4.7.1)."))
    case .resumption(let means): blocks += ResumptionBlocks(means).blocks
    case .remembered(let means): blocks += ResumptionBlocks(means).keeping
    case .group(let group):
      blocks.append(
        sentence(
          group.isFiniteField
            ? "A finite field: both sides compute modulo its prime."
            : "An elliptic curve on which both sides compute."))
    default: break
    }
    return blocks
  }

  private func verified(_ check: Check) -> [Block] {
    var blocks: [Block] = [
      .line(
        Line("CHECKED", .heading) + Line("  \(actor)   \(check.name.phrase)   ")
          + check.outcome.badge), .blank,
    ]
    for compared in check.compared {
      blocks.append(row(compared.label, shown(compared)))
    }
    if check.name.isOfCertificate { blocks += evidence(check) }
    switch check.outcome {
    case .passed: break
    case .skipped:
      blocks.append(sentence("Nobody looked. What a check would have found is not known."))
    case .failed(let failure): blocks += failureRows(failure, of: check.name)
    }
    blocks.append(row("source", Line(check.source.cited)))
    return blocks
  }

  /// What the check looked at. What the client saw can be worked out again; of what a server, or the
  /// attacker, saw there are the certificate and its fields.
  private func evidence(_ check: Check) -> [Block] {
    let session = sight.session
    if step.actor == .client, let examination = session.examination {
      return check.skipped ? [] : ExaminationBlocks(examination).blocks(for: check.name)
    }
    guard let certificate = session.certificate(on: step.wire) else { return [] }
    return CertificateEvidence(certificate, check.name, step, session).rows
  }

  private func shown(_ compared: Check.Compared) -> Line {
    Line(ByteText.brief(compared.bytes, limit: 12), .plain)
      + Line("  (\(ByteText.count(compared.bytes.count)))", .faint)
  }

  private func failureRows(_ failure: Check.Failure, of name: Check.Name) -> [Block] {
    var blocks = [row("reason", Line(failure.words, .bad))]
    // Issuer and name stand above already.
    let isShown = name == .certificateChain || name == .certificateHostname
    if !isShown, let expected = failure.expected { blocks.append(row("expected", Line(expected))) }
    if !isShown, let found = failure.found { blocks.append(row("found", Line(found))) }
    if let code = failure.verifierCode {
      blocks.append(row("OpenSSL", Line("error \(code), \(failure.verifierMessage ?? "")")))
    }
    return blocks
  }

  private func failed(_ failure: HandshakeFailure, _ alert: Alert) -> [Block] {
    [
      .line(Line("FAILED", .bad) + Line("  \(actor)   gives up")), .blank,
      sentence(failure.words),
      row(
        "alert",
        Line(
          "\(alert.description.rawValue) \(alert.description.label): \(alert.description.words)")),
    ]
  }
}
