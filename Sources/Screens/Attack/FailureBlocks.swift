import Bytes
import Explanations
import Knowledge
import Lab
import Network
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// Why a session came to nothing: which check, which alert, what people would read.
struct FailureBlocks {
  let session: Session
  let failure: HandshakeFailure
  let alert: Alert
  let actor: Actor

  init(_ session: Session, _ failure: HandshakeFailure, _ alert: Alert, _ actor: Actor) {
    self.session = session
    self.failure = failure
    self.alert = alert
    self.actor = actor
  }

  var blocks: [Block] {
    [
      .line(
        session.outcome.badge
          + Line("  \(session.id)  " + said(.failure, heading, ["actor": actor.spoken]))), .rule,
    ] + details
  }

  private var heading: String { session.isEndedByAlert ? "ended_by_alert" : "gave_up" }

  /// The rows without a heading.
  var details: [Block] { details(withCertificate: true) }

  func details(withCertificate: Bool) -> [Block] {
    let number = alert.description.rawValue
    var rows = reasons(withCertificate: withCertificate).map(\.asReason)
    rows.append(
      .labelled(
        "alert", Line("\(number) \(alert.description.label): \(alert.description.words)")))
    if let words = userWords { rows.append(.labelled("a user", Line(words))) }
    return rows
  }

  /// What was found, and where: by it one sees which alert had to come.
  private func reasons(withCertificate: Bool) -> [Block] {
    if session.isEndedByAlert {
      let values = ["actor": actor.spoken]
      return [.labelled("end", Line(said(.failure, "ended_by_alert.behind", values), .warning))]
    }
    let cause = number?.cause ?? failure.words(by: actor)
    var rows: [Block] = [.labelled("because", Line(cause, .bad))]
    if let number { rows.append(.labelled("number", Line(number.sentence))) }
    guard let check = failedCheck, let found = check.failure else { return rows }
    let place = ["check": check.name.phrase, "step": String(step(of: check))]
    rows.append(.labelled("check", Line(said(.failure, "failed_check", place))))
    // The server judges what the client has shown.
    let shown =
      actor == .server
      ? session.certificate(shownBy: .client, on: session.clientWire)
      : session.certificate(on: session.clientWire)
    if withCertificate, let certificate = shown {
      rows.append(.labelled("shown", Line(certificate.summary)))
    }
    if let expected = found.expected { rows.append(.labelled("wanted", Line(expected))) }
    let problem = found.reason == CertificateFault.stapleUnusable.reason ? found.found : nil
    if let problem = problem.flatMap(RevocationStatus.Problem.init(rawValue:)) {
      rows.append(.labelled("staple", Line(problem.words)))
    } else if withCertificate, let other = found.found {
      rows.append(.labelled("found", Line(other)))
    }
    return rows + found.placeRows + found.verifierRows
  }

  private var number: NumberMismatchWords? {
    failure == .misbehaving(.badRecordMAC) ? NumberMismatchWords(session) : nil
  }

  private var failedCheck: Check? { session.checks(by: actor).first(where: \.failed) }

  private func step(of check: Check) -> Int {
    (session.steps.firstIndex { $0.effect == .verified(check) } ?? -1) + 1
  }

  /// What a program tells people when such a check fails.
  private var userWords: String? {
    // Whom the server turns away reads the alert, and not why.
    guard actor != .server, let check = failedCheck, let found = check.failure else { return nil }
    guard let fault = CertificateFault(found) else { return nil }
    return said(
      .failure, "user_reads", ["browser": fault.browserWords, "phone": fault.phoneWords])
  }
}

extension Check.Failure {
  /// Which certificate of the path it is, where it is not the peer's own.
  var placeRows: [Block] {
    guard let depth, let subject else { return [] }
    let values = ["depth": String(depth), "subject": subject]
    return [.labelled("at", Line(said(.failure, "at_depth", values)))]
  }

  /// What the library that judged has to say, if one did.
  var verifierRows: [Block] {
    guard let code = verifierCode else { return [] }
    let values = ["code": String(code), "message": verifierMessage ?? ""]
    return [.labelled("OpenSSL", Line(said(.failure, "verifier", values)))]
  }
}
