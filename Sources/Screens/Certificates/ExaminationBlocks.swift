import Bytes
import CryptoPrimitives
import Knowledge
import X509

/// What one check of a chain looked at, and what it found, so that a reader can follow.
struct ExaminationBlocks {
  let examination: CertificateExamination

  init(_ examination: CertificateExamination) { self.examination = examination }

  private var path: [Certificate] { examination.path?.certificates ?? [] }

  func blocks(for check: Check.Name) -> [Block] {
    switch check {
    case .certificateChain: searches + signatures + constraints
    case .certificateDates: dates
    case .certificateHostname: names
    case .certificateUsage: usages
    case .certificateStrength: strengths
    case .certificateRevocation: revocations
    case .certificatePin: pins
    default: []
    }
  }

  /// The certificate by its name, marked where a fault of this check is its.
  private func label(_ certificate: Certificate, _ check: Check.Name) -> Line {
    let isAtFault = examination.findings.contains {
      $0.certificate == certificate && $0.fault.check == check
    }
    let name = certificate.subjectCommonName ?? certificate.subject
    return Line(name.isEmpty ? "(no name)" : name, isAtFault ? .bad : .field)
  }

  private func rows(
    _ check: Check.Name, _ content: (Certificate) -> [Line]
  ) -> [Block] {
    [.table(Table(rows: path.map { [label($0, check)] + content($0) }, indent: 1))]
  }

  // MARK: The path

  /// Every search for an issuer, with everyone who was looked at.
  private var searches: [Block] {
    (examination.path?.searches ?? []).flatMap { search -> [Block] in
      let wanted = search.subject.issuerCommonName
      let title = "issuer of \(search.subject.subjectCommonName ?? search.subject.subject):"
      var blocks: [Block] = [
        .line(
          Line(" \(title) ", .faint) + Line(wanted, .field)
            + Line("   among those \(search.place.words)", .faint))
      ]
      if search.candidates.isEmpty { blocks.append(.line(Line("   nobody is there", .warning))) }
      // Whoever has the wanted name is worth a line; of many others their number.
      let others = search.candidates.filter { $0.rejection == .otherName }
      let isShort = others.count <= Self.mostCandidates
      let shown =
        isShort ? search.candidates : search.candidates.filter { $0.rejection != .otherName }
      let rows = shown.prefix(3 * Self.mostCandidates).map { candidate -> [Line] in
        [
          Line(candidate.certificate.subjectCommonName ?? candidate.certificate.subject),
          candidate.rejection.map { Line($0.words, .faint) } ?? Line("taken", .good),
        ]
      }
      if !rows.isEmpty { blocks.append(.table(Table(rows: rows, indent: 3))) }
      if !isShort {
        blocks.append(.line(Line("   \(others.count) others have other names", .faint)))
      }
      return blocks
    } + [end]
  }

  /// As many as a screen can hold.
  private static let mostCandidates = 8

  private var end: Block {
    switch examination.path?.end {
    case .trusted: .line(Line(" the path ends at a root that is trusted", .good))
    case .failed(let fault): .line(Line(" the path ends: \(fault.words)", .bad))
    case nil: .line(Line(" no certificate came", .bad))
    }
  }

  /// Every signature on the path but that of the root, which proves nothing.
  private var signatures: [Block] {
    path.indices.dropLast().flatMap { place -> [Block] in
      let (subject, issuer) = (path[place], path[place + 1])
      let title =
        "signature on \(subject.subjectCommonName ?? subject.subject)"
        + " by \(issuer.subjectCommonName ?? issuer.subject)"
      return [.blank, .line(Line(" " + title, .heading))]
        + SignatureOpeningBlocks(subject, issuer.publicKey).blocks
    }
  }

  /// What each authority may do, where one on the path has limits.
  private var constraints: [Block] {
    let limits: [CertificateFault] = [
      .notAnAuthority, .mayNotSign, .pathTooLong, .nameNotPermitted, .nameExcluded,
      .constraintNotUnderstood, .unknownExtension, .unnamedCurve,
    ]
    let faults = examination.findings.filter { limits.contains($0.fault) }
    var blocks: [Block] = path.count > 1 ? [.blank] : []
    blocks.append(
      .table(
        Table(
          rows: path.dropFirst().map { certificate in
            [
              label(certificate, .certificateChain), Line(certificate.authorityWords),
            ]
          }, indent: 1)))
    for fault in faults {
      let name = fault.certificate.subjectCommonName ?? fault.certificate.subject
      blocks.append(.labelled("fault", Line("\(name): \(fault.fault.words)", .bad)))
    }
    return path.count > 1 ? blocks : []
  }

  // MARK: The other checks

  private var dates: [Block] {
    let now = examination.verification.at
    return rows(.certificateDates) { certificate in
      let state =
        now < certificate.notBefore
        ? Line("not valid yet", .bad)
        : certificate.notAfter <= now ? Line("expired", .bad) : Line("valid", .good)
      return [
        Line("\(Day(certificate.notBefore).text) to \(Day(certificate.notAfter).text)"), state,
      ]
    } + [.labelled("now", Line(Day(now).text))]
  }

  private var names: [Block] {
    guard let name = examination.name else { return [] }
    var blocks: [Block] = [.labelled("wanted", Line(name.wanted, .field))]
    let shown = name.comparisons.prefix(Self.mostCandidates)
    for comparison in shown {
      let verdict = comparison.mismatch.map { Line($0.words, .faint) } ?? Line("this one", .good)
      blocks.append(.labelled("found", Line("\(comparison.name)   ") + verdict))
    }
    if name.comparisons.count > shown.count {
      blocks.append(
        .labelled("", Line("and \(name.comparisons.count - shown.count) more", .faint)))
    }
    if name.comparisons.isEmpty {
      blocks.append(
        .labelled(
          "found", Line("no alternative name; the subject's does not count (RFC 9525)", .bad)))
    }
    return blocks
  }

  private var usages: [Block] {
    rows(.certificateUsage) { certificate in
      let key = certificate.keyUsages.map { listed($0.map(\.rawValue)) } ?? "anything"
      let purposes = certificate.extendedKeyUsages.map {
        $0.isEmpty ? "another purpose" : listed($0.map(\.rawValue))
      }
      return [Line("the key may: \(key)"), Line("made for: \(purposes ?? "any purpose")")]
    }
  }

  private var strengths: [Block] {
    rows(.certificateStrength) { certificate in
      let isRoot = certificate == path.last && certificate.isSelfSigned
      let hash =
        isRoot ? "its own signature proves nothing" : "\(certificate.signatureStrength) bits"
      return [
        Line("\(certificate.publicKey.kind.word): \(certificate.keyStrength) bits"),
        Line("\(certificate.signatureAlgorithm ?? "unknown"): \(hash)"),
      ]
    } + [
      .paragraph(
        Line("Bits of work for whoever would break it; 112 are asked for.", .faint), indent: 1)
    ]
  }

  private var revocations: [Block] {
    examination.revocations.flatMap { status -> [Block] in
      let name = status.certificate.subjectCommonName ?? status.certificate.subject
      return [.line(Line(" \(name)", .field))]
        + status.answers.map { answer in
          let style: Style =
            switch answer.content {
            case .good: .good
            case .revoked: .bad
            case .unusable: .warning
            }
          return .table(
            Table(
              rows: [[Line(answer.source.words, .faint), Line(answer.content.words, style)]],
              indent: 3))
        }
    }
  }

  private var pins: [Block] {
    examination.pins.map { match in
      .labelled(
        match.isKnown ? "known" : "unknown",
        Line("\(ByteText.brief(match.pin, limit: 12))  ")
          + Line("key of \(match.certificate.subjectCommonName ?? match.certificate.subject)"))
    }
  }
}

extension Certificate {
  /// What it may do as an authority.
  fileprivate var authorityWords: String {
    switch basicConstraints {
    case .authority(let length?): "an authority, with at most \(length) more below it"
    case .authority(nil): "an authority"
    case .leaf: "no authority"
    case nil: "does not say that it is an authority"
    }
  }
}
