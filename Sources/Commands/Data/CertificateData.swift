import Bytes
import Knowledge
import Lab
import Screens
package import X509

/// A chain and what its verification found, for other programs.
enum CertificateData {
  static func of(
    _ examination: CertificateExamination, remarks: [String] = []
  ) -> JSONValue {
    .object([
      "remarks": .array(remarks.map { .string($0) }),
      "certificates": .array(examination.chain.map(certificate)),
      "path": .array(
        (examination.path?.certificates ?? []).map { .string($0.subject) }),
      "order": .string(BundleOrder.word(for: examination.chain)),
      "at": .number(Int(examination.verification.at)),
      "checks": .array(examination.checks.map(check)),
      "revocations": .array(examination.revocations.map(RevocationData.of)),
    ])
  }

  private static func certificate(_ certificate: Certificate) -> JSONValue {
    let contents = CertificateContents(certificate)
    func moment(_ seconds: Int64?) -> JSONValue { seconds.map { .number(Int($0)) } ?? .null }
    let others = certificate.subjectNames
    func names(_ kind: (String) -> AlternativeName) -> JSONValue {
      .array(others.filter { kind($0.text) == $0 }.map { .string($0.text) })
    }
    func addresses(_ method: String) -> JSONValue {
      .array(contents.access.filter { $0.method == method }.map { .string($0.text) })
    }
    return .object([
      "subject": .string(certificate.subject), "issuer": .string(certificate.issuer),
      "serial": .string(certificate.signedSerial),
      "not_before": moment(certificate.notBefore), "not_after": moment(certificate.notAfter),
      "dns_names": .array(certificate.dnsNames.map { .string($0) }),
      "ip_addresses": names(AlternativeName.ip), "uris": names(AlternativeName.uri),
      "email_addresses": names(AlternativeName.email),
      "key": .string(certificate.keyWords),
      "fingerprint_sha256": .string(contents.fingerprint.hex),
      "public_key_sha256": .string(contents.keyFingerprint.hex),
      "ocsp": addresses("OCSP"), "ca_issuers": addresses("CA Issuers"),
      "crl": .array(contents.lists.map { .string($0) }),
      "tls_features": .array((certificate.tlsFeatures ?? []).map { .number($0) }),
      "timestamps": .array(contents.timestamps.map(timestamp)),
      "unknown_extensions": .array(contents.unknown.map(unknown)),
      "damaged_extensions": .array(contents.damaged.map(damaged)),
      "fields": AnnotationData.tree(OpaqueStructure.certificate.annotation(of: certificate.der)),
    ])
  }

  private static func timestamp(_ timestamp: CertificateContents.Timestamp) -> JSONValue {
    .object(["log": .string(timestamp.log.hex), "time": .number(Int(clamping: timestamp.time))])
  }

  private static func unknown(_ entry: CertificateContents.Unknown) -> JSONValue {
    .object([
      "identifier": .string(entry.identifier), "critical": .bool(entry.isCritical),
      "value": .string(entry.value.hex),
    ])
  }

  private static func damaged(_ entry: DamagedExtension) -> JSONValue {
    .object(["name": .string(entry.name), "damage": .string(entry.damage.rawValue)])
  }

  private static func check(_ check: Check) -> JSONValue {
    var object: JSONObject = [
      "name": .string(check.name.rawValue), "source": .string("\(check.source)"),
    ]
    switch check.outcome {
    case .passed: object["outcome"] = .string("passed")
    case .skipped: object["outcome"] = .string("skipped")
    case .failed(let failure):
      object["outcome"] = .string("failed")
      object.merge(reason(failure))
    case .undecided(let failure):
      object["outcome"] = .string("not_checked")
      object.merge(reason(failure))
    }
    return .object(object)
  }

  private static func reason(_ failure: Check.Failure) -> JSONObject {
    func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    var object: JSONObject = [
      "reason": .string(failure.reason), "found": text(failure.found),
      "expected": text(failure.expected),
      "verifier_code": failure.verifierCode.map { .number($0) } ?? .null,
      "verifier_message": text(failure.verifierMessage),
    ]
    if let depth = failure.depth {
      object["depth"] = .number(depth)
      object["subject"] = text(failure.subject)
    }
    return object
  }
}

extension BundleOrder {
  /// By which other programs know the order of certificates that were sent.
  package static func word(for sent: [Certificate]) -> String {
    switch BundleOrder(sent) {
    case nil: "right"
    case .authorityFirst: "authority_first"
    case .mixed: "mixed"
    case .repeated: "repeated"
    case .stranger: "stranger"
    case .circle: "circle"
    }
  }
}
