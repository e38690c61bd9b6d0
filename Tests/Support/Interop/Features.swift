import Bytes
import Foundation
import InteropPeers
import Lab
import TLSEngine
import TLSKeys
import TLSWire

// What happens in a cell beside handshake and data.
extension CellRun {
  /// The second connection of a feature that has two.
  mutating func checkSecond() throws {
    let session = try ours.session
    let facts = session.facts(on: .direct)
    let isResumed =
      if case .accepted(.resumption) = facts.preSharedKey { true } else { facts.isResumed }
    guard isResumed else { throw Disagreement("the second connection did not resume the first") }
    guard cell.feature == .earlyData else { return }
    try ours.expect("early_data", "== accepted")
  }

  /// Does what the cell's feature is about, and then says one more line each way.
  mutating func act(_ peer: any RunningPeer) throws {
    for line in cell.commands { try command(line, peer) }
    switch cell.feature {
    case .plain, .sessionID, .ticket, .resumption13, .earlyData, .alpn: return
    case .clientCertificate: return try checkClientCertificate()
    case .retry, .retryAlways: return try checkRetry()
    case .exporter: return try checkExporter(peer)
    case .lateCertificate:
      if ours.side == .server { try ours.type("request-certificate") }
      try ours.wait(for: "the client's certificate") { session in
        session.messages.contains {
          $0.message.sender == .client && $0.message.kind == .handshake(.certificateVerify)
        }
      }
    case .keyUpdate:
      try ours.wait(for: "a KeyUpdate of the peer's") { ours in
        ours.messages.contains { $0.message.kind == .handshake(.keyUpdate) }
      }
    case .ourKeyUpdate: try ours.type("update-keys \(ours.side.rawValue) request")
    case .renegotiation:
      try ours.wait(for: "a second handshake") { session in
        session.handshakes(on: .direct).count == 2 && session.outcome == .established
      }
    case .ourRenegotiation:
      try ours.type("renegotiate \(ours.side.rawValue)")
      try ours.wait(for: "a second handshake") { session in
        session.handshakes(on: .direct).count == 2
          && session.handshakes(on: .direct)[1].isComplete12
      }
    }
    try sayLater(peer)
    if cell.feature == .ourKeyUpdate { try ours.expect("keys_updated", ">= 2") }
  }

  /// The connection still carries data both ways.
  private mutating func sayLater(_ peer: any RunningPeer) throws {
    guard cell.says == nil, !cell.peer.speaksHTTP else { return }
    try ours.say("later from us")
    if cell.peer.isEcho { return try ours.hear("later from us") }
    try peer.waitFor("later from us")
    peer.send("later from the peer")
    try ours.hear("later from the peer")
  }

  /// A command of the peer's: to its input, or over TLS where it takes them so.
  private mutating func command(_ line: String, _ peer: any RunningPeer) throws {
    if cell.peer.isEcho { try ours.say(line) } else { peer.send(line) }
  }

  private mutating func checkClientCertificate() throws {
    let session = try ours.session
    let isShown = session.messages.contains {
      $0.message.sender == .client && $0.message.kind == .handshake(.certificateVerify)
    }
    guard isShown else { throw Disagreement("the client proved nothing") }
  }

  private func checkRetry() throws {
    let hellos = try ours.session.messages.filter { $0.message.kind == .handshake(.clientHello) }
    guard hellos.count == 2 else { throw Disagreement("\(hellos.count) ClientHello, not 2") }
  }

  private mutating func checkExporter(_ peer: any RunningPeer) throws {
    let session = try ours.session
    let end = ours.side == .client ? session.client : session.server
    let export = end?.export(
      label: Cell.exporterLabel, context: nil, count: Cell.exporterLength)
    guard let digits = export?.value.hex else { throw Disagreement("nothing was exported") }
    // tstclnt says what it exported when the connection is over.
    try ours.hangUp()
    let said = try peer.waitForAny(of: [digits, digits.uppercased()])
    guard said else { throw Disagreement("the peer exported other bytes than \(digits)") }
  }
}

extension RunningPeer {
  /// Whether the peer says one of these before patience ends, blanks between digits left out.
  fileprivate func waitForAny(of texts: [String]) throws -> Bool {
    let deadline = Date(timeIntervalSinceNow: Patience.seconds)
    while Date() < deadline {
      let said = output.filter { !$0.isWhitespace && $0 != ":" }
      if texts.contains(where: said.contains) { return true }
      usleep(5000)
    }
    return false
  }
}
