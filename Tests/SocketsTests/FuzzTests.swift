import Foundation
import HybridPeer
import Lab
import Testing

@testable import Sockets

/// Another implementation of TLS, tlslite-ng, makes mistakes on purpose: Tests/Support/FuzzPeer.
@Suite("A fuzzing client finds no trap and no hang") struct FuzzTests {
  @Test("in listen, with every version, whatever is changed, dropped, repeated or flooded")
  func listen() throws {
    let python = try HybridPeerInstallation.install("fuzz-peer", from: "Tests/Support/FuzzPeer")
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Support/FuzzPeer/fuzz_peer.py")
    let visits = try Visits(settings: [("server.versions", "1.0-1.3")])
    let seed = Int.random(in: 1...1_000_000)
    let process = Process()
    process.executableURL = python
    process.arguments = [
      script.path, "\(visits.port)", "--seed", "\(seed)", "--connections", "100", "--seconds",
      "1200",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(visits.stop())
    let text = String(decoding: said, as: UTF8.self)
    #expect(process.terminationStatus == 0, "seed \(seed): \(text)")
    #expect(text.contains("\"connections\": 100"), "seed \(seed): \(text)")
    #expect(visits.sessions.count >= 100)
    #expect(visits.sessions.allSatisfy { $0.steps.count <= SocketCourier.visitStepLimit })
  }
}
