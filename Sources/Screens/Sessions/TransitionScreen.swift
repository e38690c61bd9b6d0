import Bytes
import Interceptor
public import Lab
import TLSEngine
import TLSKeys
import TLSWire

extension Screens {
  /// The states of both ends with the messages that each accepts, and where a session's ends stand.
  public static func transitionTable(_ session: Session?) -> Page {
    var blocks: [Block] = []
    if let session {
      blocks += SessionHeader(session, .all).blocks
      for (name, state) in standings(of: session) {
        blocks.append(.labelled(name, Line(state.rawValue, .heading) + accepted(state), width: 8))
      }
      blocks.append(.blank)
    }
    for side in Side.allCases {
      let current = session.map { side == .client ? $0.client.stateName : $0.server.stateName }
      let rows = TransitionTable.rows.filter { $0.side == side }.map { row in
        [
          Line(row.from == current ? ">" : " ", .heading), Line(row.from.rawValue),
          Line(row.message.title, .field), Line(row.to.map(\.rawValue).joined(separator: " or ")),
        ]
      }
      let header = ["", "\(side.rawValue) is", "takes", "and is then"].map { Line($0, .faint) }
      blocks += [.table(Table(header: header, rows: rows)), .blank]
    }
    blocks.append(
      .paragraph(
        Line(
          "Any other message is answered with alert 10, unexpected_message"
            + " (RFC 5246 section 7.3). Alerts may come at any time."), indent: 1))
    return Page(blocks, next: session == nil ? ["walk"] : ["step", "where", "show keys"])
  }

  private static func standings(of session: Session) -> [(String, StateName)] {
    var found = [("client", session.client.stateName)]
    if let interceptor = session.interceptor {
      found.append(("attacker", interceptor.connection(.client).stateName))
      found.append(("attacker", interceptor.connection(.server).stateName))
    }
    return found + [("server", session.server.stateName)]
  }

  private static func accepted(_ state: StateName) -> Line {
    var messages: [String] = []
    for kind in TransitionTable.accepted(in: state) where !messages.contains(kind.title) {
      messages.append(kind.title)
    }
    return Line(messages.isEmpty ? "  takes nothing" : "  takes \(listed(messages, "or"))")
  }
}
