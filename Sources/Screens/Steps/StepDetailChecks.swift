import Bytes
import Explanations
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import X509

// Choices and checks.
extension StepDetail {
  func decided(_ decision: Decision) -> [Block] {
    var blocks: [Block] = [heading("DECIDED", StepPhrase(step).summary), .blank]
    if case .suite(let suite) = decision { blocks += SuiteParts(suite).blocks }
    let detail = EffectTelling(step).words(.detail)
    return detail.isEmpty ? blocks : blocks + [sentence(detail)]
  }

  func verified(_ check: Check) -> [Block] {
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
      blocks.append(sentence(EffectTelling(step).words(.detail, "skipped")))
    case .failed(let failure), .undecided(let failure):
      blocks += failureRows(failure, of: check.name)
    }
    blocks.append(row("source", Line(check.source.cited)))
    return blocks
  }

  /// What the check looked at. What the client saw can be worked out again; of what a server, or the
  /// attacker, saw there are the certificate and its fields.
  private func evidence(_ check: Check) -> [Block] {
    let session = viewer.session
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
    blocks += failure.placeRows + failure.verifierRows
    if let fault = Catalogue.current.explanation(ExplanationKey(.fault, failure.reason)) {
      blocks.append(row("means", Line(fault.text)))
    }
    return blocks
  }

  func failed(_ failure: HandshakeFailure, _ alert: Alert) -> [Block] {
    [
      .line(Line("FAILED", .bad) + Line("  \(actor)   " + said(.failure, "gives_up"))), .blank,
      sentence(failure.words),
      row(
        "alert",
        Line(
          "\(alert.description.rawValue) \(alert.description.label): \(alert.description.words)")),
    ]
  }
}
