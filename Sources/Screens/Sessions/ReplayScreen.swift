import Explanations
import Lab
import Network
import TLSEngine
import TLSKeys
import TLSWire

/// What a server made of a first flight that the attacker sent again.
struct ReplayScreen {
  let lab: Lab
  let session: Session
  let replay: FlightReplay
  private let viewer: Viewer

  init?(_ lab: Lab, _ session: Session, _ viewer: Viewer) {
    guard let replay = session.replay else { return nil }
    self.lab = lab
    self.session = session
    self.viewer = viewer
    self.replay = replay
  }

  var page: Page {
    let result = ConnectionResult(lab, session, viewer)
    let rows: [Block] = [
      .labelled("attacker", Line(flight)),
      .labelled("to", Line(target)), answer,
    ]
    return Page(
      [result.headline, .rule] + rows + ending + [result.recording, .blank]
        + ShortLadder(viewer).blocks, next: next)
  }

  private var flight: String {
    let bytes = session.earlyData?.bytes ?? 0
    return said(
      .deed, "replay", ["session": replay.original, "size": ByteText.count(bytes)])
  }

  private var target: String {
    said(.deed, "replay.to.\(replay.target.rawValue)", ["address": address])
  }

  private var address: String { session.links[session.clientWire]?.flow.server.ip ?? "" }

  /// What the server did about the early data (RFC 8446 §8).
  private var answer: Block {
    guard session.earlyData?.fate == .taken else {
      let reason = session.earlyDataRefusal?.words ?? said(.deed, "replay.not-so-far")
      return .labelled("server", Line(said(.deed, "replay.refused", ["reason": reason]), .good))
    }
    let bytes = session.steps.reduce(0) { sum, step in
      guard step.actor == .server, case .deliver(let data) = step.effect else { return sum }
      return sum + data.count
    }
    let before = lab.earlierTakings(than: session)
    let words = said(
      .deed, before.isEmpty ? "replay.taken" : "replay.taken.again",
      [
        "size": ByteText.count(bytes), "sessions": listed(before.map(\.id)),
        "count": String(before.count + 1),
      ])
    return .labelled("server", Line(words, .bad))
  }

  /// Why the handshake goes no further.
  private var ending: [Block] {
    if let failure = session.failure {
      return FailureBlocks(session, failure.failure, failure.alert, failure.by).details
    }
    guard session.isAtRest else { return [] }
    return [.labelled("then", Line(said(.deed, "replay.end")))]
  }

  private var next: [String] {
    let isTaken = session.earlyData?.fate == .taken
    let other = "replay flight \(replay.original) to=second-server"
    switch (lab.settings[.serverEarlyData], replay.target) {
    case (.once, .server): return isTaken ? ["vault", "where"] : [other, "show attacks"]
    case (.once, .secondServer): return ["show attacks", "explain early_data"]
    case (.on, _): return ["set server.early-data once", "replay flight \(replay.original)", other]
    case (.off, _): return ["set server.early-data on", "where"]
    }
  }
}
