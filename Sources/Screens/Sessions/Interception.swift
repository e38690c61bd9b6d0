import Bytes
import CryptoPrimitives
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
  let whole: Session
  let viewer: Viewer

  init(_ lab: Lab, _ session: Session, _ viewer: Viewer) {
    self.lab = lab
    whole = session
    self.viewer = viewer
  }

  private var session: Session { viewer.session }

  var page: Page {
    let result = ConnectionResult(lab, whole, viewer)
    var blocks: [Block] = [headline, .rule] + ShortLadder(session).blocks
    blocks.append(.blank)
    if let certificate = session.certificate(on: .clientSide) {
      blocks.append(.labelled("shown", Line(certificate.summary)))
    }
    if let genuine = session.certificate(on: .serverSide) {
      blocks.append(.labelled("genuine", Line(genuine.summary)))
    }
    blocks +=
      InterferenceBlocks(session).blocks + outcome + result.checks
      + OutsidePeersBlocks(session).rows
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
    var rows: [Block] = []
    let isServers = session.failure?.by == .server
    if let failure = session.failure {
      if isServers {
        rows.append(.labelled("server", Line("turned the attacker away", .good)))
      }
      rows += FailureBlocks(session, failure.failure, failure.alert, failure.by)
        .details(withCertificate: false)
      rows += signature
    } else if session.outcome == .refused {
      rows.append(
        .labelled("client", Line("left without a word, once it had the whole handshake", .good)))
    }
    let read = session.interceptor?.read ?? []
    guard !read.isEmpty else { return rows }
    let bytes = read.reduce(0) { $0 + $1.bytes.count }
    let further =
      session.failure == nil
      ? "then encrypted again for the other" : "and nobody else got them"
    rows.append(
      .labelled(
        "READ", Line("\(bytes) bytes in \(plural(read.count, "piece")), \(further)", .bad)))
    let said = read.filter { $0.sender == .client }.flatMap(\.bytes)
    if let line = Excerpt(said).line {
      rows.append(.labelled("excerpt", Line(Screens.shortened(line), .bad)))
    }
    for gain in Excerpt(said).gains { rows.append(.labelled("gains", Line(gain, .bad))) }
    return rows
  }

  /// The client's signature, made for one handshake and passed on into another.
  private var signature: [Block] {
    guard let made = session.signedByClient(on: .clientSide),
      let wanted = session.signedByClient(on: .serverSide), made != wanted
    else { return [] }
    func row(_ label: String, _ transcript: [UInt8], _ words: String) -> Block {
      let digest = (try? HashAlgorithm.sha256.digest(transcript)) ?? []
      return .labelled(label, Line("\(Array(digest.prefix(8)).hex) ..  \(words)"))
    }
    return [
      row("signed", made, "SHA-256 of the client's handshake with the attacker"),
      row("wanted", wanted, "SHA-256 of the attacker's handshake with the server"),
      .labelled(
        "so",
        Line(
          "the client's signature covers every message before it: it fits no other handshake",
          .good)
      ).asReason,
    ]
  }

  private var suggestions: [String] {
    guard isFooled else { return ["why \(session.id)", "mitm off", "where"] }
    // A client that verified everything has nothing to switch on.
    let mend = session.settings.verification == "on" ? "mitm off" : "set client.verify on"
    return [mend, "where", "diff \(session.id).client \(session.id).server"]
  }
}
