import Bytes
import Explanations
import Interceptor
public import Lab
import Pages
import TLSEngine
import TLSKeys
import TLSWire

extension Screens {
  /// The states of both ends with the messages that each accepts, and where a session's ends stand.
  public static func transitionTable(_ session: Session?, eyes: Eyes = .all) -> Page {
    var blocks: [Block] = []
    let viewer = session.map { Viewer($0, eyes) }
    let session = viewer?.session
    if let viewer, let session {
      blocks += SessionHeader(viewer).blocks
      for (name, side, state) in standings(of: session, viewer) {
        let line = Line(state.rawValue, .heading) + accepted(state, side)
        blocks.append(.labelled(name, line, width: 8))
      }
      blocks.append(.blank)
    }
    for side in Side.allCases {
      let current = session.flatMap {
        side == .client ? $0.client?.stateName : $0.server?.stateName
      }
      let rows = TransitionTable.rows.filter { $0.side == side }.map { row in
        [
          Line(row.from == current ? ">" : " ", .heading), Line(row.from.rawValue),
          Line(row.message.title, .field),
          Line(row.to.map(\.rawValue).joined(separator: String(worded: " or "))),
        ]
      }
      let header = ["", String(worded: "\(side.spoken) is"), "takes", "and is then"].map {
        Line($0, .faint)
      }
      blocks += [.table(Table(header: header, rows: rows)), .blank]
    }
    blocks.append(
      .paragraph(
        Line(said(.connection, "state.other-messages")), indent: 1))
    return Page(blocks, next: session == nil ? ["walk"] : ["step", "where", "show keys"])
  }

  private static func standings(
    of session: Session, _ viewer: Viewer
  ) -> [(String, Side, StateName)] {
    var found: [(String, Side, StateName)] = []
    if let client = session.client {
      found.append((Actor.client.spoken, .client, client.stateName))
    }
    if viewer.sees(inside: .interceptor), let interceptor = session.interceptor {
      found.append((Actor.interceptor.spoken, .server, interceptor.connection(.client).stateName))
      found.append((Actor.interceptor.spoken, .client, interceptor.connection(.server).stateName))
    }
    if let server = session.server {
      found.append((Actor.server.spoken, .server, server.stateName))
    }
    return found
  }

  private static func accepted(_ state: StateName, _ side: Side) -> Line {
    let messages = TransitionTable.rows.filter { $0.from == state && $0.side == side }
      .map(\.message.title)
    let words =
      messages.isEmpty
      ? said(.connection, "state.takes.nothing")
      : said(.connection, "state.takes", ["messages": listed(messages, "or")])
    return Line("  " + words)
  }
}
