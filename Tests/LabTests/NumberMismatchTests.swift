import Interceptor
import Lab
import TLSEngine
import TLSKeys
import Testing

@Suite("A record that came out of turn is told by its sequence number")
struct NumberMismatchTests {
  struct Cell: Sendable, CustomTestStringConvertible {
    var version: String
    var suite: String
    var deed: WireAttack.Deed
    var message: String
    var made: Int
    var expected: Int
    var hasNewKeys = false

    var testDescription: String { "\(version) \(suite) \(deed) \(message)" }
  }

  private static let suites = [
    // In TLS 1.0 data of CBC are two records, of which no single number can be named.
    ("1.1", "TLS_RSA_WITH_AES_128_CBC_SHA"),
    ("1.2", "TLS_RSA_WITH_AES_128_CBC_SHA"), ("1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
    ("1.2", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
  ]

  static let cells =
    suites.map { version, suite in
      // Finished was number 0 (RFC 5246 §6.1).
      Cell(
        version: version, suite: suite, deed: .replay, message: "application_data", made: 1,
        expected: 2)
    } + [
      Cell(
        version: "1.3", suite: "TLS_AES_128_GCM_SHA256", deed: .replay, message: "application_data",
        made: 0, expected: 1),
      Cell(
        version: "1.3", suite: "TLS_CHACHA20_POLY1305_SHA256", deed: .replay,
        message: "certificate", made: 1, expected: 2),
      // With its last record under a key the sender has new ones, and so has the receiver.
      Cell(
        version: "1.3", suite: "TLS_AES_128_GCM_SHA256", deed: .replay, message: "finished",
        made: 3, expected: 0, hasNewKeys: true),
      Cell(
        version: "1.3", suite: "TLS_AES_128_GCM_SHA256", deed: .drop,
        message: "encrypted_extensions", made: 1, expected: 0),
      Cell(
        version: "1.3", suite: "TLS_AES_128_GCM_SHA256", deed: .reorder, message: "certificate",
        made: 2, expected: 1),
    ]

  @Test(arguments: cells) func numbers(_ cell: Cell) throws {
    var lab = try preparedLab()
    try lab.speakOnly(cell.version)
    try lab.set("app.scenario", to: "echo")
    try lab.set("client.suites", to: cell.suite)
    try lab.set("server.suites", to: cell.suite)
    lab.attack(WireAttack(cell.deed, on: cell.message))
    try lab.connect()
    let session = try #require(lab.currentSession)
    #expect(session.failure?.failure == .misbehaving(.badRecordMAC))
    let found = try #require(session.numberMismatch)
    #expect((found.made, found.expected) == (cell.made, cell.expected))
    #expect(found.hasNewKeys == cell.hasNewKeys)
  }

  @Test("The later records of a conversation are counted on, through a change of keys")
  func later() throws {
    var lab = try preparedLab()
    try lab.speakOnly("1.3")
    try lab.set("app.scenario", to: "echo")
    try lab.connect()
    let before = try #require(lab.currentSession)
    let sent = before.applicationData(from: .client, on: .direct).count
    for _ in 0..<3 { try lab.send("more", from: .client) }
    var other = lab
    other.attack(WireAttack(.replay, on: "application_data"))
    try other.send("again", from: .client)
    #expect(other.currentSession?.numberMismatch?.made == sent + 3)
    #expect(other.currentSession?.numberMismatch?.expected == sent + 4)
    try lab.updateKeys(from: .client, requesting: false)
    try lab.send("one", from: .client)
    lab.attack(WireAttack(.replay, on: "application_data"))
    try lab.send("again", from: .client)
    #expect(lab.currentSession?.numberMismatch?.made == 1)
    #expect(lab.currentSession?.numberMismatch?.expected == 2)
  }

  @Test("A record that was changed, or belongs to other keys, is no matter of numbers")
  func others() throws {
    var lab = try preparedLab()
    lab.attack(WireAttack(.change(offset: 20, value: .flipped), on: "application_data"))
    try lab.connect([("scenario", "echo")])
    #expect(lab.currentSession?.failure?.failure == .misbehaving(.badRecordMAC))
    #expect(lab.currentSession?.numberMismatch == nil)
    lab.attack(WireAttack(.replay, on: "server_hello"))
    try lab.connect()
    #expect(lab.currentSession?.numberMismatch == nil)
  }
}
