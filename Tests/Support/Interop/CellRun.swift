import Commands
import Foundation
public import InteropPeers
import Lab
import Sockets
import TLSKeys
import TLSWire

extension Workshop {
  /// Runs one cell.
  ///
  /// - Throws: what was missing or other than it should be, with all that the peer said.
  public func run(_ cell: Cell) throws {
    guard Program.find(cell.peer.program) != nil else {
      throw Disagreement("\(cell.peer.program) is not installed")
    }
    var run = CellRun(cell, self)
    if cell.peer.isServer { try run.callServer() } else { try run.awaitClients() }
  }
}

/// One cell from the start of the peer to its end.
struct CellRun {
  let cell: Cell
  let workshop: Workshop
  var ours: OurSide

  init(_ cell: Cell, _ workshop: Workshop) {
    self.cell = cell
    self.workshop = workshop
    ours = OurSide(workshop.lab, cell)
  }

  // MARK: We are the client

  mutating func callServer() throws {
    let server = try startServer()
    defer { server.stop() }
    do {
      try call(server, cell.ours)
      if let again = cell.oursAgain {
        try ours.type("close")
        try call(server, cell.ours + " " + again.replacing("{session}", with: "S1"))
        try checkSecond()
      }
      try act(server)
      try ours.hangUp()
      try server.waitForEvidence(of: cell)
    } catch {
      throw Disagreement("\(error)\n--- the peer: \(server.process.command)\n\(server.output)")
    }
  }

  private func startServer() throws -> any ServerPeer {
    guard cell.peer == .hybridServer else { return try cell.startServer(workshop.credentials) }
    return try hybrid(port: nil)
  }

  private func hybrid(port: UInt16?) throws -> HybridSocketPeer {
    try HybridSocketPeer(
      cell, python: workshop.python, port: port, credentials: workshop.credentials)
  }

  /// One connection: handshake, and a line each way.
  private mutating func call(_ server: any ServerPeer, _ words: String) throws {
    let credentials = workshop.credentials
    try ours.type(
      "connect 127.0.0.1:\(server.port) ca=\(credentials.ca.path)"
        + " client.sni=\(credentials.serverName) \(words)")
    try ours.checkAgreement()
    try talk(server, "connection \(ours.interpreter.lab.sessions.count)")
  }

  private mutating func talk(_ peer: any RunningPeer, _ line: String) throws {
    try ours.say("\(line) from us")
    guard !cell.peer.isEcho else { return try ours.hear("\(line) from us") }
    // The first byte stands alone where a record of one byte goes before the others.
    try peer.waitFor(String("\(line) from us".dropFirst()))
    peer.send("\(line) from the peer")
    try ours.hear("\(line) from the peer")
  }

  // MARK: We are the server

  mutating func awaitClients() throws {
    let listener = try TCPListener(port: 0)
    defer { listener.close() }
    let port = UInt16(listener.port)
    var client = try startClient(run: 0, port)
    defer { client.stop() }
    do {
      try serve(client, listener)
      if cell.connections == 2 {
        try ours.hangUp()
        if cell.runs.count > 1 {
          client.process.endInput()
          _ = try client.process.waitForEnd()
          client.stop()
          client = try startClient(run: 1, port)
        }
        try serve(client, listener)
        try checkSecond()
      }
      try act(client)
      try ours.hangUp()
      client.process.endInput()
      try client.waitForEvidence(of: cell)
    } catch {
      throw Disagreement("\(error)\n--- the peer: \(client.process.command)\n\(client.output)")
    }
  }

  private func startClient(run: Int, _ port: UInt16) throws -> any RunningPeer {
    guard cell.peer == .hybridClient else {
      return try cell.startClient(run: run, port: port, credentials: workshop.credentials)
    }
    return try hybrid(port: port)
  }

  /// One connection: handshake, and a line each way.
  private mutating func serve(_ client: any RunningPeer, _ listener: TCPListener) throws {
    guard let stream = listener.accept(within: Patience.seconds) else {
      throw Disagreement("nobody called")
    }
    try ours.answer(stream, cell.ours)
    if cell.feature == .renegotiation, cell.ready?.times == 2 {
      try ours.wait(for: "a second handshake") { $0.handshakes(on: .direct).count == 2 }
    }
    try ours.checkAgreement()
    let number = ours.interpreter.lab.sessions.count
    if cell.isBrief(number) {
      return try ours.wait(for: "the end of the connection") { $0.outcome == .closed }
    }
    if cell.peer.speaksHTTP {
      try ours.hear("GET / HTTP/1.1")
      return try ours.type("serve")
    }
    if let says = cell.says {
      if number == 1 { try ours.hear(String(says.dropFirst())) }
      return try ours.say("hello of ours")
    }
    if let ready = cell.ready { try client.waitFor(ready.text, times: ready.times) }
    let line = "connection \(number)"
    client.send("\(line) from the peer")
    try ours.hear("\(line) from the peer")
    try ours.say("\(line) from us")
    try client.waitFor(String("\(line) from us".dropFirst()))
  }
}
