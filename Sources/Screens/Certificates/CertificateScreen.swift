import Bytes
import CryptoPrimitives
import Knowledge
public import X509

extension Screens {
  /// A chain taken apart field by field, and every check that a verifier makes of it.
  public static func chain(_ examination: CertificateExamination) -> Page {
    var page = Page()
    for (place, certificate) in examination.chain.enumerated() {
      let name = certificate.subjectCommonName ?? certificate.subject
      page.add(
        .line(
          Line("CERTIFICATE \(place + 1) of \(examination.chain.count)  ", .heading) + Line(name)))
      page.blocks += [.rule] + FieldTable(certificate).blocks + [.blank]
    }
    page.blocks += verification(examination)
    return page
  }

  /// The checks, each with what it looked at.
  static func verification(_ examination: CertificateExamination) -> [Block] {
    let at = Day(examination.verification.at).text
    var blocks: [Block] = [
      .line(Line("VERIFIED STEP BY STEP", .heading) + Line("  as of \(at)")), .rule,
    ]
    for check in examination.checks {
      blocks.append(
        .line(
          check.outcome.badge + Line("  \(check.name.phrase)   ") + Line(check.source.cited, .faint)
        ))
      if !check.skipped { blocks += ExaminationBlocks(examination).blocks(for: check.name) }
      if case .failed(let failure) = check.outcome {
        blocks.append(.labelled("reason", Line(failure.words, .bad)))
        if let code = failure.verifierCode {
          blocks.append(
            .labelled("OpenSSL", Line("error \(code), \(failure.verifierMessage ?? "")")))
        }
        if let fault = CertificateFault(failure) {
          blocks.append(.labelled("a user", Line("would read: \"\(fault.browserWords)\"")))
        }
      }
      blocks.append(.blank)
    }
    return blocks
  }
}

/// The fields of a certificate, one in a line: where, how long, what, and what it says.
private struct FieldTable {
  let certificate: Certificate

  init(_ certificate: Certificate) { self.certificate = certificate }

  var blocks: [Block] {
    let root: CertificateField
    do throws(X509Error) {
      root = try certificate.structure()
    } catch {
      return [.labelled("can't", Line("\(error.operation): \(error.reason)", .bad))]
    }
    var rows: [[Line]] = []
    add(root, depth: 0, to: &rows)
    let header = ["byte", "size", "field", "value"].map { Line($0, .faint) }
    return [.table(Table(header: header, rows: rows))]
      + (rows.count >= Self.mostRows
        ? [.line(Line(" and more fields than a screen holds", .warning))] : [])
  }

  /// A certificate may have ten thousand names.
  private static let mostRows = 400

  private func add(_ field: CertificateField, depth: Int, to rows: inout [[Line]]) {
    guard rows.count < Self.mostRows else { return }
    // A string that only wraps one value adds nothing for a reader.
    let indent = String(repeating: " ", count: min(depth, 8))
    rows.append([
      Line("\(field.range.lowerBound)", .faint), Line("\(field.range.count)", .faint),
      Line(indent + field.name, field.children.isEmpty ? .field : .heading), words(field),
    ])
    for child in field.children { add(child, depth: depth + 1, to: &rows) }
  }

  private func words(_ field: CertificateField) -> Line {
    switch field.value {
    case .structure: Line(Self.meanings[field.name] ?? "", .faint)
    case .boolean(let value): Line(value ? "true" : "false")
    case .integer(let bytes): Line(number(bytes))
    case .identifier(let dotted, let name): Line(name.map { "\($0)  (\(dotted))" } ?? dotted)
    case .text(let text): Line(Screens.shortened(text))
    case .bytes(let bytes): Line(ByteText.brief(bytes, limit: 8))
    case .null: Line("nothing", .faint)
    }
  }

  private func number(_ bytes: [UInt8]) -> String {
    guard let first = bytes.first else { return "?" }
    guard bytes.count <= 7 else { return ByteText.brief(bytes, limit: 8) }
    let start: Int = first & 0x80 != 0 ? -1 : 0
    return String(bytes.reduce(start) { $0 << 8 | Int($1) })
  }

  /// What the parts of a certificate are for.
  private static let meanings: [String: String] = [
    "tbs_certificate": "everything that is signed",
    "version": "2 is version 3, which has extensions",
    "signature": "how it is signed; the same stands outside",
    "issuer": "who signed", "subject": "whose key it is",
    "validity": "from when and until when",
    "subject_public_key_info": "the key that this is about",
    "extensions": "what the key may do, for which names, and where to ask",
    "signature_algorithm": "how it is signed",
    "basicConstraints": "whether the subject may sign certificates",
    "keyUsage": "what the key may do", "extendedKeyUsage": "what the certificate is for",
    "subjectAltName": "the names that count", "nameConstraints": "for which names it may sign",
    "subjectKeyIdentifier": "a short name of this key",
    "authorityKeyIdentifier": "a short name of the key that signed",
    "crlDistributionPoints": "where the list of revoked certificates is",
    "authorityInfoAccess": "where to ask, and where the issuer's certificate is",
    "certificatePolicies": "under which rules it was issued",
    "ct_precert_scts": "proofs that public logs have seen it (RFC 6962, obsoleted by RFC 9162)",
  ]
}
