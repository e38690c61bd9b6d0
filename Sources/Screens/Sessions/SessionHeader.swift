import Bytes
import Explanations
import Lab
import Pages
import TLSEngine
import TLSKeys
import TLSWire

/// The first line of screens that belong to a session: what was agreed on, where we stand.
struct SessionHeader {
  let session: Session
  let view: Lab.View

  init(_ viewer: Viewer) {
    session = viewer.session
    view = viewer.view
  }

  /// The line and the rule below it.
  var blocks: [Block] {
    var blocks: [Block] = [.edges(left: Line(agreed), right: Line(progress)), .rule]
    if view != .all {
      let entry = session.isImported ? "viewed.imported" : "viewed"
      let words = said(.connection, entry, ["view": view.rawValue])
      blocks.insert(.line(Line(words, .warning)), at: 1)
    }
    return blocks
  }

  /// The same in a document, which stands nowhere: without the step, and in words of no command.
  var blocksOnPaper: [Block] {
    let entry = session.isImported ? "viewed.imported" : "viewed.paper"
    let seen = view == .all ? [] : [said(.connection, entry, ["view": view.rawValue])]
    return [.line(Line(agreed))] + seen.map { .line(Line($0, .warning)) } + [.rule]
  }

  /// `S1  offers TLS 1.2  to sip.uc.test`, or what was chosen.
  var agreed: String {
    let wire = session.clientWire
    var parts = [session.id + " "]
    let facts = session.facts(on: wire)
    if let version = facts.version {
      parts.append(version.judgedName)
      parts.append(session.keyExchangeName(on: wire) ?? facts.suite?.label ?? "")
    } else if let offered = facts.values[.offeredVersion], offered.count == 2 {
      let highest = ProtocolVersion(rawValue: UInt16(offered[0]) << 8 | UInt16(offered[1]))
      let numbers = offeredVersions?.map(\.number).joined(separator: ", ")
      let versions = numbers.map { "TLS \($0)" } ?? highest.displayName
      parts.append(said(.connection, "offers", ["versions": versions]))
    } else {
      parts.append(
        said(.connection, view == .all ? "offers.nothing" : "offers.nothing.viewer"))
    }
    parts.append(
      said(
        .connection, session.interceptor == nil ? "to" : "to.through",
        ["server": session.serverName]))
    return parts.joined(separator: " ")
  }

  /// What the ClientHello offers in supported_versions, lowest first; nil where it has none.
  private var offeredVersions: [ProtocolVersion]? {
    for (_, _, message) in session.messages {
      guard case .handshake(let handshake) = message.content,
        let hello = try? handshake.read(ClientHello.self)
      else { continue }
      return hello.supportedVersions?.filter { $0.name != nil && !$0.isGrease }.sorted()
    }
    return nil
  }

  private var progress: String {
    let total = max(session.total, session.steps.count)
    let done = session.steps.count
    guard session.outside == nil || session.isImported else {
      return String(worded: "step \(done)/?")
    }
    let filled = total == 0 ? 0 : done * 10 / total
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 10 - filled)
    return String(worded: "step \(done)/\(total) [\(bar)]")
  }
}
