import Explanations
public import Lab
import Platform

extension Screens {
  /// Time passed: what the clock says, and what ran out meanwhile.
  ///
  /// - Parameter span: how long it was, in words.
  public static func passed(_ lab: Lab, _ span: String, _ over: [RunOut]) -> Page {
    let now = ["span": span, "now": TimelineWords.moment(lab.now)]
    var blocks: [Block] = [.line(Line(said(.world, "passed", now), .heading))]
    let certificates = over.filter { if case .tickets = $0.thing { false } else { true } }
    blocks += certificates.map { one in
      .paragraph(Line(words(for: one), .warning), indent: 1)
    }
    let tickets = over.compactMap { one -> String? in
      if case .tickets(let id) = one.thing { id } else { nil }
    }
    if !tickets.isEmpty {
      let sessions = ["sessions": listed(TimelineWords.spans(of: tickets))]
      blocks.append(.paragraph(Line(said(.world, "ran-out.tickets", sessions)), indent: 1))
    }
    if over.isEmpty { blocks.append(.paragraph(Line(said(.world, "ran-out.nothing")), indent: 1)) }
    if let session = lab.currentSession, !session.isAtRest, session.outside == nil {
      let values = ["session": session.id]
      blocks.append(.paragraph(Line(said(.world, "passed.under-way", values)), indent: 1))
    }
    return Page(blocks)
  }

  private static func words(for one: RunOut) -> String {
    let day = ["day": TimelineWords.day(one.end)]
    switch one.thing {
    case .serverCertificate: return said(.world, "ran-out.server", day)
    case .clientCertificate: return said(.world, "ran-out.client", day)
    case .authority: return said(.world, "ran-out.authority", day)
    case .certificate(let name), .tickets(let name):
      return said(.world, "ran-out.certificate", day.merging(["name": name]) { first, _ in first })
    }
  }

  /// A key is a new one from now on.
  public static func renewed(_ lab: Lab, _ renewal: Renewal) -> Page {
    let earlier = LootName(renewal.loot, number: renewal.number - 1).word
    let values = [
      "loot": renewal.loot.rawValue, "number": "\(renewal.number)", "earlier": earlier,
      "day": TimelineWords.day(lab.world.lastMoment(of: renewal.loot) ?? 0),
    ]
    let isTicketKey = renewal.loot == .ticketKey
    let before = [Loot.ticketKey: "rotated.before", .clientKey: "renewed.before.client"]
    var lines = [said(.world, before[renewal.loot] ?? "renewed.before", values)]
    if renewal.renewsAuthority { lines.append(said(.world, "renewed.authority")) }
    if renewal.loot == .serverKey { lines += remarks(lab) }
    let heading = said(.world, isTicketKey ? "rotated" : "renewed", values)
    return Page(
      [.paragraph(Line(heading, .heading), indent: 0)]
        + lines.map { .paragraph(Line($0), indent: 1) },
      next: ["connect", "timeline", "compromise \(earlier)"])
  }

  /// Where the new key does not come into play, or stands in the way.
  private static func remarks(_ lab: Lab) -> [String] {
    let shown = lab.settings[.serverCert].name.map { name in
      said(.world, "renewed.other-shown", ["name": name])
    }
    let pinned = lab.settings.checksPin ? said(.world, "renewed.pinned") : nil
    return [shown, pinned].compactMap { $0 }
  }
}
