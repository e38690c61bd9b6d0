import InteropPeers
import Probing
import Screens
import TLSWire
import Testing

@testable import Sockets

/// What a probe can't offer, or learns from tickets alone, of `openssl s_server`.
@Suite("A probe of servers with pre-shared keys, and with early data") struct SharedKeyProbeTests {
  private let peer: ProbedPeer

  init() throws { peer = try ProbedPeer() }

  /// Whoever has the key of `psk` makes a connection with it; its word on the suite.
  private func call(_ port: Int, _ psk: String) throws -> String {
    try Ran.run([
      "sh", "-c",
      "openssl s_client -connect 127.0.0.1:\(port) -tls1_2 -cipher PSK -psk \(psk) </dev/null 2>&1",
    ]).body
  }

  @Test("A server of pre-shared keys: who has one reads, TLS 1.3 is there, what is printed mends")
  func preSharedKeys() throws {
    let psk = "00112233445566778899aabbccddeeff"
    let report = try peer.openssl(["-nocert", "-psk", psk])
    let expected = try ProbedPeer.openssl(suites: "DEFAULT", "-tls1_2", ["-psk"])
      .filter { $0.hasPrefix("TLS_PSK_") }
    #expect(report.verdict == .opensWithSharedKey(suites: expected.count))
    #expect(report.of(.tls13)?.standing == .spoken(.alert(.handshakeFailure)))
    #expect(!report.weaknesses.contains(.lacks13) && !report.isComplete)
    let text = Layout(width: 60).text(
      of: Screens.probe(
        ProbedServer(endpoint: "pbx", traffic: .calls, report: report, examinations: [])))
    #expect(!text.contains("nginx") && !text.contains("can NOT be read"), "\(text)")
    let lines = ProbeMends.lines(for: "openssl", report)
    for line in lines { #expect(text.contains("  \(line)\n"), "\(text)") }
    let mended = try peer.openssl(["-nocert", "-psk", psk], configured: lines) { port in
      let said = try call(port, psk)
      #expect(said.contains("Cipher is ECDHE-PSK-CHACHA20-POLY1305"), "\(said)")
    }
    #expect(mended.verdict == .sealedSoFar && mended.weaknesses.isEmpty, "\(mended.weaknesses)")
    let newest = try peer.openssl(["-nocert", "-psk", psk, "-tls1_3"])
    #expect(newest.of(.tls13)?.standing == .spoken(.alert(.handshakeFailure)))
    #expect(!newest.isEmpty && newest.verdict == .unknown)
  }

  @Test("How much early data it takes stands in its tickets", arguments: [nil, 3] as [Int?])
  func earlyData(limit: Int?) throws {
    let words = limit.map { ["-early_data", "-max_early_data", "\($0)"] } ?? []
    let report = try peer.openssl(peer.rsa + words)
    #expect(report.of(.tls13)?.handshake?.earlyDataLimit == limit ?? 0)
    let text = Layout(width: 200).text(
      of: Screens.probe(
        ProbedServer(endpoint: "pbx", traffic: .calls, report: report, examinations: [])))
    #expect(text.contains(limit == nil ? "its tickets allow none" : "up to 3 bytes"), "\(text)")
    #expect(!text.contains("where it takes any"))
  }
}
