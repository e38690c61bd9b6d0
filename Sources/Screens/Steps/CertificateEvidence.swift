import Bytes
import CryptoPrimitives
import Knowledge
import Lab
import Pages
import Platform
import X509

/// What a check of a certificate looks at, so that a reader can follow the judgement.
struct CertificateEvidence {
  let certificate: Certificate
  let check: Check.Name
  let step: Step
  let session: Session

  init(_ certificate: Certificate, _ check: Check.Name, _ step: Step, _ session: Session) {
    self.certificate = certificate
    self.check = check
    self.step = step
    self.session = session
  }

  var rows: [Block] {
    switch check {
    case .certificateChain:
      [row("subject", certificate.subject), row("issuer", certificate.issuer)]
    case .certificateDates:
      [
        row("valid", "\(certificate.firstDay) to \(certificate.lastDay)"),
        row("now", day(step.time / 1_000_000)),
      ]
    case .certificateHostname:
      [
        row("wanted", session.serverName),
        row("names", listed(certificate.dnsNames)),
      ]
    case .certificateStrength:
      [
        row("key", certificate.publicKey.kind.word),
        row("signed", certificate.signatureAlgorithm ?? String(worded: "unknown")),
      ]
    default: []
    }
  }

  private func row(_ label: String, _ text: String) -> Block { .labelled(label, Line(text)) }

  /// The date in UTC: `2026-01-01`.
  private func day(_ seconds: Int64) -> String { Day(seconds).text }
}
