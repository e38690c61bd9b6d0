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
  private func masterSecret(coversAll: Bool) -> Block {
    let (covered, source) =
      coversAll
      ? ("the whole handshake so far", Citation.words("RFC 7627"))
      : ("only the two randoms", Citation.words("RFC 5246 §8.1"))
    return sentence("The master secret will cover \(covered) (\(source)).")
  }

  func decided(_ decision: Decision) -> [Block] {
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
    case .extendedMasterSecret(let used): blocks.append(masterSecret(coversAll: used))
    case .encryptThenMAC:
      blocks.append(sentence("First encrypt, then the integrity check over it (RFC 7366)."))
    case .substitutedPreMasterSecret:
      blocks.append(
        sentence(
          "What came was no pre-master secret. The server says nothing and goes on with random"
            + " bytes, so that nobody learns what was wrong (\(Citation.words("RFC 5246 §7.4.7.1")))."
        ))
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
      blocks.append(sentence("Nobody looked. What a check would have found is not known."))
    case .failed(let failure): blocks += failureRows(failure, of: check.name)
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
    if let code = failure.verifierCode {
      blocks.append(row("OpenSSL", Line("error \(code), \(failure.verifierMessage ?? "")")))
    }
    if let fault = Catalogue.english.explanation(ExplanationKey(.fault, failure.reason)) {
      blocks.append(row("means", Line(fault.text)))
    }
    return blocks
  }

  func failed(_ failure: HandshakeFailure, _ alert: Alert) -> [Block] {
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
