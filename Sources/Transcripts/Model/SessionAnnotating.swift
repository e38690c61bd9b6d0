import Bytes
import CryptoPrimitives
import Explanations
import Knowledge
public import Lab
import Screens
import TLSEngine
import TLSKeys
import TLSWire

extension AnnotatedSession {
  /// Takes a session apart.
  ///
  /// - Parameters:
  ///   - redacted: write down what anyone has who listened, and nothing else.
  public init(_ lab: Lab, _ session: Session, redacted: Bool) {
    var annotator = SessionAnnotator(lab, session, redacted: redacted)
    schema = "tlslab.transcript"
    schemaVersion = 1
    generator = Generator(program: "tlslab", openssl: Libcrypto.version)
    language = annotator.glossary.language
    self.redacted = redacted
    self.session = annotator.summary
    settings = redacted ? [] : annotator.settings
    parties = annotator.parties
    messages = annotator.messages
    values = annotator.values
    steps = annotator.steps
    chapters = annotator.chapters
    thefts = annotator.thefts
    explanations = annotator.glossary.reasons
  }
}

/// What the parts of an annotated session are made from.
struct SessionAnnotator {
  let lab: Lab
  let session: Session
  /// Whose eyes the transcript is written with.
  let viewer: Viewer
  let isRedacted: Bool
  var glossary = Glossary(.current)
  /// The views that can be taken, in order.
  let views: [(party: String, viewer: Viewer)]
  /// The step that read each message, by the step that sent it, both counted from 1.
  let readings: [Int: Int]
  private(set) var registry: ValueRegistry

  init(_ lab: Lab, _ whole: Session, redacted: Bool) {
    let session = redacted ? whole.heard : whole
    self.lab = lab
    self.session = session
    isRedacted = redacted
    viewer = Viewer(
      session, redacted ? Eyes(.eavesdropper) : lab.eyes(of: .all, on: session))
    let inBetween: [Lab.View] = session.interceptor == nil ? [] : [.interceptor]
    let ends: [Lab.View] = session.replay == nil ? [.client, .server] : [.interceptor, .server]
    views = (ends + inBetween + [.eavesdropper]).map { view in
      (view.rawValue, Viewer(session, redacted ? Eyes(view) : lab.eyes(of: view, on: session)))
    }
    readings = session.readings
    registry = ValueRegistry(session)
  }

  var parties: [AnnotatedSession.Party] {
    views.map {
      AnnotatedSession.Party(
        id: $0.party, name: Actor(rawValue: $0.party)?.spoken ?? Wording.text(of: $0.party))
    }
  }

  /// What the session began with. How the reader's own screen looked is no part of it.
  var settings: [AnnotatedSession.Setting] {
    SettingCatalogue.all.filter { !$0.isOfDisplay }.map { setting in
      AnnotatedSession.Setting(
        key: setting.key, value: session.settings.text(of: setting),
        isDefault: !session.settings.isSet(setting))
    }
  }

  var summary: AnnotatedSession.Summary {
    let record = lab.record(of: session)
    let wire = session.clientWire
    let title = [session.versionName(on: wire), session.keyExchangeName(on: wire)]
      .compactMap { $0 }.joined(separator: " ")
    return AnnotatedSession.Summary(
      id: session.id,
      title: [title.isEmpty ? "TLS" : title, String(worded: "to"), session.serverName]
        .joined(separator: " "),
      serverName: session.serverName, seed: Transcript.seed(of: session, in: lab, isRedacted),
      recorded: session.isImported ? true : nil,
      version: record.version?.number, suite: record.suite?.label,
      keyExchange: record.keyExchange,
      group: (record.group ?? session.facts(on: wire).group)?.label,
      outcome: isRedacted ? nil : record.outcome.rawValue, alert: record.failure?.alert.label,
      alertBy: record.failure?.by.rawValue, verified: record.verified.map(\.rawValue),
      notChecked: record.notChecked.map(\.rawValue),
      vault: isRedacted ? nil : record.vault.rawValue,
      resumedFrom: isRedacted ? nil : record.resumedFrom,
      milliseconds: session.timeToData.map { Int($0 / 1000) })
  }

  /// The version that a thing of this session is explained in.
  var version: String? { session.facts(on: session.clientWire).version?.number }

  // MARK: Steps

  var steps: [AnnotatedStep] {
    mutating get {
      let start = session.steps.first?.time ?? 0
      var sent: [Int: Int] = [:]
      for (place, item) in session.messages.enumerated() { sent[item.index + 1] = place + 1 }
      let sender = Dictionary(readings.map { ($0.value, $0.key) }, uniquingKeysWith: { $1 })
      return session.steps.enumerated().map { place, step in
        let number = place + 1
        return annotated(
          step, number, at: Double(step.time - start) / 1000,
          message: sent[number] ?? sender[number].flatMap { sent[$0] })
      }
    }
  }

  private mutating func annotated(
    _ step: Step, _ number: Int, at time: Double, message: Int?
  ) -> AnnotatedStep {
    var values: [String] = []
    var check: AnnotatedStep.CheckMade?
    var signature: AnnotatedStep.SignatureMade?
    switch step.effect {
    case .generated, .recalled, .derived, .erased, .install:
      values = registry.values(ofStep: number)
    case .verified(let made): check = AnnotatedStep.CheckMade(made)
    case .signed(let made): signature = signed(made, step)
    default: break
    }
    let told = detail(of: step, number, viewer)
    let own = views.first { $0.party == step.actor.rawValue }.map {
      detail(of: step, number, $0.viewer)
    }
    return AnnotatedStep(
      number: number, party: step.actor.rawValue, wire: step.wire.rawValue, milliseconds: time,
      kind: step.effect.word, text: "\(step.actor.spoken) \(StepPhrase(step).summary)",
      message: message, values: values, check: check, signature: signature,
      detail: told, ownDetail: own == told ? nil : own,
      why: glossary.keys(
        [step.effect.explanationKeys] + fault(of: check), version, side(of: step)))
  }

  /// What was wrong with a certificate, if something was.
  private func fault(of check: AnnotatedStep.CheckMade?) -> [ExplanationCandidates] {
    check?.reason.map { [[ExplanationKey(.fault, $0)]] } ?? []
  }

  private func side(of step: Step) -> String? {
    if case .derived(let derivation) = step.effect {
      return ExplanationKey.side(ofValue: derivation.name.rawValue)
    }
    return nil
  }

  private func detail(of step: Step, _ number: Int, _ viewer: Viewer) -> [ChapterBlock] {
    switch step.effect {
    case .send, .received, .derived: []
    default: ChapterBlock.blocks(Screens.detail(ofStep: number, viewer))
    }
  }

  private func signed(_ signature: Signature, _ step: Step) -> AnnotatedStep.SignatureMade {
    let command = Screens.verification(of: signature, step, in: session)?.line
    return AnnotatedStep.SignatureMade(
      scheme: signature.scheme.label, bytes: signature.signature.hex,
      content: signature.content.hex, command: command,
      source: signature.source.cited)
  }
}

extension AnnotatedStep.CheckMade {
  fileprivate init(_ check: Check) {
    let outcome: String
    var failure: Check.Failure?
    switch check.outcome {
    case .passed: outcome = "passed"
    case .skipped: outcome = "skipped"
    case .failed(let reason):
      outcome = "failed"
      failure = reason
    case .undecided(let reason):
      outcome = "not_checked"
      failure = reason
    }
    self.init(
      name: check.name.rawValue, outcome: outcome, reason: failure?.reason, found: failure?.found,
      expected: failure?.expected, source: check.source.cited)
  }
}

extension Session {
  /// The step that read what a step sent, both counted from 1. Messages arrive in the order in which they
  /// were sent; what an attacker kept back or changed is read by nobody, or as something else.
  var readings: [Int: Int] {
    var found: [Int: Int] = [:]
    for (place, step) in steps.enumerated() {
      guard case .received(let message) = step.effect else { continue }
      let sender = messages.first { item in
        found[item.index + 1] == nil && item.index < place && item.step.wire == step.wire
          && item.step.actor != step.actor && item.message.content == message.content
      }
      if let sender { found[sender.index + 1] = place + 1 }
    }
    return found
  }
}
