import Bytes
import CryptoPrimitives
import Eavesdropper
import Explanations
import Interceptor
import Knowledge
import Lab
import Network
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
    var blocks: [Block] = [headline, .rule] + ShortLadder(viewer).blocks
    blocks.append(.blank)
    if let certificate = session.certificate(on: .clientSide) {
      blocks.append(.labelled("shown", Line(certificate.summary)))
    }
    if let genuine = session.certificate(on: .serverSide) {
      blocks.append(.labelled("genuine", Line(genuine.summary)))
    }
    blocks +=
      InterferenceBlocks(session).blocks + outcome + result.checks
      + OutsidePeersBlocks(session).rows + HopBlocks(lab, whole).rows
    return Page(blocks, next: suggestions, sparse: sparse)
  }

  private var isFooled: Bool { session.outcome == .fooled }

  private var headline: Block {
    let (badge, text) = verdict
    return .line(badge + Line("  \(session.id)  \(text)"))
  }

  /// What came of it, in a word and in a sentence.
  var verdict: (badge: Line, text: String) {
    let badge: Line
    let text: String
    switch session.outcome {
    case .fooled:
      badge = Line("[FOOLED]", .bad)
      text = said(.deed, "between.fooled", ["server": session.serverName])
    case .refused where spokeInTheOpen, .failed where spokeInTheOpen:
      badge = Line("[READ]", .bad)
      text = said(.deed, "between.read-open")
    case .refused where !read.isEmpty, .failed where !read.isEmpty:
      // What the server said to the attacker, whatever the client thought of it.
      badge = Line("[READ]", .bad)
      text = said(.deed, "between.read-server")
    case .refused where attackerHungUpFirst, .failed where attackerHungUpFirst:
      // Whether it believed the attacker nobody can tell any more.
      badge = Line("[CLOSED]", .warning)
      text = said(.deed, "between.hung-up")
    case .refused, .failed:
      badge = Line("[SAFE]", .good)
      text = said(.deed, "between.safe", ["count": String(sentByClient)])
    default:
      badge = session.outcome.badge
      text = said(.deed, "between.open")
    }
    return (badge, text)
  }

  /// Whether the client's handshake with the attacker was through, and it was the attacker who said goodbye:
  /// a server that was gone by then leaves it nothing to do.
  private var attackerHungUpFirst: Bool {
    let steps = session.steps.filter { $0.wire == .clientSide }
    let isThrough = steps.contains { $0.actor == .interceptor && $0.effect == .established }
    let goodbye = steps.first { step in
      guard case .alert(let alert)? = step.sentMessage?.content else { return false }
      return alert.description == .closeNotify
    }
    return isThrough && goodbye?.actor == .interceptor && sentByClient == 0
  }

  /// Whether the client wrote something else than TLS: whoever stands in between reads that.
  private var spokeInTheOpen: Bool {
    guard session.isOutside(.client), session.versionName(on: .clientSide) == nil else {
      return false
    }
    let bytes = session.recording(on: .clientSide)?.bytes(.clientToServer) ?? []
    return OtherProtocol(bytes) != nil
  }

  private var sentByClient: Int {
    session.applicationData(from: .client, on: .clientSide).reduce(0) { $0 + $1.count }
  }

  /// The application data that the attacker read, in order.
  var read: [Interceptor.Reading] { session.interceptor?.read ?? [] }

  private var outcome: [Block] {
    var rows: [Block] = []
    let isServers = session.failure?.by == .server
    if let failure = session.failure {
      if isServers {
        rows.append(.labelled("server", Line(said(.deed, "between.turned-away"), .good)))
      }
      rows += FailureBlocks(session, failure.failure, failure.alert, failure.by)
        .details(withCertificate: false)
      rows += signature
    } else if session.outcome == .refused, !attackerHungUpFirst {
      rows.append(.labelled("client", Line(said(.deed, "between.left"), .good)))
    }
    return rows + sharedKey + reading
  }

  /// What a key did by which the client asks for no certificate.
  private var sharedKey: [Block] {
    if isFooled, session.isBelievedByKey {
      let isResumed = session.takesUp(on: .clientSide)
      return [
        .labelled(
          "because", Line(said(.deed, isResumed ? "between.by-ticket" : "between.by-key"), .bad))
      ]
    }
    return []
  }

  /// What the attacker has of the conversation, whatever became of either connection.
  private var reading: [Block] {
    guard !read.isEmpty else { return [] }
    let bytes = read.reduce(0) { $0 + $1.bytes.count }
    var rows = [Block.labelled("READ", Line(further(bytes), .bad))]
    let clients = read.filter { $0.sender == .client }.flatMap(\.bytes)
    let said = clients.isEmpty ? read.flatMap(\.bytes) : clients
    if let line = Excerpt(said).line {
      rows.append(.labelled("excerpt", Line(Screens.shortened(line), .bad)))
    }
    rows += Excerpt.gains(of: read.map { ($0.sender, $0.bytes) }).map {
      .labelled("gains", Line($0, .bad))
    }
    return rows
  }

  /// What became of what was read: an end that gave up takes nothing any more, however it was sent on.
  private func further(_ bytes: Int) -> String {
    let passedOn = Side.allCases.reduce(0) { $0 + passedOnBytes(to: $1) }
    let entry =
      passedOn == 0 ? "kept" : passedOn >= bytes ? "all-passed-on" : "some-passed-on"
    return said(
      .deed, "between.read.\(entry)",
      [
        "count": String(bytes), "pieces": plural(read.count, "piece"), "some": String(passedOn),
      ])
  }

  /// Bytes of application data that reached an end from the attacker; where nobody who looks sees into that
  /// end, those that were sent there.
  private func passedOnBytes(to side: Side) -> Int {
    let end: Actor = side == .client ? .client : .server
    let seesEnd = viewer.sees(inside: end) && !session.isOutside(end)
    return session.steps.reduce(0) { sum, step in
      switch step.effect {
      case .deliver(let data) where seesEnd && step.actor == end: return sum + data.count
      case .send(let message) where !seesEnd && step.wire == session.wire(reaching: side):
        guard step.actor == .interceptor, case .applicationData(let data) = message.content
        else { return sum }
        return sum + data.count
      default: return sum
      }
    }
  }

  /// The client's signature, made for one handshake and passed on into another.
  private var signature: [Block] {
    guard let made = session.signedByClient(on: .clientSide),
      let wanted = session.signedByClient(on: .serverSide), made != wanted
    else { return [] }
    func row(_ label: String, _ transcript: [UInt8]) -> Block {
      let digest = (try? HashAlgorithm.sha256.digest(transcript)) ?? []
      return .labelled(
        label, Line(said(.deed, "between.\(label)", ["digest": Array(digest.prefix(8)).hex])))
    }
    return [
      row("signed", made), row("wanted", wanted),
      .labelled("so", Line(said(.deed, "between.signature"), .good)).asReason,
    ]
  }

  private var suggestions: [String] {
    guard isFooled else { return ["why \(session.id)", "mitm off", "where"] }
    // A client that verified everything has nothing to switch on.
    let mend = session.settings.carelessness.first.map { "set \($0) on" } ?? "mitm off"
    return [mend, "where", "diff \(session.id).client \(session.id).server"]
  }
}

extension Session {
  /// Whether the client took the attacker for the server by a key that it shares with that, and so asked for no
  /// certificate (RFC 4279 §2, RFC 8446 §2.2).
  var isBelievedByKey: Bool {
    let facts = facts(on: .clientSide)
    if case .accepted = facts.preSharedKey { return true }
    return facts.isResumed || facts.parameters?.keyExchange.usesPreSharedKey == true
  }

  /// Whether it takes up an earlier session on a stretch of wire.
  func takesUp(on wire: Wire) -> Bool {
    let facts = facts(on: wire)
    return facts.isResumed || facts.preSharedKey == .accepted(.resumption)
  }
}
