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
      .labelled("attacker", Line("sends \(flight) again, byte for byte: that takes no key")),
      .labelled("to", Line(target)), answer,
    ]
    return Page(
      [result.headline, .rule] + rows + ending + [result.recording, .blank]
        + ShortLadder(viewer).blocks, next: next)
  }

  private var flight: String {
    let bytes = session.earlyData?.bytes ?? 0
    return
      "the first flight of \(replay.original) (ClientHello and \(ByteText.count(bytes)) of early data)"
  }

  private var target: String {
    switch replay.target {
    case .server: "the server that gave the ticket, at \(address)"
    case .secondServer:
      "a second server, at \(address): it has the ticket key, and not the first one's memory of what"
        + " was taken"
    }
  }

  private var address: String { session.links[session.clientWire]?.flow.server.ip ?? "" }

  /// What the server did about the early data (RFC 8446 §8).
  private var answer: Block {
    guard session.earlyData?.fate == .taken else {
      let reason = session.earlyDataRefusal?.words ?? "it did not come so far"
      return .labelled("server", Line("did NOT take the early data: \(reason)", .good))
    }
    let bytes = session.steps.reduce(0) { sum, step in
      guard step.actor == .server, case .deliver(let data) = step.effect else { return sum }
      return sum + data.count
    }
    let before = lab.earlierTakings(than: session)
    let again =
      before.isEmpty
      ? "" : ", as in \(listed(before.map(\.id))): \(before.count + 1) times with this ticket"
    return .labelled(
      "server",
      Line("TOOK the early data: its application got \(ByteText.count(bytes))\(again)", .bad))
  }

  /// Why the handshake goes no further.
  private var ending: [Block] {
    if let failure = session.failure {
      return FailureBlocks(session, failure.failure, failure.alert, failure.by).details
    }
    guard session.isAtRest else { return [] }
    return [
      .labelled(
        "then",
        Line(
          "the server waits for the client's Finished, which takes the keys of the handshake; the"
            + " attacker hangs up"))
    ]
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
