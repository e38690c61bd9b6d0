import Bytes
import Explanations
import Knowledge
import Lab
import Pages
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// One step in full.
struct StepDetail {
  let step: Step
  let number: Int
  let viewer: Viewer

  init(_ step: Step, number: Int, _ viewer: Viewer) {
    self.step = step
    self.number = number
    self.viewer = viewer
  }

  private var version: ProtocolVersion? { viewer.session.facts(on: step.wire).version }

  var actor: String { step.actor.spoken }

  private var telling: EffectTelling { EffectTelling(step) }

  var blocks: [Block] {
    switch step.effect {
    case .send(let message) where message.isOutOfSight: return hidden
    case .send(let message):
      return message.kind == .alert ? alertBlocks(message, "SENT") : messageBlocks(message, "SENT")
    case .received(let message) where viewer.sees(inside: step.actor):
      return message.kind == .alert ? alertBlocks(message, "READ") : readBlocks(message)
    default: break
    }
    guard viewer.sees(inside: step.actor) else { return hidden }
    switch step.effect {
    case .decided(let decision): return decided(decision)
    case .generated(let generated): return made(generated)
    case .recalled(let value): return recalled(value)
    case .derived(let derivation):
      return [heading("DERIVED", "\(derivation.name)   \(size(derivation))"), .blank]
        + DerivationBlocks(derivation.rule, on: step.wire, viewer).blocks
    case .signed(let signature): return signed(signature)
    case .verified(let check): return verified(check)
    case .install(let keys): return installed(keys)
    case .deliver(let data):
      return [heading("DELIVERED", telling.words(.brief)), .blank]
        + TextBlocks.lines(of: data, limit: 30)
    case .erased(let names): return names.flatMap(erased)
    case .failed(let failure, let alert): return failed(failure, alert)
    case .established: return [heading("DONE", telling.words(.brief))]
    case .truncated:
      return [heading("CUT", telling.words(.brief)), sentence(telling.words(.detail))]
    case .close: return [heading("CLOSED", telling.words(.brief))]
    case .send, .received: return hidden
    }
  }

  func heading(_ word: String, _ text: String) -> Block {
    .line(Line(Wording.text(of: word), .heading) + Line("  \(actor)   \(text)" as String))
  }

  private func size(_ derivation: Derivation) -> String { ByteText.count(derivation.value.count) }

  func sentence(_ text: String) -> Block { .paragraph(Line(text), indent: 1) }

  func row(_ label: String, _ line: Line) -> Block { .labelled(label, line) }

  /// What goes on inside somebody else.
  private var hidden: [Block] {
    [
      heading("INSIDE", "//// ////"),
      .line(
        Line(
          " " + said(.step, "hidden", ["viewer": viewer.name], for: .detail), .faint)),
    ]
  }

  // MARK: Messages

  private func messageBlocks(_ message: Message, _ word: String) -> [Block] {
    MessageBlocks(MessageContent(message, on: step.wire, viewer), heading: word).table(.folded)
  }

  /// What arrives is shown as its reader has it: without the records, after decryption.
  private func readBlocks(_ message: Message) -> [Block] {
    let blocks = MessageBlocks(MessageContent(message, on: step.wire, viewer), heading: "READ")
    return blocks.reading(by: step.actor)
  }

  private func alertBlocks(_ message: Message, _ word: String) -> [Block] {
    guard case .alert(let alert) = message.content, viewer.reads(message, on: step.wire) else {
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
    var blocks: [Block] = [heading("MADE", StepPhrase(step).summary), .blank]
    if let part = generated.publicPart {
      blocks.append(row("public", Line("\(part.name)   ") + value(part)))
      blocks.append(row("", Line(ValueWords(part.name).sentence(in: version))))
    }
    if let part = generated.secretPart {
      let line = Line("\(part.name)   ") + value(part)
      blocks.append(row("SECRET", line + Line("   \(actor) only", .warning)))
      blocks.append(
        row("", Line(ValueWords(part.name).sentence(in: version, isUnused: isUnused(part)))))
    }
    return blocks + [
      row("from", Line("random numbers")), row("source", Line(generated.source.cited)),
    ]
  }

  /// Whether what was made is known by now to have been of no use.
  private func isUnused(_ part: Generated.Named) -> Bool {
    viewer.session.ledger.entries.contains {
      $0.name == part.name && $0.wire == step.wire && $0.bytes == part.value
        && viewer.session.neverUsed($0)
    }
  }

  private func recalled(_ part: Generated.Named) -> [Block] {
    [
      heading("RECALLED", part.name.rawValue), .blank,
      row("SECRET", Line("\(part.name)   ") + value(part)),
      row("", Line(ValueWords(part.name).sentence(in: version))),
      row("from", Line(telling.words(.note))),
    ]
  }

  private func value(_ part: Generated.Named) -> Line {
    viewer.brief(part.name, on: step.wire, count: part.value.count)
      + Line("  (\(ByteText.count(part.value.count)))", .faint)
  }

  private func erased(_ name: ValueName) -> [Block] {
    let isUnused = viewer.session.neverUsed(name, erasedAt: number)
    return [
      heading("ERASED", name.rawValue), .blank,
      sentence(ValueWords(name).sentence(in: version, isUnused: isUnused)),
      sentence(remains(of: name)),
    ]
  }

  /// Where an erased value still is.
  private func remains(of name: ValueName) -> String {
    // One end does not know what others have.
    func told(_ entry: String, _ others: [Actor] = []) -> String {
      said(
        .step, "erased.\(entry)",
        ["actor": the(step.actor.word), "others": listed(others.map(\.spoken))], for: .detail)
    }
    guard viewer.view == .all else { return told("here") + " " }
    let session = viewer.session
    let others = Actor.allCases.filter { other in
      other != step.actor && session.ledger.held(by: other, on: step.wire)[name] != nil
    }
    if !others.isEmpty { return told("held", others) }
    let facts = session.facts(on: step.wire)
    let withKey = Closure(
      of: Set(facts.values.keys).union([.serverPrivateKey]), under: facts.schedule?.rules ?? [])
    return told(withKey.known.contains(name) ? "recorded" : "gone")
  }

  private func installed(_ keys: InstalledKeys) -> [Block] {
    let direction = telling.words(
      .detail, viewer.isEncrypted(step.wire) ? nil : "mac", ["actor": the(step.actor.word)])
    var blocks: [Block] = [
      heading("KEYS IN USE", telling.words(.brief)), .blank, sentence(direction),
      row("cipher", Line(keys.suite.label)),
    ]
    for name in keys.names {
      let value = viewer.brief(name, on: step.wire, count: nil)
      blocks.append(row("key", Line("\(name)   ") + value))
    }
    return blocks
  }

  private func signed(_ signature: Signature) -> [Block] {
    [
      heading("SIGNED", telling.words(.brief, nil, ["scheme": signature.scheme.label])), .blank,
      row(
        "content", Line(ByteText.brief(signature.content) + "  \(signature.contentWords)")),
      row("signature", Line(ByteText.brief(signature.signature))),
      sentence(telling.words(.detail)),
      row("source", Line(signature.source.cited)),
    ]
  }
}
