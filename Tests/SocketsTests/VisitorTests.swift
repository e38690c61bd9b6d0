import Foundation
import InteropPeers
import Lab
import TLSEngine
import TLSWire
import Testing
import X509

@testable import Sockets

@Suite("curl visits listen") struct VisitorTests {
  private static let seed: UInt64 = 987_654_321_012_345

  @Test("and reads its own handshake: as text, and as a page where it asks for one")
  func pages() throws {
    let visits = try Visits(Lab(seed: Self.seed))
    let place = "https://127.0.0.1:\(visits.port)/"
    let text = try Curl.run(["-k", place])
    #expect(text.status == 0 && text.body.contains("your own handshake"))
    #expect(text.body.contains("TLS 1.3") && text.body.contains("ClientHello"))
    let page = try Curl.run(["-k", "-H", "Accept: text/html", place])
    #expect(page.body.hasPrefix("<!DOCTYPE html>") && page.body.contains("client_hello"))
    // Whoever has the seed has the server's private key.
    #expect(!page.body.contains("\(Self.seed)") && !text.body.contains("\(Self.seed)"))
    let older = try Curl.run(["-k", "--tls-max", "1.2", place])
    #expect(older.body.contains("TLS 1.2"))
    #expect(try Curl.run(["-k", place + "other"]).body.contains("one page"))
    #expect(try Curl.run(["-k", "-X", "POST", place]).body.contains("GET and HEAD"))
    let head = try Curl.run(["-k", "-I", place])
    #expect(head.body.contains("200 OK") && head.body.contains("Content-Length"))
    for session in visits.wait(for: 6) { #expect(session.outcome == .closed) }
  }

  @Test("believes the lab's authority where it was told to, and nobody otherwise")
  func belief() throws {
    var lab = Lab(seed: 12)
    let authority = try lab.authority(World.firmAuthority).authority.certificate
    let file = try Scratch.write(authority.pem)
    defer { try? FileManager.default.removeItem(at: file) }
    let visits = try Visits(lab)
    for name in ["127.0.0.1", "localhost"] {
      let place = "https://\(name):\(visits.port)/"
      #expect(try Curl.run(["--cacert", file.path, place]).status == 0, "\(name)")
      #expect(try Curl.run([place]).status == Curl.unbelieved)
    }
    let sessions = visits.wait(for: 4)
    #expect(sessions.filter { $0.outcome == .refused }.count == 2)
    #expect(sessions.compactMap { $0.failure?.alert.description }.allSatisfy { $0 == .unknownCA })
  }

  @Test("Two visits at a time do not wait for each other")
  func atOnce() throws {
    let visits = try Visits()
    let silent = try TCPStream.connect(
      to: Endpoint(host: "127.0.0.1", port: visits.port), into: Mailbox())
    #expect(try Curl.run(["-k", "https://127.0.0.1:\(visits.port)/"]).status == 0)
    silent.abort()
    #expect(visits.stop())
  }

  @Test("Whoever stops it does not wait for visitors that keep silent, or talk slowly")
  func stopping() throws {
    let visits = try Visits(patience: 10 * Patience.seconds)
    let place = Endpoint(host: "127.0.0.1", port: visits.port)
    let streams = try (0..<2).map { _ in try TCPStream.connect(to: place, into: Mailbox()) }
    let slow = streams[1]
    Thread.detachNewThread {
      for byte in [0x16, 3, 1, 1, 0] + [UInt8](repeating: 1, count: 200) {
        guard slow.send([byte]) else { break }
        usleep(200_000)
      }
    }
    // Callers are taken in their order: when this one was served, the others were taken.
    #expect(try Curl.run(["-k", "https://127.0.0.1:\(visits.port)/"]).status == 0)
    #expect(visits.stop(), "it would bear with them ten times as long as this waits")
    for stream in streams { stream.abort() }
  }

  @Test("A visit leaves no descriptor open, and thousands no memory: make soak has ten thousand")
  func soak() throws {
    // In a process of its own: other tests open descriptors at the same time.
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("Benchmarks")
    let soak = try Ran.run([program.path, "soak", "100"])
    #expect(soak.status == 0 && soak.body.contains("failed: 0"), "\(soak)")
  }
}

enum Scratch {
  static func write(_ text: String) throws -> URL {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("tlslab-sockets-\(UUID().uuidString).pem")
    try Data(text.utf8).write(to: file)
    return file
  }
}
