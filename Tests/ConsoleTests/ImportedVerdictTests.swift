import Commands
import Foundation
import Lab
import Network
import Screens
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@testable import Console

@Suite("Of a recording from elsewhere nothing is claimed that it does not show")
struct ImportedVerdictTests: AtAPrompt {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func capture(_ name: String) -> String {
    othersCaptures.appendingPathComponent(name).path
  }

  /// Those packets of a capture that a filter of tshark lets pass.
  private func kept(_ name: String, _ filter: String) throws -> String {
    let file = path("kept.pcap")
    _ = try OtherProgram.output(["tshark", "-r", capture(name), "-Y", filter, "-w", file])
    return file
  }

  private func finding(
    _ check: AuditCheck.Name, of session: String, _ interpreter: Interpreter
  ) throws -> Audit.Finding {
    let audit = interpreter.lab.audit(of: try #require(interpreter.lab.session(session)))
    return try #require(audit.findings.first { $0.check == check })
  }

  private func reason(_ interpreter: Interpreter) throws -> VaultReason {
    let session = try #require(interpreter.lab.currentSession)
    let entry = try #require(interpreter.lab.vault(of: session).first)
    return interpreter.lab.reason(for: entry, of: session)
  }

  // MARK: How it ended

  @Test("gnutls-cli refuses a certificate over TLS 1.3: what it sent is too short for a Finished")
  func refusedUnderKeys() throws {
    var sealed = try interpreter("import \(capture("refused/gnutls13.pcap"))")
    let session = try #require(sealed.lab.currentSession)
    #expect(session.outcome == .failed && session.sealedAlert == .client)
    #expect(said(sealed.execute("why S1")).contains("length of an alert"))
    #expect(try finding(.versions, of: "S1", sealed).reason.name == "never-agreed")
    // Sessions that came about are as sealed.
    let through = try interpreter("import \(capture("refused/early-taken.pcap"))")
    for session in through.lab.sessions {
      #expect(session.sealedAlert == nil && session.outcome == .established, "\(session.id)")
    }
  }

  @Test("Early data that OpenSSL took was taken; what stays closed is not known")
  func earlyData() throws {
    let file = capture("refused/early-taken.pcap")
    let keys = capture("refused/early-taken.keylog")
    let open = try interpreter("import \(file) keylog=\(keys)")
    let session = try #require(open.lab.session("S2"))
    #expect(session.earlyData?.fate == .taken)
    #expect(session.earlyData?.bytes == "hello-from-file\n".utf8.count)
    #expect(open.lab.account(of: session).earlyData == true)
    #expect(try finding(.earlyData, of: "S2", open).reason.name == "early.real-server")
    #expect(try finding(.earlyData, of: "S1", open).reason.name == "early.none-taken")
    // It proved itself by the key of the ticket alone (RFC 8446 section 4.4.2).
    #expect(try finding(.keySize, of: "S2", open).reason.name == "no-certificate")
    let sealed = try interpreter("import \(file)")
    #expect(sealed.lab.session("S2")?.earlyData?.fate == .hidden)
    #expect(try finding(.earlyData, of: "S2", sealed).verdict == .unknown)
    #expect(try finding(.keySize, of: "S1", sealed).reason.name == "sealed")
  }

  @Test("A handshake that failed in the open leaves nothing for a quantum computer")
  func emptySession() throws {
    let file = path("empty.pcapng")
    _ = try interpreter("connect version=1.2 server.cert=expired", "export pcapng \(file)")
    let empty = try interpreter("import \(file)")
    #expect(try finding(.postQuantum, of: "S1", empty).verdict == .unknown)
    let validation = try finding(.validation, of: "S1", empty)
    #expect(validation.deciding.requirement.name == "path")
  }

  // MARK: What it lacks

  @Test("The key is held and fits, and the message that it decrypts is not in the recording")
  func keyExchangeMissing() throws {
    let key = capture("baresip.key")
    var lost = try interpreter(
      "import \(kept("baresip-call.pcap", "!tls.handshake.type == 16")) key=\(key)")
    #expect(try reason(lost) == .lacks(.clientKeyExchange))
    for verb in ["vault", "why S1", "knowledge"] {
      let text = said(lost.execute(verb))
      #expect(text.contains("ClientKeyExchange is not in the recording"), "\(text)")
      #expect(!text.contains("does not fit") && !text.contains("compromise FILE"), "\(text)")
    }
  }

  @Test(
    "Without a hello no key log leads on, and that is the reason",
    arguments: [
      ("tcp.stream == 0 && !tls.handshake.type == 1", VaultReason.Message.clientHello),
      ("tcp.stream == 0 && !tls.handshake.type == 2", .serverHello),
    ])
  func helloMissing(_ filter: String, _ message: VaultReason.Message) throws {
    let file = try kept("refused/early-taken.pcap", filter)
    var late = try interpreter("import \(file) keylog=\(capture("refused/early-taken.keylog"))")
    #expect(try reason(late) == .lacks(message))
    let why = said(late.execute("why S1"))
    #expect(!why.contains("ephemeral_private") && !why.contains("does not fit"), "\(why)")
    #expect(!said(late.execute("vault")).contains("a key log of either end would"))
  }

  @Test("One direction of TLS 1.2: every record is there, and what its keys protect is sealed")
  func oneSide() throws {
    let file = try kept("baresip-call.pcap", "tcp.dstport == 5071")
    let types = try OtherProgram.output([
      "tshark", "-r", file, "-d", "tcp.port==5071,tls", "-Y", "tls", "-T", "fields", "-e",
      "tls.record.content_type",
    ])
    let records = types.split(whereSeparator: { ",\n".contains($0) }).count
    let side = try interpreter("import \(file)")
    let session = try #require(side.lab.currentSession)
    #expect(records > 4 && session.messages.count == records)
    #expect(session.hasProtectedRecords(on: .direct))
    #expect(try finding(.versions, of: "S1", side).reason.name == "one-sided")
  }

  @Test("What packets were cut down to is not called unencrypted")
  func cutOff() throws {
    let file = path("cut.pcap")
    _ = try OtherProgram.output([
      "editcap", "-s", "200", capture("refused/early-taken.pcap"), file,
    ])
    var cut = try interpreter("import \(file)")
    #expect(try reason(cut) == .restMissing)
    #expect(!said(cut.execute("why")).contains("all that was said can be read"))
  }

  // MARK: Who can read it

  @Test("A key that the attacker has already opens the signalling of a call, and proves who one is")
  func heldKey() throws {
    let (file, key) = (capture("baresip-call.pcap"), capture("baresip.key"))
    var held = try interpreter("compromise \(key)")
    #expect(said(held.execute("import \(file)")).contains("[HEARD]  call 1"))
    #expect(said(held.execute("knowledge")).contains("it can prove to be"))
    #expect(try finding(.ephemeralKeys, of: "S1", held).reason.name == "ephemeral.none")
    var without = try interpreter("import \(file)")
    #expect(!said(without.execute("knowledge")).contains("it can prove to be"))
  }

  @Test("A call whose signalling nothing encrypted is heard by everyone")
  func nullCipher() throws {
    let file = path("null.pcapng")
    _ = try interpreter(
      "connect version=1.2 kx=rsa suite=TLS_RSA_WITH_NULL_SHA256",
      "export pcapng \(file) --redact")
    var second = try interpreter()
    let text = said(second.execute("import \(file)"))
    #expect(text.contains("1 of 1 calls can be heard, 1 of them by everyone"), "\(text)")
  }

  @Test("The way to what opened of a refused session leads to no data: there is none")
  func refusedWay() throws {
    let file = path("refused.pcapng")
    _ = try interpreter("connect version=1.3 server.cert=expired", "export pcapng \(file)")
    var refused = try interpreter("import \(file)")
    let why = said(refused.execute("why S1"))
    #expect(why.contains("client.handshake_write_key") && !why.contains("application"), "\(why)")
  }

  @Test("Before a message was played the attacker has not read it")
  func stepsBack() throws {
    let (file, key) = (capture("baresip-call.pcap"), capture("baresip.key"))
    var back = try interpreter("import \(file)", "back start")
    #expect(back.lab.currentSession?.recording(on: .direct)?.isEmpty == true)
    try succeed("step 2", in: &back)
    #expect(try reason(back) == .nothingProtected(isOver: false))
    // What is stolen meanwhile opens all of it in the end.
    try succeed("compromise \(key)", in: &back)
    let session = try #require(back.lab.currentSession)
    #expect(back.lab.vaultState(of: session) == .open)
    #expect(!session.applicationData(from: .client, on: .direct).isEmpty)
  }
}
