import Bytes
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
      .line(session.outcome.badge + Line("  \(session.id)  the \(actor.word) gave up")), .rule,
    ] + details
  }

  /// The rows without a heading.
  var details: [Block] { details(withCertificate: true) }

  func details(withCertificate: Bool) -> [Block] {
    let number = alert.description.rawValue
    var rows = reasons(withCertificate: withCertificate).map(\.asReason)
    rows.append(
      .labelled(
        "alert", Line("\(number) \(alert.description.label): \(alert.description.words)")))
    if let words = userWords { rows.append(.labelled("a user", Line("would read: \(words)"))) }
    return rows
  }

  /// What was found, and where: by it one sees which alert had to come.
  private func reasons(withCertificate: Bool) -> [Block] {
    let cause = number?.cause ?? failure.words
    var rows: [Block] = [.labelled("because", Line(cause, .bad))]
    if let number { rows.append(.labelled("number", Line(number.sentence))) }
    guard let check = failedCheck, case .failed(let found) = check.outcome else { return rows }
    rows.append(.labelled("check", Line("\(check.name.phrase), at step \(step(of: check))")))
    if withCertificate, let certificate = session.certificate(on: session.clientWire) {
      rows.append(.labelled("shown", Line(certificate.summary)))
    }
    if let expected = found.expected { rows.append(.labelled("wanted", Line(expected))) }
    if withCertificate, let other = found.found { rows.append(.labelled("found", Line(other))) }
    if let code = found.verifierCode {
      rows.append(.labelled("OpenSSL", Line("error \(code), \(found.verifierMessage ?? "")")))
    }
    return rows
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
    guard let check = failedCheck, case .failed(let found) = check.outcome else { return nil }
    guard let fault = CertificateFault(found) else { return nil }
    return "\"\(fault.browserWords)\" (a phone: \"\(fault.phoneWords)\")"
  }
}
