import Commands
import Eavesdropper
import Foundation
import Lab
import Network
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@testable import Console

@Suite("What was recorded elsewhere becomes sessions of this lab")
struct ImportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func interpreter(_ commands: String...) throws -> Interpreter {
    var interpreter = Interpreter(Lab(seed: 5), table: .program)
    for command in commands { try succeed(command, in: &interpreter) }
    return interpreter
  }

  private func path(_ name: String) -> String { folder.file(name).path }

  private func succeed(_ command: String, in interpreter: inout Interpreter) throws {
    if let error = interpreter.execute(command).error { throw error }
  }

  private static let kinds = [
    "version=1.0 kx=rsa", "version=1.1 kx=ecdhe", "version=1.2 kx=rsa", "version=1.2 kx=dhe",
    "version=1.2 kx=ecdhe", "version=1.2 kx=psk psk=ada:secret", "version=1.3 kx=ecdhe",
  ]

  @Test("Our own export comes back in, and the vault says the same", arguments: kinds)
  func ownExport(_ kind: String) throws {
    let capture = path("call.pcapng")
    let key = path("server.der")
    let first = try interpreter(
      "connect \(kind)", "export pcapng \(capture) --redact", "compromise server.key")
    let before = try #require(first.lab.session("S1"))
    let leak = try #require(first.lab.attacker.leaks.first)
    try Data(leak.value).write(to: URL(fileURLWithPath: key))

    let second = try interpreter("connect", "import \(capture) key=\(key)")
    let after = try #require(second.lab.session("S2"))
    #expect(after.isImported && [.closed, .established].contains(after.outcome))
    #expect(after.recording(on: .direct)?.bytes(.clientToServer) == sent(before, .client))
    #expect(after.recording(on: .direct)?.bytes(.serverToClient) == sent(before, .server))
    let state = try #require(second.lab.vault(of: after).first?.state)
    #expect(state == first.lab.vault(of: before).first?.state)
    let meant = state == .open ? said(before) : []
    #expect(said(after) == meant && meant.isEmpty == (state != .open))
  }

  /// What the client of a session said, as far as it can be read.
  private func said(_ session: Session) -> [UInt8] {
    session.applicationData(from: .client, on: .direct).flatMap(\.self)
  }

  private func sent(_ session: Session, _ side: Side) -> [UInt8] {
    session.messages.filter { $0.message.sender == side }.flatMap(\.message.records)
  }

  @Test("A key that comes later opens it, and what it says are messages then")
  func laterKey() throws {
    let capture = path("call.pcapng")
    let key = path("server.pem")
    let first = try interpreter(
      "connect version=1.2 kx=rsa", "export pcapng \(capture) --redact", "compromise server.key")
    try Data(try #require(first.lab.attacker.leaks.first).value)
      .write(to: URL(fileURLWithPath: key))
    var second = try interpreter("import \(capture)")
    let closed = try #require(second.lab.currentSession)
    #expect(said(closed).isEmpty)
    #expect(second.lab.vault(of: closed).first?.state == .sealed)
    try succeed("compromise \(key)", in: &second)
    let open = try #require(second.lab.currentSession)
    #expect(second.lab.vault(of: open).first?.state == .open)
    #expect(!said(open).isEmpty)
    try succeed("forget \(key)", in: &second)
    #expect(said(try #require(second.lab.currentSession)).isEmpty)
  }

  @Test(
    "Every verb that looks at a session works on it",
    arguments: [
      "where", "list", "back", "back start", "show message 1", "show cert", "view eavesdropper",
      "why S2", "vault S2", "matrix", "knowledge", "diff S1 S2", "audit", "find ClientHello",
      "ladder", "show bytes", "show keys", "decrypt S2", "audit S2", "view all",
    ])
  func verbs(_ verb: String) throws {
    let capture = path("call.pcapng")
    _ = try interpreter("connect version=1.2 kx=ecdhe", "export pcapng \(capture) --redact")
    var second = try interpreter("connect", "import \(capture)")
    let outcome = second.execute(verb)
    #expect(outcome.error == nil && !outcome.answers.isEmpty, "\(verb)")
  }

  @Test("A way back is there: step by step from the first message")
  func steps() throws {
    let capture = path("call.pcapng")
    _ = try interpreter("connect version=1.2", "export pcapng \(capture) --redact")
    var second = try interpreter("import \(capture)", "back start")
    #expect(second.lab.currentSession?.messages.isEmpty == true)
    try succeed("step 2", in: &second)
    #expect(second.lab.currentSession?.messages.count == 2)
    try succeed("continue", in: &second)
    #expect(second.lab.currentSession?.isAtRest == true)
  }

  @Test(
    "What is no capture is said, and nothing is lost",
    arguments: ["", "no capture", "\u{0a}\u{0d}\u{0d}\u{0a}"])
  func noCapture(_ text: String) throws {
    let file = path("x.pcap")
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    var interpreter = try interpreter("connect")
    #expect(interpreter.execute("import \(file)").error?.status == .badData)
    #expect(interpreter.execute("import \(path("none"))").error?.status == .failed)
    #expect(interpreter.lab.sessions.count == 1)
  }
}
