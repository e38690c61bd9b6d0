import CaptureMaker
import Captures
import Files
import Foundation
import LibsslPeer
import Network
import TLSWire

/// The captures of the benchmark: libssl at both ends, written piece by piece.
struct MadeCaptures {
  let folder: URL

  /// A capture and its key log.
  struct Made {
    var capture: String
    var keyLog: String
    var bytes: Int
  }

  private struct Writer {
    let path: String
    var log = ""
    var bytes = 0
    private var waiting: [UInt8]
    private let file = CaptureFile()
    private var isNew = true

    init(_ path: String) {
      self.path = path
      waiting = file.beginning
    }

    mutating func add(_ packets: [Packet]) throws {
      for packet in packets { waiting += file.block(packet) }
      if waiting.count > 1 << 22 { try flush() }
    }

    mutating func flush() throws {
      try GrowingFile.write(waiting, to: path, isNew ? .replaced : .continued)
      isNew = false
      bytes += waiting.count
      waiting = []
    }

    mutating func end() throws -> Made {
      try flush()
      let keyLog = path + ".keys"
      try GrowingFile.write(Array(log.utf8), to: keyLog, .replaced)
      return Made(capture: path, keyLog: keyLog, bytes: bytes)
    }
  }

  private func contexts(
    _ suite: CipherSuite, _ version: ProtocolVersion
  ) throws -> (client: LibsslContext, server: LibsslContext) {
    try MadeIdentities.shared().contexts([suite]) { client, server in
      client.versions = version...version
      server.versions = version...version
      client.securityLevel = 0
      server.securityLevel = 0
    }
  }

  /// (a) Short sessions, a fourth of each: RSA, DHE, ECDHE, TLS 1.3.
  func shortSessions(_ count: Int) throws -> Made {
    let kinds = [
      try contexts(.rsaAES128CBCSHA1, .tls12), try contexts(.dheRSAAES128GCMSHA256, .tls12),
      try contexts(.ecdheRSAAES128GCMSHA256, .tls12), try contexts(.aes128GCMSHA256, .tls13),
    ]
    var writer = Writer(folder.appendingPathComponent("short-\(count).pcap").path)
    for number in 0..<count {
      let kind = kinds[number % kinds.count]
      let connection = try RecordedConnection.connected(kind.client, kind.server)
      connection.ask(Array("REGISTER sip:uc.test SIP/2.0\r\n\r\n".utf8))
      connection.answer([UInt8](repeating: 0x61, count: 1500))
      connection.close()
      writer.log += connection.keyLog
      try writer.add(connection.packets(.documentation(connection: number)))
    }
    return try writer.end()
  }

  /// (b) One long session.
  func longSession(_ mebibytes: Int, _ version: ProtocolVersion) throws -> Made {
    let suite = version == .tls13 ? CipherSuite.aes128GCMSHA256 : .rsaAES128CBCSHA1
    let name = "long-\(mebibytes)-\(version.number).pcap"
    var writer = Writer(folder.appendingPathComponent(name).path)
    let pair = try contexts(suite, version)
    try add(mebibytes, pair, to: &writer, .documentation(connection: 1))
    return try writer.end()
  }

  private func add(
    _ mebibytes: Int, _ pair: (client: LibsslContext, server: LibsslContext),
    to writer: inout Writer, _ flow: Flow
  ) throws {
    let connection = try RecordedConnection.connected(pair.client, pair.server)
    connection.remembers = false
    guard var framing = PacketFraming(flow) else { return }
    framing.open(at: 1)
    let block = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for _ in 0..<mebibytes {
      connection.answer(block)
      for piece in connection.takePieces() { framing.send(piece) }
      try writer.add(framing.takePackets())
    }
    connection.close()
    for piece in connection.takePieces() { framing.send(piece) }
    framing.close(at: 2)
    try writer.add(framing.takePackets())
    writer.log += connection.keyLog
  }

  /// (c) Traffic of which a tenth is TLS.
  func mixed(_ mebibytes: Int) throws -> Made {
    var writer = Writer(folder.appendingPathComponent("mixed-\(mebibytes).pcap").path)
    let pair = try contexts(.aes128GCMSHA256, .tls13)
    let block = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 13 &+ 5) }
    for number in 0..<max(1, mebibytes / 10) {
      try add(1, pair, to: &writer, .documentation(connection: 2 * number))
      let flow = Flow.documentation(connection: 2 * number + 1, serverPort: 80)
      guard var framing = PacketFraming(flow) else { continue }
      framing.open(at: 3)
      for _ in 0..<9 {
        framing.send(Segment(direction: .serverToClient, time: 4, bytes: block))
        try writer.add(framing.takePackets())
      }
      framing.close(at: 5)
      try writer.add(framing.takePackets())
    }
    return try writer.end()
  }
}
