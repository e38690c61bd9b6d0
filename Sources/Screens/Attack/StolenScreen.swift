import Bytes
public import Eavesdropper
import Explanations
import Knowledge
public import Lab
import Pages
import TLSKeys
import TLSWire
import X509

extension Screens {
  /// A secret came into the attacker's hands: what every recording says to that, beside what was
  /// predicted of this theft.
  ///
  /// - Parameter new: the leaks that the theft brought; none, if the attacker had them already.
  public static func stolen(_ lab: Lab, _ name: LootName, new: [Leak]) -> Page {
    let loot = name.loot
    let verdicts = Verdict.all(in: lab)
    var blocks = headlines(lab, name, new)
    if verdicts.isEmpty {
      blocks.append(.line(Line(said(.ability, "theft.untried"))))
    } else {
      let isWhole = loot != .quantum || !verdicts.contains(where: \.isUncomputed)
      blocks += [
        .paragraph(Line(said(.ability, isWhole ? "theft.tried" : "theft.tried.own")), indent: 0),
        .blank, results(lab, verdicts, computing: loot == .quantum),
      ]
    }
    for verdict in verdicts where verdict.opened != nil {
      guard let line = Excerpt(verdict.said(by: .client)).line else { continue }
      blocks += [
        .blank, .labelled(String(worded: "\(verdict.name) said:"), Line(shortened(line), .bad)),
      ]
    }
    blocks += notReal(lab, loot)
    // What she can do from now on answers the next question.
    blocks += [.blank, AttackerCapabilities(lab, verdicts).table.asReason]
    if loot == .clientKey { blocks += [.blank] + proof(lab) }
    return Page(
      blocks, next: suggestions(verdicts, loot),
      sparse: sparseTheft(lab, name.word, verdicts, computing: loot == .quantum))
  }

  /// Private keys that came in a file: what every recording says to them.
  ///
  /// - Parameter new: those that the attacker had not.
  public static func stolen(_ lab: Lab, file: String, new: [Leak]) -> Page {
    let verdicts = Verdict.all(in: lab)
    var blocks: [Block] = [
      .line(
        Line("STOLEN  ", .bad)
          + Line(
            new.isEmpty
              ? said(.ability, "theft.again", ["loot": file])
              : listed(new.map { $0.description(in: lab) }), .heading))
    ]
    if !verdicts.isEmpty {
      blocks += foreign(new, verdicts)
      blocks += [.line(Line(said(.ability, "theft.tried"))), .blank, results(lab, verdicts)]
    }
    for verdict in verdicts where verdict.opened != nil {
      guard let line = Excerpt(verdict.said(by: .client)).line else { continue }
      blocks += [
        .blank, .labelled(String(worded: "\(verdict.name) said:"), Line(shortened(line), .bad)),
      ]
    }
    return Page(
      blocks, next: suggestions(verdicts, .serverKey), sparse: sparseTheft(lab, file, verdicts))
  }

  /// Keys that no certificate of any session has.
  private static func foreign(_ new: [Leak], _ verdicts: [Verdict]) -> [Block] {
    let shown = verdicts.compactMap { $0.session.certificate(on: $0.entry.wire)?.publicKey }
    return new.compactMap { leak in
      guard case .file(let path) = leak.origin, let key = leak.publicKey, !shown.contains(key)
      else {
        return nil
      }
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return .paragraph(
        Line(said(.ability, "theft.foreign", ["file": name]), .warning), indent: 1)
    }
  }

  private static func headlines(_ lab: Lab, _ name: LootName, _ new: [Leak]) -> [Block] {
    let loot = name.loot
    guard !new.isEmpty else {
      return [
        .line(
          Line("STOLEN  ", .heading)
            + Line(said(.ability, "theft.again", ["loot": name.word])))
      ]
    }
    let simulation: [Block] =
      loot == .quantum
      ? [
        .paragraph(Line(said(.ability, "theft.quantum"), .warning), indent: 1)
      ] : []
    return simulation
      + new.enumerated().map { index, leak in
        .edges(
          left: Line(index == 0 ? "STOLEN  " : "        ", .bad)
            + Line(leak.description(in: lab), .heading),
          right: Line(index == 0 ? "(undo takes it back)" : "", .faint))
      }
  }

  /// A server outside has a key of its own: what this one does not open is no comfort where that one would.
  private static func notReal(_ lab: Lab, _ loot: Loot) -> [Block] {
    let stolen = lab.attacker.leaks.compactMap(\.publicKey)
    let real = lab.sessions.filter { session in
      // Which key stands behind a certificate that was not seen nobody knows; an export of this lab's has its own.
      guard session.isOutside(.server),
        let certificate = session.certificate(on: session.clientWire)
      else { return false }
      return !stolen.contains(certificate.publicKey)
    }
    guard let last = real.last, [.serverKey, .ticketKey, .serverEphemeral].contains(loot) else {
      return []
    }
    var words = said(.ability, "theft.not-real", ["server": last.serverName])
    let openable = real.filter { session in
      lab.vault(of: session).contains {
        lab.reason(for: $0, of: session) == .needsCertificateKey(ofReal: true)
      }
    }
    if loot == .serverKey, !openable.isEmpty {
      words +=
        " " + said(.ability, "theft.not-real.opens", ["sessions": listed(openable.map(\.id))])
    }
    return [.blank, .paragraph(Line(words, .warning), indent: 1)]
  }

  /// - Parameter computing: whether it is the work of a quantum computer, which is tried on nothing whose keys the
  ///   lab did not make.
  private static func results(
    _ lab: Lab, _ verdicts: [Verdict], computing: Bool = false
  ) -> Block {
    let predicted = lab.settledPredictions
    let isPredicted = verdicts.contains { predicted[$0.session.id] != nil }
    let header: [Wording] =
      ["", "version", "key exchange"] + (isPredicted ? ["you said"] : []) + ["result"]
    let rows = verdicts.map { verdict -> [Line] in
      let wire = verdict.entry.wire
      let guess = predicted[verdict.session.id].map { Line($0.rawValue) } ?? Line("-", .faint)
      let isUntried = computing && verdict.isUncomputed
      return [
        Line(verdict.name, .heading),
        Line(verdict.session.facts(on: wire).version?.judgedNumber ?? "-"),
        Line(verdict.session.keyExchangeName(on: wire) ?? "-"),
      ] + (isPredicted ? [guess] : [])
        + [
          verdict.badge(computing: computing),
          Line(isUntried ? said(.reason, "quantum.elsewhere") : verdict.reason),
        ]
    }
    return .table(
      Table(header: header.map { Line($0, .faint) } + [Verdict.reasonHeader], rows: rows))
  }

  /// Enough of a line to see what it is.
  ///
  /// - Parameter most: characters.
  static func shortened(_ line: String, _ most: Int = 150) -> String {
    line.count > most ? line.prefix(most) + " .." : line
  }

  /// What the client's key is good for: a connection that the attacker makes with it now.
  private static func proof(_ lab: Lab) -> [Block] {
    guard let session = lab.impersonatedClient() else { return [] }
    let version = session.versionName(on: .direct) ?? ""
    let call = said(.ability, "theft.client-key", ["server": lab.world.serverName])
    var rows: [Block] = [
      .line(
        Line("TRIED  ", .heading) + session.outcome.badge
          + Line("  \(call)  \(version)"))
    ]
    if let failure = session.failure {
      return rows + [.labelled("because", Line(failure.failure.words(by: failure.by))).asReason]
    }
    let proved = session.checks(by: .server).contains {
      $0.name == .certificateVerifySignature && $0.outcome == .passed
    }
    rows.append(
      .labelled(
        "server",
        proved
          ? Line(said(.ability, "theft.client-key.fits", ["client": lab.world.clientName]), .bad)
          : Line(said(.ability, "theft.client-key.unasked"))))
    let read = lab.vault.contains { $0.state == .open || $0.state == .partly }
    rows.append(
      .labelled(
        "but",
        Line(
          said(.ability, read ? "theft.client-key.other-loot" : "theft.client-key.sealed"), .good)
      ).asReason)
    return rows
  }

  private static func suggestions(_ verdicts: [Verdict], _ loot: Loot) -> [String] {
    var next: [String] = loot == .serverKey ? ["mitm on cert=stolen"] : []
    if let open = verdicts.first(where: { $0.opened != nil }) {
      next += ["decrypt \(open.session.id)", "why \(open.session.id)"]
    }
    if let sealed = verdicts.first(where: { $0.entry.state == .sealed }) {
      next.append("why \(sealed.session.id)")
    }
    return verdicts.isEmpty ? next + ["connect kx=rsa", "connect kx=ecdhe"] : next
  }
}
