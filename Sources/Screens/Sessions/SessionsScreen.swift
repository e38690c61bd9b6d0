import Bytes
public import Lab
import Network
import TLSEngine
import TLSKeys

extension Screens {
  /// All sessions of the lab in a line each.
  public static func sessions(_ lab: Lab) -> Page {
    guard !lab.sessions.isEmpty else {
      return Page(lines: ["no session yet"], next: ["connect", "walk"])
    }
    let header = ["", "version", "key exchange", "outcome", "recording", "steps"]
    lab.sessions.readAhead()
    let rows = lab.sessions.map { session -> [Line] in
      let wire = session.clientWire
      return [
        Line((session.id == lab.current ? "> " : "  ") + session.id, .heading),
        Line(session.versionName(on: wire) ?? "-"),
        Line(session.keyExchangeName(on: wire) ?? "-"), session.outcome.badge,
        lab.vaultState(of: session).badge,
        Line("\(session.steps.count)/\(session.totalText)"),
      ]
    }
    let last = lab.sessions.last?.id ?? "S1"
    return Page(
      [.table(Table(header: header.map { Line($0, .faint) }, rows: rows))],
      next: ["where", "vault", "why \(last)"])
  }
}
