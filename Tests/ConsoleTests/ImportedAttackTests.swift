import Commands
import Foundation
import Lab
import Screens
import Testing

@testable import Console

@Suite(
  "What is asked, computed and told of sessions whose ends were elsewhere",
  .enabled(if: Program.exists))
struct ImportedAttackTests: AtAPrompt {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A call between two telephones of other makers, over TLS 1.2 with RSA key exchange.
  private let call = othersCaptures.appendingPathComponent("baresip-call.pcap").path

  /// What a quiz asks about the sessions that these commands make.
  private func questions(_ commands: String...) throws -> String {
    let script = commands + ["quiz export markdown - sessions"]
    let asked = try Program.run(["run", "-"], input: script.joined(separator: "\n"))
    try #require(asked.status == 0, "\(asked.errors)")
    return asked.output
  }

  @Test("A quiz does not ask what the theft of a key would open that the lab has not")
  func foreignKey() throws {
    let asked = try questions("connect version=1.2 kx=rsa", "import '\(call)'")
    #expect(asked.contains("Does the recording of S1 open?"), "\(asked)")
    #expect(!asked.contains("Does the recording of S2 open?"), "\(asked)")
  }

  @Test("Of a session that takes up another one no work of the long-term key is asked or praised")
  func takenUp() throws {
    let capture = path("both.pcapng")
    var first = try interpreter(
      "connect version=1.2 kx=ecdhe", "connect version=1.2 kx=ecdhe resume=S1",
      "export pcapng \(capture) all --redact")
    var second = try interpreter("import \(capture)")
    let asked = try questions("import \(capture)")
    #expect(asked.contains("private key do in S1"), "\(asked)")
    #expect(!asked.contains("private key do in S2"), "\(asked)")
    #expect(second.lab.state(at: "sessions", "S2", "resumed_from")?.text == "S1")
    for audit in [said(first.execute("audit S2")), said(second.execute("audit S2"))] {
      #expect(audit.contains("no key exchange: the secret of the session"), "\(audit)")
      #expect(!audit.contains("keys made for this session alone"), "\(audit)")
    }
  }

  @Test("What a quantum computer would find of others' keys is not computed, and not called safe")
  func uncomputed() throws {
    var prompt = try interpreter("connect version=1.2 kx=rsa", "import '\(call)'")
    let theft = prompt.execute("compromise quantum")
    let stolen = said(theft)
    #expect(stolen.contains("[OPEN]") && stolen.contains("[NOT TRIED]"), "\(stolen)")
    #expect(said(prompt.execute("why S2")).contains("nobody here can compute"))
    let rows = prompt.lab.matrix.rows
    let quantum = try #require(prompt.lab.matrix.columns.firstIndex(of: .quantum))
    #expect(rows.map { $0.states[quantum] } == [.open, nil])
    // Nor is the lab's own key what the client encrypted to there.
    let key = try #require(prompt.lab.matrix.columns.firstIndex(of: .serverKey))
    #expect(rows.map { $0.states[key] } == [.open, nil])
    #expect(rows.map { $0.states.last ?? nil } == [.open, nil])
    let matrix = prompt.execute("matrix")
    #expect(said(matrix).contains("n/a"))
    // For a projector, too.
    let short = Layout(width: 200)
    let sparse = [theft.page.sparse, matrix.page.sparse].map { short.text(of: Page($0 ?? [])) }
    #expect(sparse[0].contains("[NOT TRIED]") && sparse[1].contains("S2 (not tried)"), "\(sparse)")
  }

  @Test("A session without a certificate that could be seen has its place along time")
  func keyless() throws {
    let capture = path("sealed.pcapng")
    _ = try interpreter("connect version=1.3", "export pcapng \(capture) --redact")
    var prompt = try interpreter("import \(capture)")
    let told = said(prompt.execute("timeline"))
    #expect(told.contains("S1") && told.contains("whose key they hang on"), "\(told)")
    #expect(!told.contains("nothing is recorded"))
  }

  @Test("The lab's key that opens an export of the lab's is not called another server's")
  func ownKey() throws {
    let capture = path("own.pcapng")
    var prompt = try interpreter(
      "connect version=1.2 kx=rsa", "export pcapng \(capture) --redact", "import \(capture)")
    let stolen = said(prompt.execute("compromise server.key"))
    #expect(stolen.contains("[OPEN]") && !stolen.contains("has another one"), "\(stolen)")
    var other = try interpreter("connect version=1.2 kx=rsa", "import '\(call)'")
    #expect(said(other.execute("compromise server.key")).contains("has another one"))
  }

  @Test(
    "What takes the ticket key of a real server is named, where it would help and where it is tried"
  )
  func ticketKey() throws {
    let folder = othersCaptures.appendingPathComponent("causes").path
    var prompt = try interpreter("import \(folder)/tk12b.pcap")
    let why = said(prompt.execute("why S1")).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(
      why.contains("server.ticket_key") && why.contains("'tlslab decrypt --ticket-key"), "\(why)")
    let refusal = try #require(prompt.execute("compromise \(folder)/other-ticket.key").error)
    #expect(refusal.what.contains("a key of tickets") && refusal.status == .badData)
    #expect(refusal.details.joined().contains("tlslab decrypt --ticket-key"))
    #expect(refusal.meant == nil)
    // Where no such file is, a word of the lab's may have been meant.
    #expect(prompt.execute("compromise servr.key").error?.meant == "compromise server.key")
  }
}
