import Bytes
import CryptoPrimitives
import Explanations
import Knowledge
import Pages
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
    case .certificateStaple: staple
    default: []
    }
  }

  /// The certificate by its name, marked where a fault of this check is its.
  private func label(_ certificate: Certificate, _ check: Check.Name) -> Line {
    let isAtFault = examination.findings.contains {
      $0.certificate == certificate && $0.fault.check == check
    }
    return Line(name(certificate), isAtFault ? .bad : .field)
  }

  private func name(_ certificate: Certificate) -> String {
    let name = certificate.subjectCommonName ?? certificate.subject
    return name.isEmpty ? "(no name)" : name
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
      let title = said(.examination, "path.issuer", ["name": name(search.subject)])
      var blocks: [Block] = [
        .line(
          Line(" \(title) ", .faint) + Line(wanted, .field)
            + Line("   \(search.place.words)", .faint))
      ]
      if search.candidates.isEmpty {
        blocks.append(.line(Line("   " + said(.examination, "path.nobody"), .warning)))
      }
      // Whoever has the wanted name is worth a line; of many others their number.
      let others = search.candidates.filter { $0.rejection == .otherName }
      let isShort = others.count <= Self.mostCandidates
      let shown =
        isShort ? search.candidates : search.candidates.filter { $0.rejection != .otherName }
      let rows = shown.prefix(3 * Self.mostCandidates).map { candidate -> [Line] in
        [
          Line(name(candidate.certificate)),
          candidate.rejection.map { Line($0.words, .faint) }
            ?? Line(said(.examination, "path.taken"), .good),
        ]
      }
      if !rows.isEmpty { blocks.append(.table(Table(rows: rows, indent: 3))) }
      if !isShort {
        let count = ["count": "\(others.count)"]
        blocks.append(.line(Line("   " + said(.examination, "path.others", count), .faint)))
      }
      return blocks
    } + [end]
  }

  /// As many as a screen can hold.
  private static let mostCandidates = 8

  private var end: Block {
    switch examination.path?.end {
    case .trusted: .line(Line(" " + said(.examination, "path.trusted"), .good))
    case .failed(let fault):
      .line(Line(" " + said(.examination, "path.failed", ["fault": fault.words]), .bad))
    case nil: .line(Line(" " + said(.examination, "path.none"), .bad))
    }
  }

  /// Every signature on the path but that of the root, which proves nothing.
  private var signatures: [Block] {
    path.indices.dropLast().flatMap { place -> [Block] in
      let (subject, issuer) = (path[place], path[place + 1])
      let title = said(
        .examination, "signature.title",
        ["subject": name(subject), "issuer": name(issuer)])
      return [.blank, .line(Line(" " + title, .heading))]
        + SignatureOpeningBlocks(subject, issuer.publicKey).blocks
    }
  }

  /// What each authority may do, where one on the path has limits.
  private var constraints: [Block] {
    let limits: [CertificateFault] = [
      .notAnAuthority, .mayNotSign, .pathTooLong, .nameNotPermitted, .nameExcluded,
      .constraintNotUnderstood, .unknownExtension, .unnamedCurve, .unreadableExtension,
      .repeatedExtension, .emptyExtension, .precertificate, .policyRequired, .policyMalformed,
      .outsideProfile, .ambiguousIssuer, .sharedKeyIdentifier, .tooMuch,
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
      let words = "\(name(fault.certificate)): \(words(fault))"
      blocks.append(.labelled("fault", Line(words, .bad)))
    }
    return path.count > 1 || !faults.isEmpty ? blocks : []
  }

  private func words(_ finding: CertificateFinding) -> String {
    if let rule = finding.rule { return rule.words }
    if let limit = finding.limit { return limit.words(finding.fault) }
    let damaged =
      finding.fault == .unknownExtension
      ? finding.certificate.unknownCriticalExtensions
      : finding.certificate.damagedExtensions.map(\.name)
    return finding.fault.words(damaged.isEmpty ? nil : listed(damaged))
  }

  // MARK: The other checks

  private var dates: [Block] {
    let now = examination.verification.at
    return rows(.certificateDates) { certificate in
      guard let first = certificate.notBefore, let last = certificate.notAfter else {
        return [Line(said(.examination, "dates.unreadable"), .bad)]
      }
      return [
        Line("\(Day(first).text(near: now)) to \(Day(last).text(near: now))"),
        Line.validity(from: first, to: last, at: now),
      ]
    } + [.labelled("now", Line(nowWords))]
  }

  /// To the second, where the day alone does not tell on which side of a limit it lies.
  private var nowWords: String {
    let now = examination.verification.at
    let limits = path.flatMap { [$0.notBefore, $0.notAfter] }.compactMap { $0 }
    let isNear = limits.contains { Day($0).text == Day(now).text }
    return isNear ? Day(now).exactText : Day(now).text
  }

  private var names: [Block] {
    guard let name = examination.name else { return [] }
    var blocks: [Block] = [.labelled("wanted", Line(name.wanted, .field))]
    let shown = name.comparisons.prefix(Self.mostCandidates)
    for comparison in shown {
      let verdict =
        comparison.mismatch.map { Line($0.words, .faint) }
        ?? Line(said(.examination, "name.found"), .good)
      blocks.append(.labelled("found", Line("\(comparison.name)   ") + verdict))
    }
    if name.comparisons.count > shown.count {
      let more = ["count": "\(name.comparisons.count - shown.count)"]
      blocks.append(.labelled("", Line(said(.examination, "name.more", more), .faint)))
    }
    let isRead = examination.chain.first?.damagedExtensions.isEmpty ?? true
    if name.comparisons.isEmpty, isRead {
      blocks.append(.labelled("found", Line(said(.examination, "name.none"), .bad)))
    }
    return blocks
  }

  private var usages: [Block] {
    rows(.certificateUsage) { certificate in
      let words = certificate.usageWords
      return [Line(words.key), Line(words.purpose)]
    }
  }

  private var strengths: [Block] {
    rows(.certificateStrength) { certificate in
      let isRoot = certificate == path.last && certificate.isSelfSigned
      let key = certificate.publicKey
      let kind = ["key": key.kind.word, "bits": "\(certificate.keyStrength)"]
      let strength =
        key.flaw.map { "\(key.kind.word): \($0.words)" }
        ?? said(.examination, key.isReadable ? "strength.key" : "strength.unknown", kind)
      let signature = [
        "algorithm": certificate.signatureAlgorithm ?? String(worded: "unknown"),
        "bits": "\(certificate.signatureStrength)",
      ]
      let phrase =
        isRoot ? "root" : certificate.signatureStrength > 0 ? "signature" : "unknown-signature"
      return [Line(strength), Line(said(.examination, "strength.\(phrase)", signature))]
    } + [.paragraph(Line(said(.examination, "strength.asked"), .faint), indent: 1)]
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

  private var staple: [Block] {
    let words = examination.stapled.map(\.words) ?? RevocationStatus.Problem.absent.words
    return [.labelled("staple", Line(words))]
  }

  private var pins: [Block] {
    examination.pins.map { match in
      let name = match.certificate.subjectCommonName ?? match.certificate.subject
      return .labelled(
        match.isKnown ? "known" : "unknown",
        Line("\(ByteText.brief(match.pin, limit: 12))  ")
          + Line(said(.examination, "pin.key", ["name": name])))
    }
  }
}
