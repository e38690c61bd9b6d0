import Bytes
import CryptoPrimitives
import Explanations
import Knowledge
public import X509

extension Screens {
  /// A chain taken apart field by field, and every check that a verifier makes of it.
  ///
  /// - Parameter isFromFiles: whether checks that nobody asked for say how to ask.
  public static func chain(
    _ examination: CertificateExamination, isFromFiles: Bool = false
  ) -> Page {
    var page = Page(ChainVerdict.blocks(examination))
    if examination.verification.purpose == .client {
      page.blocks.insert(.line(Line(said(.examination, "of-client"), .faint)), at: 0)
    }
    for (place, certificate) in examination.chain.enumerated() {
      let name = certificate.subjectCommonName ?? certificate.subject
      page.add(
        .line(
          Line("CERTIFICATE \(place + 1) of \(examination.chain.count)  ", .heading) + Line(name)))
      page.blocks +=
        [.rule] + CertificateContentBlocks(certificate).blocks + [.blank]
        + CertificateTable(certificate).blocks + [.blank]
    }
    page.blocks += verification(examination, isFromFiles: isFromFiles)
    return page
  }

  /// The checks, each with what it looked at.
  private static func verification(
    _ examination: CertificateExamination, isFromFiles: Bool
  ) -> [Block] {
    let at = Day(examination.verification.at).momentText
    var blocks: [Block] = [
      .line(Line("VERIFIED STEP BY STEP", .heading) + Line("  as of \(at)")), .rule,
    ]
    for check in examination.checks {
      blocks.append(
        .line(
          check.outcome.badge + Line("  \(check.name.phrase)   ") + Line(check.source.cited, .faint)
        ))
      if !check.skipped { blocks += ExaminationBlocks(examination).blocks(for: check.name) }
      if isFromFiles, check.skipped, let why = check.name.unasked {
        blocks.append(.labelled("because", Line(why, .faint)))
      }
      if let failure = check.failure {
        blocks.append(.labelled("reason", Line(failure.words, .bad)))
        blocks += failure.placeRows + failure.verifierRows
        // Whose certificate a server refuses reads the alert alone.
        if examination.verification.purpose != .client, let fault = CertificateFault(failure) {
          blocks.append(.labelled("a user", Line("would read: \"\(fault.browserWords)\"")))
        }
      }
      blocks.append(.blank)
    }
    return blocks
  }
}

extension Check.Name {
  /// Why nobody made the check, outside of a handshake.
  fileprivate var unasked: String? {
    switch self {
    case .certificateHostname: said(.reason, "unasked.name")
    case .certificateUsage: said(.reason, "unasked.usage")
    case .certificateRevocation: said(.reason, "unasked.revocation")
    case .certificateStaple: said(.reason, "unasked.staple")
    default: nil
    }
  }
}

/// The fields of a certificate, one in a line: where, how long, what, and what it says.
private struct CertificateTable {
  let certificate: Certificate

  init(_ certificate: Certificate) { self.certificate = certificate }

  var blocks: [Block] {
    var blocks: [Block] = []
    // Other readers take it all the same.
    if let fault = certificate.encodingFault {
      blocks.append(.labelled("no DER", Line(fault.words, .warning)))
    }
    let root = OpaqueStructure.certificate.annotation(of: certificate.der)
    var rows: [[Line]] = []
    add(root, depth: 0, to: &rows)
    let header = ["byte", "size", "field", "value"].map { Line($0, .faint) }
    return blocks + [.table(Table(header: header, rows: rows))]
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
    if case .undecodable(let error) = field.value { return Line("\(error)", .bad) }
    guard case .element(let type, let content) = field.value else {
      return Line(FieldMeaning.of(field.name, in: Annotation.asn1)?.brief ?? "", .faint)
    }
    return Line(ASN1Words.words(type, content, most: 2000), content == .null ? .faint : .plain)
  }
}
