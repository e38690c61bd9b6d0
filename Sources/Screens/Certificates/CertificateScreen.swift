import Bytes
import CryptoPrimitives
import Explanations
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
      page.blocks += [.rule] + CertificateTable(certificate).blocks + [.blank]
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
private struct CertificateTable {
  let certificate: Certificate

  init(_ certificate: Certificate) { self.certificate = certificate }

  var blocks: [Block] {
    let root: Annotation
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
        ? [.line(Line(" " + said(.examination, "fields.more"), .warning))] : [])
  }

  /// A certificate may have ten thousand names.
  private static let mostRows = 400

  private func add(_ field: Annotation, depth: Int, to rows: inout [[Line]]) {
    guard rows.count < Self.mostRows else { return }
    // A string that only wraps one value adds nothing for a reader.
    let indent = String(repeating: " ", count: min(depth, 8))
    rows.append([
      Line("\(field.range.lowerBound)", .faint), Line("\(field.range.count)", .faint),
      Line(indent + field.name, field.children.isEmpty ? .field : .heading), words(field),
    ])
    // Size and type of what has fields inside are seen from those.
    for child in field.children where child.name != "header" {
      add(child, depth: depth + 1, to: &rows)
    }
  }

  private func words(_ field: Annotation) -> Line {
    guard case .element(let type, let content) = field.value else {
      return Line(FieldMeaning.of(field.name, in: Annotation.asn1)?.brief ?? "", .faint)
    }
    return Line(ASN1Words.words(type, content), content == .null ? .faint : .plain)
  }
}
