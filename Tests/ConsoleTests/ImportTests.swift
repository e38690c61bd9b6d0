import Commands
import Eavesdropper
import Foundation
import Knowledge
import Lab
import Network
import Screens
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@testable import Console

@Suite("What was recorded elsewhere becomes sessions of this lab")
struct ImportTests: AtAPrompt {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

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

  @Test("A pre-shared key that is typed opens what needs it, and no other does")
  func sharedKey() throws {
    let capture = path("iot.pcapng")
    _ = try interpreter(
      "connect version=1.2 kx=psk psk=ada:secret", "export pcapng \(capture) --redact")
    let digits = "secret".utf8.map { String($0, radix: 16) }.joined()
    var second = try interpreter("import \(capture) psk=\(digits)")
    let open = try #require(second.lab.currentSession)
    #expect(second.lab.vault(of: open).first?.state == .open && !said(open).isEmpty)
    #expect(second.lab.closure(of: open, on: .direct).known.contains(.applicationData(.client)))
    try succeed("vault", in: &second)
    try succeed("timeline", in: &second)
    try succeed("forget psk/\(digits.prefix(8))", in: &second)
    #expect(second.lab.vaultState(of: try #require(second.lab.currentSession)) == .sealed)
    let other = try interpreter("import \(capture) psk=00ff")
    let sealed = try #require(other.lab.currentSession)
    #expect(other.lab.vaultState(of: sealed) == .sealed)
    #expect(!other.lab.closure(of: sealed, on: .direct).known.contains(.applicationData(.client)))
    for bad in ["abc", "xx", "''"] {
      #expect(second.execute("import \(capture) psk=\(bad)").error != nil, "\(bad)")
    }
  }

  @Test(
    "An encrypted key and a PKCS #12 open with the passphrase in a file, or asked for",
    arguments: ["pkcs8", "pkcs12"])
  func encryptedKey(_ kind: String) throws {
    let capture = path("call.pcapng")
    let first = try interpreter(
      "connect version=1.2 kx=rsa", "export pcapng \(capture) --redact", "compromise server.key")
    try Data(try #require(first.lab.attacker.leaks.first).value)
      .write(to: URL(fileURLWithPath: path("plain.der")))
    let locked = try lockedKey(kind)
    try Data("open sesame\r\nmore\n".utf8).write(to: URL(fileURLWithPath: path("word")))
    try Data("wrong\n".utf8).write(to: URL(fileURLWithPath: path("wrong")))

    var second = try interpreter("import \(capture)")
    #expect(second.execute("import \(capture) key=\(locked)").error != nil)
    #expect(second.execute("compromise \(locked)").error != nil)
    let wrong = second.execute("compromise \(locked) passphrase-file=\(path("wrong"))")
    let said = [wrong.error?.what ?? ""] + (wrong.error?.details ?? [])
    #expect(said.joined().contains("does not open it"))
    #expect(second.lab.sessions.count == 1 && second.lab.attacker.leaks.isEmpty)
    try succeed("compromise \(locked) passphrase-file=\(path("word"))", in: &second)
    #expect(second.lab.vaultState(of: try #require(second.lab.currentSession)) == .open)

    var asked = try interpreter()
    asked.surroundings.passphrase = { $0 == locked ? "open sesame" : nil }
    try succeed("import \(capture) key=\(locked)", in: &asked)
    #expect(asked.lab.vaultState(of: try #require(asked.lab.currentSession)) == .open)
  }

  /// The key in `plain.der` as OpenSSL encrypts it.
  private func lockedKey(_ kind: String) throws -> String {
    let (plain, locked) = (path("plain.der"), path("locked.\(kind == "pkcs8" ? "pem" : "p12")"))
    let word = "pass:open sesame"
    if kind == "pkcs8" {
      try openssl("pkcs8", "-topk8", "-in", plain, "-passout", word, "-out", locked)
    } else {
      try openssl("pkey", "-in", plain, "-out", path("plain.pem"))
      try openssl(
        "pkcs12", "-export", "-nocerts", "-inkey", path("plain.pem"), "-passout", word, "-out",
        locked)
    }
    return locked
  }

  private func openssl(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    (process.standardOutput, process.standardError) = (Pipe(), Pipe())
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(arguments)")
  }

  @Test("Two keys of one server in a capture are its key and the one before, on the timeline")
  func timeline() throws {
    let files = (1...3).map { path("\($0).pcapng") }
    _ = try interpreter(
      "connect version=1.2 kx=rsa", "export pcapng \(files[0]) --redact", "wait 30d",
      "renew server.key", "connect version=1.2 kx=rsa", "export pcapng \(files[1]) --redact",
      "connect version=1.2 kx=ecdhe", "export pcapng \(files[2]) --redact")
    let lab = try interpreter(
      "import \(files[2])", "import \(files[0])", "import \(files[1])"
    ).lab
    let timeline = try #require(lab.timelines.first)
    #expect(lab.timelines.count == 1 && timeline.clock == .outside)
    #expect(timeline.lanes.map(\.word) == ["sip.uc.test-1", "sip.uc.test"])
    #expect(timeline.lanes.map(\.opened) == [[0], [1]])
    #expect(timeline.lanes.map(\.isRetired) == [true, false])
    let gap = (timeline.stops[1].time ?? 0) - (timeline.stops[0].time ?? 0)
    #expect(gap >= 30 * 86_400 * 1_000_000)
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

  @Test("Which calls of a capture can be heard, by the names that its sessions have here")
  func calls() throws {
    let captures = othersCaptures
    let capture = captures.appendingPathComponent("baresip-call.pcap").path
    let key = captures.appendingPathComponent("baresip.key").path
    var sealed = try interpreter("connect")
    let without = said(sealed.execute("import \(capture)"))
    #expect(without.contains("[SEALED]  call 1") && without.contains("stays sealed, S2"))
    #expect(said(sealed.execute("cascade S2")).contains("tlslab decrypt FILE"))
    let with = said(sealed.execute("import \(capture) key=\(key)"))
    #expect(with.contains("[HEARD]  call 1  alice@127.0.0.1 > bob@127.0.0.1  (SIP, S3)"))
  }

  @Test(
    "The certificate's own key fits where it only signed, has its column, and the audit grades what is seen"
  )
  func fittingKey() throws {
    let capture = path("call.pcapng")
    let key = path("server.der")
    let first = try interpreter(
      "connect version=1.2 kx=ecdhe", "export pcapng \(capture) --redact", "compromise server.key")
    let leak = try #require(first.lab.attacker.leaks.first)
    try Data(leak.value).write(to: URL(fileURLWithPath: key))
    var second = try interpreter("import \(capture) key=\(key)")
    let why = said(second.execute("why S1"))
    #expect(why.contains("fits the certificate, and only signed") && !why.contains("does not fit"))
    #expect(second.lab.matrix.files == [key])
    #expect(second.lab.matrix.rows.map(\.ofFiles) == [[.sealed]])
    #expect(said(second.execute("matrix")).contains("server.der alone"))
    let audit = second.lab.audit(of: try #require(second.lab.currentSession))
    let verdicts = Dictionary(uniqueKeysWithValues: audit.findings.map { ($0.check, $0.verdict) })
    #expect(verdicts[.forwardSecrecy] == .good && verdicts[.keySize] == .good)
    #expect(!audit.findings.contains { $0.reason.name == "never-agreed" })
    // Of TLS 1.3 the certificate passed under keys.
    _ = try interpreter("connect", "export pcapng \(path("new.pcapng")) --redact")
    let third = try interpreter("import \(path("new.pcapng"))")
    let sealed = third.lab.audit(of: try #require(third.lab.currentSession))
    let size = try #require(sealed.findings.first { $0.check == .keySize })
    #expect(size.verdict == .unknown && size.reason.name == "sealed")
    #expect(sealed.findings.first { $0.check == .versions }?.verdict == .good)
  }

  @Test("SSL 3.0 has its name, and is forbidden (RFC 7568 section 3)")
  func ssl3() throws {
    let capture = path("old.pcapng")
    _ = try interpreter("connect version=1.2 kx=rsa", "export pcapng \(capture) --redact")
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: capture)))
    // The record's header, the message's, and the version that the ServerHello chooses.
    let isHello = { (at: Int) in
      bytes[at..<at + 3] == [22, 3, 3] && bytes[at + 5] == 2 && bytes[at + 9..<at + 11] == [3, 3]
    }
    let hello = try #require((0..<bytes.count - 11).first(where: isHello))
    bytes[hello + 10] = 0
    try Data(bytes).write(to: URL(fileURLWithPath: capture))
    let old = try interpreter("import \(capture)")
    let audit = old.lab.audit(of: try #require(old.lab.currentSession))
    let versions = try #require(audit.findings.first { $0.check == .versions })
    #expect(versions.verdict == .bad && versions.reason.values == ["version": ["SSL 3.0"]])
  }
}
