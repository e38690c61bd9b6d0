import Foundation
import InteropPeers
import Testing

/// Real programs on the loopback device, recorded by `tcpdump`: what `tlslab decrypt` writes is what tshark has.
@Suite(
  "Captures of real programs", .serialized,
  .enabled(if: Program.exists && Tcpdump.mayListen, "tcpdump is not there, or may not listen"))
struct LiveCaptureTests {
  /// Who talks to whom, and by which file it opens.
  enum Talk: String, CaseIterable {
    case rsaKey, dheLog, ecdheLog, tls13Log, gnutlsServer, gnutlsClient, opensslClient

    /// The words of `openssl s_server`, or the priority of `gnutls-serv`.
    var server: [String] {
      switch self {
      case .rsaKey: ["-tls1_2", "-cipher", "AES128-SHA256"]
      case .dheLog: ["-tls1_2", "-cipher", "DHE-RSA-AES256-SHA256"]
      case .ecdheLog: ["-tls1_2", "-cipher", "ECDHE-RSA-CHACHA20-POLY1305"]
      case .tls13Log, .gnutlsClient, .opensslClient: ["-tls1_3"]
      case .gnutlsServer: ["NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP384R1"]
      }
    }
  }

  /// In some orders tshark itself loses what a side said; what it has of the packets as they went counts.
  @Test("open as tshark opens them, in order and not", arguments: Talk.allCases)
  func same(talk: Talk) throws {
    let folder = try TemporaryFolder()
    let scene = try Scene(talk, folder)
    let (capture, port) = try scene.play()
    let theirs = try followed(capture, scene, port)
    for (name, order) in Self.orders {
      let file = folder.file("\(name).pcap")
      try PacketFile(Data(contentsOf: capture)).data(order).write(to: file)
      let ours = try decrypted(file, scene, folder.file("plain-\(name)"))
      #expect(ours == theirs, "\(talk) \(name)")
      #expect(ours.server.starts(with: Data("HTTP/1.0 200".utf8)), "\(talk) \(name)")
      #expect(ours.client.starts(with: Data("GET /".utf8)), "\(talk) \(name)")
    }
  }

  private typealias Order = @Sendable ([Data]) -> [Data]

  private static let orders: [(String, Order)] = [
    ("as-sent", { $0 }),
    ("sent-again", { packets in packets.flatMap { [$0, $0] } }),
    (
      "neighbours-exchanged",
      { packets in
        stride(from: 0, to: packets.count, by: 2).flatMap {
          Array(packets[$0..<min($0 + 2, packets.count)].reversed())
        }
      }
    ),
    (
      "lost-and-sent-later",
      { packets in
        var late = packets
        let large = packets.indices.filter { packets[$0].count > 4000 }
        for at in stride(from: 0, to: large.count - 3, by: 3) {
          late.insert(late.remove(at: large[at]), at: large[at + 2])
        }
        return late
      }
    ),
  ]

  // MARK: Both readers

  struct Plain: Equatable {
    var client = Data()
    var server = Data()
  }

  private func decrypted(_ file: URL, _ scene: Scene, _ plain: URL) throws -> Plain {
    let result = try Program.run(
      ["decrypt", file.path, "--json", "--out", plain.path] + scene.secrets.ours)
    try #require(result.status == 0, "\(result.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    let session = try #require((object?["sessions"] as? [[String: Any]])?.first)
    let reason = session["reason"] ?? ""
    #expect(session["result"] as? String == "open", "\(reason)")
    func said(_ side: String) throws -> Data {
      let place = (session["sent_by_\(side)"] as? [String: Any])?["file"] as? String
      return try place.map { try Data(contentsOf: URL(fileURLWithPath: $0)) } ?? Data()
    }
    return try Plain(client: said("client"), server: said("server"))
  }

  private func followed(_ file: URL, _ scene: Scene, _ port: UInt16) throws -> Plain {
    // Read as HTTP the parts of a message would be put together, and those of one cut off left out.
    let text = try OtherProgram.output(
      [
        "tshark", "-r", file.path, "-q", "--disable-protocol", "http",
      ] + scene.secrets.theirs + ["-z", "follow,tls,raw,0"])
    var plain = Plain()
    // What the other side of the first node said stands behind a tabulator.
    let isServerFirst = text.contains("Node 0: 127.0.0.1:\(port)\n")
    for line in text.split(separator: "\n") {
      let digits = line.drop(while: \.isWhitespace)
      guard !digits.isEmpty, digits.allSatisfy(\.isHexDigit) else { continue }
      let bytes = Data(hexadecimal: digits)
      if (line.first == "\t") != isServerFirst {
        plain.server += bytes
      } else {
        plain.client += bytes
      }
    }
    return plain
  }
}

/// A server, a client and an eavesdropper of other people.
private struct Scene {
  private let talk: LiveCaptureTests.Talk
  private let folder: TemporaryFolder
  private let log: String

  init(_ talk: LiveCaptureTests.Talk, _ folder: TemporaryFolder) throws {
    self.talk = talk
    self.folder = folder
    log = folder.file("keys.log").path
    // Long enough that it comes in many packets.
    let page = (0..<40_000).map { "\($0)\n" }.joined()
    try folder.write(page, to: "page")
    _ = try OtherProgram.output([
      "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
      "-keyout", folder.file("server.key").path, "-out", folder.file("server.pem").path,
    ])
  }

  /// The file by which it opens, as either reader takes it.
  var secrets: (ours: [String], theirs: [String]) {
    let key = folder.file("server.key").path
    return talk == .rsaKey
      ? (["--key", key], ["-o", "uat:rsa_keys:\"\(key)\",\"\""])
      : (["--keylog", log], ["-o", "tls.keylog_file:\(log)"])
  }

  /// Lets them talk, and gives what was recorded and the server's port.
  func play() throws -> (capture: URL, port: UInt16) {
    let capture = folder.file("loopback.pcap")
    let (server, port) = try startServer()
    defer { server.stop() }
    // On a busy machine packets pass that nobody writes down.
    for _ in 0..<10 {
      let tcpdump = try Tcpdump(port, capture, folder.url)
      try ask(port)
      if try tcpdump.endAfterClient(of: capture, port) { return (capture, port) }
    }
    throw PeerFailure("no capture without a gap")
  }

  private func startServer() throws -> (PeerProcess, UInt16) {
    let files = [folder.file("server.key").path, folder.file("server.pem").path]
    guard talk == .gnutlsServer else {
      let words = [
        "s_server", "-accept", "127.0.0.1:0", "-WWW", "-key", files[0], "-cert", files[1],
      ]
      let server = try PeerProcess("openssl", words + talk.server, folder: folder.url)
      return (server, try server.announcedPort())
    }
    let port = try FreePort.ask()
    let words = ["--http", "-p", "\(port)", "--x509keyfile", files[0], "--x509certfile", files[1]]
    let server = try PeerProcess(
      "gnutls-serv", words + ["--priority", talk.server[0]], folder: folder.url)
    try server.waitFor("IPv4 0.0.0.0 port \(port)...done")
    return (server, port)
  }

  private func ask(_ port: UInt16) throws {
    let client: PeerProcess
    switch talk {
    case .gnutlsClient:
      client = try PeerProcess(
        "env", ["SSLKEYLOGFILE=\(log)", "gnutls-cli", "--insecure", "-p", "\(port)", "127.0.0.1"],
        folder: folder.url)
      try client.waitFor("Handshake was completed")
      client.send("GET /page HTTP/1.0\r\n\r")
    case .opensslClient:
      client = try PeerProcess(
        "openssl", ["s_client", "-keylogfile", log, "-quiet", "-connect", "127.0.0.1:\(port)"],
        folder: folder.url)
      client.send("GET /page HTTP/1.0\r\n\r")
    default:
      client = try PeerProcess(
        "env",
        ["SSLKEYLOGFILE=\(log)", "curl", "-sk", "--http1.0", "https://127.0.0.1:\(port)/page"],
        folder: folder.url)
    }
    defer { client.stop() }
    _ = try client.waitForEnd()
  }
}

/// Who listens to the loopback device.
private final class Tcpdump {
  private let process: PeerProcess

  init(_ port: UInt16, _ capture: URL, _ folder: URL) throws {
    process = try PeerProcess(
      "tcpdump",
      ["-i", "lo", "-U", "--immediate-mode", "-w", capture.path, "tcp port \(port)"], folder: folder
    )
    try process.waitFor("listening on")
  }

  /// Whether it is there, and may.
  static let mayListen: Bool = {
    guard let folder = try? TemporaryFolder() else { return false }
    let listening = try? Tcpdump(1, folder.file("none"), folder.url)
    listening?.process.stop()
    return listening != nil
  }()

  /// Waits until the client has ended the connection in the capture, and ends.
  ///
  /// - Returns: whether every packet is in it.
  func endAfterClient(of capture: URL, _ port: UInt16) throws -> Bool {
    let deadline = Date(timeIntervalSinceNow: Patience.seconds)
    let filter = "tcp.dstport == \(port) && tcp.flags.fin == 1 || tcp.flags.reset == 1"
    var hasEnded = false
    while !hasEnded, Date() < deadline {
      hasEnded = try !OtherProgram.output(["tshark", "-r", capture.path, "-Y", filter]).isEmpty
    }
    process.stop()
    let gaps = "tcp.analysis.lost_segment || tcp.analysis.ack_lost_segment"
    return try hasEnded && OtherProgram.output(["tshark", "-r", capture.path, "-Y", gaps]).isEmpty
  }
}

/// A pcap as its head and its packets.
private struct PacketFile {
  private let head: Data
  private var packets: [Data] = []

  init(_ file: Data) throws {
    head = file.prefix(24)
    var rest = file.dropFirst(24)
    while rest.count >= 16 {
      let count = rest.dropFirst(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      packets.append(rest.prefix(16 + count))
      rest = rest.dropFirst(16 + count)
    }
  }

  func data(_ order: ([Data]) -> [Data]) -> Data { order(packets).reduce(head, +) }
}

extension Data {
  fileprivate init(hexadecimal digits: Substring) {
    let values = digits.compactMap(\.hexDigitValue).map(UInt8.init)
    self.init(stride(from: 0, to: values.count - 1, by: 2).map { values[$0] << 4 | values[$0 + 1] })
  }
}
