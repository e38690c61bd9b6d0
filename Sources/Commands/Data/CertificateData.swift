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
      "fields": (try? certificate.structure()).map(field) ?? .null,
    ])
  }

  private static func field(_ field: CertificateField) -> JSONValue {
    var object: [String: JSONValue] = [
      "name": .string(field.name), "offset": .number(field.range.lowerBound),
      "length": .number(field.range.count),
    ]
    switch field.value {
    case .structure, .null: break
    case .boolean(let value): object["value"] = .bool(value)
    case .integer(let bytes), .bytes(let bytes): object["value"] = .string(bytes.hex)
    case .identifier(let dotted, let name):
      object["value"] = .string(dotted)
      object["meaning"] = name.map { .string($0) } ?? .null
    case .text(let text): object["value"] = .string(text)
    }
    if !field.children.isEmpty { object["fields"] = .array(field.children.map(Self.field)) }
    return .object(object)
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
