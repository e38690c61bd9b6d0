import Commands
import Foundation
import Lab
import Screens
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@testable import Console

@Suite("How a recorded session ended is told apart from whether it came about")
struct ImportedEndingTests: AtAPrompt {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func imported(_ name: String) throws -> Interpreter {
    let file = othersCaptures.appendingPathComponent("ended/\(name)").path
    return try interpreter("import \(file).pcap keylog=\(file).keylog")
  }

  @Test(
    "An alert behind both Finished: established, and the audit judges what was agreed on",
    arguments: [
      ("no-close-notify", "decode_error"), ("long-fragment", "decode_error"),
      ("changed12", "bad_record_mac"), ("changed13", "bad_record_mac"),
    ])
  func established(_ name: String, _ alert: String) throws {
    var ended = try imported(name)
    let session = try #require(ended.lab.currentSession)
    #expect(session.outcome == .established && session.isEndedByAlert)
    let code = try #require(session.failure).alert.description.rawValue
    #expect(AlertDescription.names[code] == alert)
    let why = said(ended.execute("why S1"))
    #expect(why.contains("[ESTABLISHED]") && why.contains(alert), "\(why)")
    #expect(!why.contains("gave up"), "\(why)")
    #expect(!said(ended.execute("audit")).contains("did not come about"))
    #expect(!said(ended.execute("show sessions")).contains("[FAILED]"))
  }

  @Test("More keys tell not less of what was agreed on")
  func withoutKeys() throws {
    let file = othersCaptures.appendingPathComponent("ended/long-fragment").path
    let sealed = try interpreter("import \(file).pcap")
    let open = try interpreter("import \(file).pcap keylog=\(file).keylog")
    let outcomes = [sealed, open].map { $0.lab.currentSession?.outcome }
    #expect(outcomes == [.established, .established])
  }

  @Test("A server that refuses the client behind both Finished has refused it")
  func refused() throws {
    var refused = try imported("client-refused")
    let session = try #require(refused.lab.currentSession)
    #expect(session.outcome == .refused && !session.isEndedByAlert)
    #expect(said(refused.execute("why S1")).contains("gave up"))
  }
}
