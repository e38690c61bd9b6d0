import Bytes
import Explanations
import Interceptor
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import X509

// What came of a connection, for a projector.
extension ConnectionResult {
  /// Whether it holds, and by what; of one that came to nothing who noticed.
  ///
  /// - Parameter withRecording: whether it is told how the recording stands.
  func sparse(withRecording: Bool) -> [Block] {
    let session = viewer.session
    let wire = session.clientWire
    let names = [
      session.id, session.versionName(on: wire), session.keyExchangeName(on: wire),
    ]
    let heading =
      (viewer.outcome?.badge ?? Line("[OVERHEARD]", .faint))
      + Line("  " + names.compactMap { $0 }.joined(separator: "  "), .heading)
    let isWhole = session.failure == nil && session.interferences.isEmpty
    var rows = isWhole ? sparseChecks : InterferenceBlocks(session).sparse
    if let time = session.timeToData, isWhole {
      let trips = trips(time)
      rows.append(Sparse.row("data after", Line(plural(trips, "round trip"))))
    }
    if withRecording { rows.append(Sparse.row("recording", badges)) }
    return Sparse.blocks(heading, rows)
  }

  /// What was verified, and what was left out that could have been.
  var sparseChecks: [[Line]] {
    let left = skipped.filter { $0 != Check.Name.certificateRevocation.short }
    return [
      Sparse.row("verified", Line(listed(passed), .good)),
      Sparse.row("NOT", Line(listed(left), .warning)),
    ].filter { !$0[1].text.isEmpty }
  }
}

extension InterferenceBlocks {
  /// What was done, who noticed, and what was predicted.
  var sparse: [[Line]] {
    var rows = session.interferences.map { interference in
      Sparse.row("attack", Line("\(interference.attack.deed.word) \(interference.message)", .bad))
    }
    if let notice = session.notice, session.fellBack || !rows.isEmpty {
      let who = notice.by?.spoken ?? said(.deed, "notice.nobody.short")
      rows.append(Sparse.row("noticed", Line(who, notice.by == nil ? .bad : .good)))
      if let alert = notice.alert {
        rows.append(Sparse.row("alert", Line(alert.description.label)))
      }
      if notice.by != nil {
        rows.append(Sparse.row("by", Line(notice.means.words(.brief))).map(\.asReason))
      }
    } else if let failure = session.failure {
      rows.append(Sparse.row(failure.by.word, Line(failure.alert.description.label)))
    }
    if let predicted = session.predictedNotice, let notice = session.notice {
      let isRight = predicted == notice.whom
      rows.append(
        Sparse.row(
          "you said",
          Line(predicted.rawValue)
            + Line(isRight ? "  right" : "  not so", isRight ? .good : .warning)))
    }
    return rows
  }
}

extension Interception {
  /// Who was fooled, by what certificate, and what the attacker has read.
  var sparse: [Block] {
    let session = viewer.session
    let (badge, _) = verdict
    let fooled = said(.deed, "between.fooled.short", ["server": session.serverName])
    let isFooled = session.outcome == .fooled
    var rows: [[Line]] = []
    if isFooled { rows.append(Sparse.row("client", Line(fooled))) }
    if let certificate = session.certificate(on: .clientSide) {
      let issuer = certificate.issuer.replacing("CN=", with: "")
      let name = certificate.subject.replacing("CN=", with: "")
      let shown = said(.deed, "between.shown.short", ["name": name, "issuer": issuer])
      rows.append(Sparse.row("shown", Line(shown)))
    }
    let result = ConnectionResult(lab, whole, viewer)
    if isFooled { rows += result.sparseChecks.filter { $0[0].text == "NOT" } }
    if let failure = session.failure {
      let alert = Line(failure.alert.description.label, .good).asReason
      rows.append(
        Sparse.row("because", Line(failure.failure.words(by: failure.by))).map(\.asReason))
      let refuses = said(.deed, "between.refuses.short")
      rows.append(Sparse.row(failure.by.word, Line(refuses + "  ", .good) + alert))
    }
    let bytes = read.reduce(0) { $0 + $1.bytes.count }
    rows.append(
      Sparse.row(
        "attacker",
        bytes == 0
          ? Line(said(.deed, "between.read.none"), .good)
          : Line(said(.deed, "between.read.short", ["count": "\(bytes)"]), .bad)))
    return Sparse.blocks(badge + Line("  \(session.id)", .heading), rows)
  }
}
