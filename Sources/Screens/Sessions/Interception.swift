import Bytes
import Interceptor
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// A connection with an attacker in between: was the client fooled, and by what, or what saved it.
struct Interception {
  let lab: Lab
  let session: Session

  init(_ lab: Lab, _ session: Session) {
    self.lab = lab
    self.session = session
  }

  var page: Page {
    let result = ConnectionResult(lab, session)
    var blocks: [Block] = [headline, .rule] + ShortLadder(session).blocks
    blocks.append(.blank)
    if let certificate = session.certificate(on: .clientSide) {
      blocks.append(.labelled("shown", Line(certificate.summary)))
    }
    if let genuine = session.certificate(on: .serverSide) {
      blocks.append(.labelled("genuine", Line(genuine.summary)))
    }
    blocks += InterferenceBlocks(session).blocks + outcome + result.checks
    return Page(blocks, next: suggestions)
  }

  private var isFooled: Bool { session.outcome == .fooled }

  private var headline: Block {
    let badge: Line
    let text: String
    switch session.outcome {
    case .fooled:
      badge = Line("[FOOLED]", .bad)
      text = "the client thinks: \(session.serverName)   really: the attacker"
    case .refused, .failed:
      badge = Line("[SAFE]", .good)
      text = "\(sentByClient) bytes of application data sent"
    default:
      badge = session.outcome.badge
      text = "an attacker stands in between"
    }
    return .line(badge + Line("  \(session.id)  \(text)"))
  }

  private var sentByClient: Int {
    session.applicationData(from: .client, on: .clientSide).reduce(0) { $0 + $1.count }
  }

  private var outcome: [Block] {
    if let failure = session.failure {
      return FailureBlocks(session, failure.failure, failure.alert, failure.by)
        .details(withCertificate: false)
    }
    let read = session.interceptor?.read ?? []
    guard !read.isEmpty else { return [] }
    let bytes = read.reduce(0) { $0 + $1.bytes.count }
    var rows: [Block] = [
      .labelled(
        "READ",
        Line(
          "\(bytes) bytes in \(plural(read.count, "piece")), then encrypted again for the other",
          .bad)
      )
    ]
    guard lab.view == .all || lab.view == .interceptor else { return rows }
    let said = read.filter { $0.sender == .client }.flatMap(\.bytes)
    if let line = Excerpt(said).line {
      rows.append(.labelled("excerpt", Line(Screens.shortened(line), .bad)))
    }
    for gain in Excerpt(said).gains { rows.append(.labelled("gains", Line(gain, .bad))) }
    return rows
  }

  private var suggestions: [String] {
    guard isFooled else { return ["why \(session.id)", "mitm off", "where"] }
    return ["set client.verify on", "where", "diff \(session.id).client \(session.id).server"]
  }
}
