import Bytes
import Foundation
import Lab
import Network
import TLSEngine
import TLSKeys
import Testing

@testable import Commands

/// Wireshark's own reader on our captures: it must find the messages, and read what we read.
@Suite("tshark opens an exported capture") struct TsharkTests {
  @Test(
    "and reads the same text in both directions",
    arguments: [
      "connect kx=rsa", "connect kx=rsa version=1.0", "connect kx=rsa version=1.1",
      "connect kx=dhe version=1.0", "connect kx=ecdhe version=1.1", "connect kx=dhe",
      "connect kx=ecdhe version=1.2", "connect kx=anonymous", "connect version=1.3",
      "connect version=1.2 kx=dhe-psk psk=desk-42:hunter2",
      "connect version=1.2 kx=psk psk=desk-42:hunter2", "connect version=1.3 psk=desk-42:hunter2",
      "connect version=1.3 server.groups=X25519MLKEM768", "connect version=1.3 server.retry=on",
      "connect version=1.2 client.suites=TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
      "connect version=1.2 suite=TLS_RSA_WITH_AES_256_CBC_SHA256",
      "connect version=1.2 client.suites=TLS_RSA_WITH_3DES_EDE_CBC_SHA server.suites=TLS_RSA_WITH_3DES_EDE_CBC_SHA",
      "connect version=1.2 client.suites=TLS_RSA_WITH_NULL_SHA256 server.suites=TLS_RSA_WITH_NULL_SHA256",
      "connect version=1.2 client.suites=TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8 server.suites=TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8",
      "connect version=1.2 client.ems=off server.etm=off suite=TLS_RSA_WITH_AES_128_CBC_SHA",
      "connect version=1.3 client.suites=TLS_CHACHA20_POLY1305_SHA256",
      "connect version=1.3 client.suites=TLS_AES_256_GCM_SHA384",
      "connect version=1.2 client.cert=good server.client-auth=require",
      "connect version=1.3 client.cert=good server.client-auth=require",
      "connect version=1.3; connect resume=S1", "connect version=1.2; connect resume=S1",
      "connect version=1.3 server.early-data=on; connect resume=S1 early=hello",
      "connect version=1.3; update-keys client request; send client later; send server \"and back\"",
      "connect version=1.2; renegotiate; send client again", "connect version=1.2; close",
      "connect version=1.3; close",
      "set client.verify off; mitm on cert=own-ca; connect kx=rsa",
    ])
  func reads(line: String) throws {
    var interpreter = Interpreter(Lab(seed: 5))
    let outcome = interpreter.execute(line)
    try #require(outcome.error == nil, "\(outcome.error?.what ?? "")")
    let session = try #require(interpreter.lab.currentSession)
    let file = try Scratch.file("capture.pcapng")
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    try #require(interpreter.execute("export pcapng \(file.path)").error == nil)
    for (stream, wire) in session.wires.enumerated() {
      let client = try #require(session.recording(on: wire)).flow.client
      let said = try Tshark.stream(stream, of: file, client: client.port)
      for side in Side.allCases {
        let ours = session.messages.filter { $0.step.wire == wire && $0.message.sender == side }
          .flatMap { entry -> [UInt8] in
            if case .applicationData(let data) = entry.message.content { data } else { [] }
          }
        #expect(!ours.isEmpty || line.contains("mitm"))
        let isSame = said[side] == ours
        #expect(isSame, "\(wire) \(side): \(said[side]?.count ?? 0) of \(ours.count) bytes")
      }
    }
  }

  @Test("and finds nothing malformed, the names of messages, and no secret where it was left out")
  func comments() throws {
    var interpreter = Interpreter(Lab(seed: 5))
    _ = interpreter.execute("connect kx=ecdhe version=1.2")
    let file = try Scratch.file("capture.pcapng")
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    #expect(interpreter.execute("export pcapng \(file.path) --redact").error == nil)
    let comments = try Tshark.run(["-r", file.path, "-T", "fields", "-e", "frame.comment"])
    for name in ["ClientHello", "ServerKeyExchange", "protected handshake record"] {
      #expect(comments.contains(name), "\(name)")
    }
    #expect(!comments.contains("] Finished"))
    #expect(comments.contains("[1] ClientHello. ") && !comments.contains("REGISTER"), "\(comments)")
    let whole = file.deletingLastPathComponent().appendingPathComponent("whole.pcapng")
    #expect(interpreter.execute("export pcapng \(whole.path)").error == nil)
    let read = try Tshark.run(["-r", whole.path, "-T", "fields", "-e", "frame.comment"])
    #expect(read.contains("ApplicationData (protected): REGISTER sip:uc.test SIP/2.0"), "\(read)")
    let wrong = try Tshark.run([
      "-r", file.path, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-Y",
      "_ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0 || tcp.analysis.flags",
    ])
    #expect(wrong.isEmpty, "\(wrong)")
    #expect(try Tshark.stream(0, of: file, client: 0).values.allSatisfy(\.isEmpty))
    // The key log opens what the capture alone keeps sealed.
    let keys = file.deletingLastPathComponent().appendingPathComponent("keys")
    #expect(interpreter.execute("export keylog \(keys.path)").error == nil)
    let sip = try Tshark.run([
      "-r", file.path, "-o", "tls.keylog_file:\(keys.path)", "-T", "fields", "-e", "sip.Method",
    ])
    #expect(sip.contains("REGISTER") && sip.contains("INVITE"))
  }

  @Test(
    "and dissects what is spoken inside, and the sound beside it",
    arguments: [
      ("scenario=sip-call app.media=sdes", "sip", "INVITE"),
      ("scenario=sip-call app.media=dtls-srtp", "sip", "fingerprint"),
      ("scenario=sip-call app.media=rtp", "sip", "PCMU"),
      ("app.hops=proxy", "sip", "INVITE"), ("app.hops=proxy app.uri=sips", "sip", "Record-Route"),
      ("app.hops=proxy app.second-hop=none", "sip", "192.0.2.20:5060;transport=tcp"),
      ("scenario=chat-xmpp", "", "PLAIN"),
      ("scenario=chat-xmpp client.starttls=require", "xmpp", "STARTTLS"),
      ("scenario=chat", "sip", "MESSAGE"), ("scenario=presence", "sip", "NOTIFY"),
      ("scenario=provisioning", "http", "telephone"),
      ("scenario=web", "http", "card"),
    ])
  func inside(settings: String, name: String, word: String) throws {
    var interpreter = Interpreter(Lab(seed: 5))
    let outcome = interpreter.execute("connect \(settings)")
    try #require(outcome.error == nil, "\(outcome.error?.what ?? "")")
    for session in interpreter.lab.sessions {
      try dissect(&interpreter, session, settings, name, word)
    }
  }

  private func dissect(
    _ interpreter: inout Interpreter, _ session: Session, _ settings: String, _ name: String,
    _ word: String
  ) throws {
    let file = try Scratch.file("inside.pcapng")
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    #expect(
      interpreter.execute("export pcapng \(file.path) session=\(session.id)").error == nil)
    let reading = ["-r", file.path]
    let malformed = try Tshark.run(
      reading + [
        "-o", "udp.check_checksum:TRUE", "-Y", "_ws.malformed || udp.checksum.status == 0",
      ])
    #expect(malformed.isEmpty, "\(malformed)")
    // It dissects XMPP behind STARTTLS; where TLS comes first, it opens the records and no more.
    let looking = name.isEmpty ? ["-q", "-z", "follow,tls,ascii,0"] : ["-V", "-Y", name]
    #expect(try Tshark.run(reading + looking).contains(word))
    let packets = try Tshark.run(reading + ["-Y", "udp && rtp"]).split(separator: "\n").count
    #expect(packets >= (settings.contains("app.media") ? 300 : 0))
  }

  @Test("What was not recorded is not exported")
  func nothing() {
    var interpreter = Interpreter(Lab(seed: 5))
    #expect(interpreter.execute("export pcapng /tmp/none.pcapng").error != nil)
    _ = interpreter.execute("record off; connect kx=rsa")
    #expect(
      interpreter.execute("export pcapng /tmp/none.pcapng").error?.what.contains("not recorded")
        == true)
    _ = interpreter.execute("walk")
    #expect(interpreter.execute("export keylog /tmp/none.keys").error != nil)
  }
}

private enum Scratch {
  static func file(_ name: String) throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("tlslab-capture-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appendingPathComponent(name)
  }
}

private enum Tshark {
  struct Failure: Error { var text: String }

  static func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["tshark"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: output, as: UTF8.self)
    guard process.terminationStatus == 0 else { throw Failure(text: text) }
    return text
  }

  /// The decrypted data of one TCP stream: the lines of node 0 stand at the edge, those of node 1
  /// behind a tab.
  static func stream(_ number: Int, of file: URL, client port: UInt16) throws -> [Side: [UInt8]] {
    let text = try run(["-r", file.path, "-q", "-z", "follow,tls,raw,\(number)"])
    var data: [Side: [UInt8]] = [.client: [], .server: []]
    let isClientFirst = text.firstMatch(of: /Node 0: .*:([0-9]+)\n/)?.1 == "\(port)"
    for line in text.split(separator: "\n") {
      let side: Side = line.hasPrefix("\t") == isClientFirst ? .server : .client
      let digits = line.trimmingCharacters(in: .whitespaces)
      guard let bytes = [UInt8](hex: digits), !digits.isEmpty else { continue }
      data[side, default: []] += bytes
    }
    return data
  }
}
