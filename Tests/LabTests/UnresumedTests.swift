import Lab
import TLSWire
import Testing

@Suite("A session that takes up nothing says why")
struct UnresumedTests {
  struct Cell: Sendable, CustomTestStringConvertible {
    var first: [String: String]
    var second: [String: String]
    var reason: @Sendable (Unresumed.Reason?) -> Bool
    var testDescription: String { "\(first) then \(second)" }
  }

  static let cells = [
    Cell(first: ["version": "1.3"], second: ["version": "1.2"]) {
      $0 == .otherVersion(.tls13, now: .tls12)
    },
    Cell(first: ["version": "1.2"], second: ["version": "1.3"]) {
      $0 == .otherVersion(.tls12, now: .tls13)
    },
    Cell(first: ["version": "1.1"], second: ["version": "1.2"]) {
      $0 == .otherVersion(.tls11, now: .tls12)
    },
    Cell(first: ["version": "1.3"], second: ["version": "1.3", "server.tickets": "off"]) {
      $0 == .notKept
    },
    Cell(
      first: ["version": "1.3"],
      second: ["version": "1.3", "server.client-auth": "require", "client.cert": "good"]
    ) { $0 == .clientMustProve },
    Cell(
      first: ["version": "1.2", "client.suites": "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"],
      second: ["version": "1.2", "client.suites": "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]
    ) { if case .suiteNotOffered? = $0 { true } else { false } },
    Cell(
      first: ["version": "1.3", "client.suites": "TLS_AES_128_GCM_SHA256"],
      second: ["version": "1.3", "client.suites": "TLS_AES_256_GCM_SHA384"]
    ) { if case .suiteNotOffered? = $0 { true } else { false } },
    Cell(first: ["version": "1.3", "client.sni": "off"], second: ["version": "1.3"]) {
      $0 == .otherName
    },
    Cell(
      first: ["version": "1.2", "client.ems": "off"], second: ["version": "1.2"]
    ) { $0 == .notTaken },
    Cell(first: ["version": "1.3"], second: ["version": "1.3"]) { $0 == nil },
    Cell(first: ["version": "1.2"], second: ["version": "1.2"]) { $0 == nil },
    Cell(
      first: ["version": "1.2", "server.tickets": "off"],
      second: ["version": "1.2", "server.tickets": "off"]
    ) { $0 == nil },
  ]

  @Test(arguments: cells) func reasons(_ cell: Cell) throws {
    var lab = try preparedLab()
    try lab.connect(cell.first.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    try lab.connect(
      [("resume", "S1")] + cell.second.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    let session = try #require(lab.session("S2"))
    #expect(session.outcome == .established)
    let found = lab.unresumed(session)
    #expect(cell.reason(found?.reason), "\(String(describing: found))")
    // Said exactly where nothing was taken up.
    #expect((lab.record(of: session).resumedFrom == nil) == (found != nil))
  }
}
