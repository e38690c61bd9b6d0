import Bytes
import Explanations
import Interceptor
public import Lab
import Network
import TLSEngine
import TLSKeys

extension Screens {
  /// A visit from outside in one line: from where, what became of it, what was agreed on.
  public static func visit(_ lab: Lab, _ session: Session) -> Page {
    let wire = session.clientWire
    let client = session.links[wire]?.flow.client
    let read = session.interceptor?.read.reduce(0) { $0 + $1.bytes.count } ?? 0
    let between = session.interceptor.map { _ in
      Interception(lab, session, Viewer(session, lab.eyes(on: session))).verdict
    }
    let parts: [String?] = [
      client.map { "\($0.ip):\($0.port)" }, session.versionName(on: wire),
      session.keyExchangeName(on: wire), session.facts(on: wire).suite?.label,
      read > 0 ? said(.deed, "between.read.visit", ["size": ByteText.count(read)]) : nil,
      session.failure.map { $0.failure.words(by: $0.by) } ?? EarlyEndBlocks(session).sentence,
      session.outcome == .fooled ? nil : between?.text,
    ]
    return Page([
      .line(
        (between?.badge ?? session.outcome.badge)
          + Line("  " + parts.compactMap { $0 }.joined(separator: "  ")))
    ])
  }
}
