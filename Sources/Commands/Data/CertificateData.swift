import Bytes
import Knowledge
import Lab
import X509

/// A chain and what its verification found, for other programs.
enum CertificateData {
  static func of(_ examination: CertificateExamination) -> JSONValue {
    .object([
      "certificates": .array(examination.chain.map(certificate)),
      "path": .array(
        (examination.path?.certificates ?? []).map { .string($0.subject) }),
      "checks": .array(examination.checks.map(check)),
    ])
  }

  private static func certificate(_ certificate: Certificate) -> JSONValue {
    .object([
      "subject": .string(certificate.subject), "issuer": .string(certificate.issuer),
      "serial": .string(certificate.serial.hex),
      "not_before": .number(Int(certificate.notBefore)),
      "not_after": .number(Int(certificate.notAfter)),
      "dns_names": .array(certificate.dnsNames.map { .string($0) }),
      "fields": (try? certificate.structure()).map(AnnotationData.tree) ?? .null,
    ])
  }

  private static func check(_ check: Check) -> JSONValue {
    var object: [String: JSONValue] = [
      "name": .string(check.name.rawValue), "source": .string("\(check.source)"),
    ]
    switch check.outcome {
    case .passed: object["outcome"] = .string("passed")
    case .skipped: object["outcome"] = .string("skipped")
    case .failed(let failure):
      object["outcome"] = .string("failed")
      object["reason"] = .string(failure.reason)
      object["verifier_code"] = failure.verifierCode.map { .number($0) } ?? .null
      object["verifier_message"] = failure.verifierMessage.map { .string($0) } ?? .null
    }
    return .object(object)
  }
}
