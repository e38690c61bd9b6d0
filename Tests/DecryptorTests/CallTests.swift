import Applications
import Bytes
import CaptureMaker
import Captures
import CryptoPrimitives
import Decryptor
import Foundation
import Media
import Network
import OpenSSLProgram
import Testing
import X509

@Suite("Calls of a capture: what can be heard of them, and why not")
struct CallTests {
  private static func keyring() throws -> Keyring {
    let keyring = Keyring()
    keyring.add(.init(key: try MadeIdentities.shared().rsa.key, source: "server.key"))
    return keyring
  }

  private static func baresip(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return Array(try Data(contentsOf: folder.appendingPathComponent("captures/\(name)")))
  }

  @Test("baresip's call opens with the server's key, packet for packet as another program has it")
  func baresip() throws {
    let file = try Self.baresip("baresip-call.pcap")
    let keyring = Keyring()
    guard case .keys(let keys) = PrivateKeyFile(try Self.baresip("baresip.key"), passphrase: nil)
    else { throw CryptoError(operation: "test", reason: "no key", kind: .badInput) }
    for key in keys { keyring.add(.init(key: key, source: "baresip.key")) }
    let calls = try followed(file, keyring)
    #expect(calls.count == 1)
    let call = try #require(calls.first)
    #expect(call.hearing == .heard)
    #expect(call.signalling == [.tls(stream: 0)])
    #expect(call.directions.map(\.packets).sorted() == [299, 301])
    for direction in call.directions {
      #expect(direction.counts.authenticated == direction.packets)
      #expect(direction.counts.refused + direction.counts.lost == 0)
      #expect(direction.suite == "AES_CM_128_HMAC_SHA1_80")
      #expect(direction.codec == "PCMA")
      let digest = try HashAlgorithm.sha256.digest(G711.aLaw.encode(direction.samples)).hex
      #expect(digest == Self.digests[direction.source.port])
    }
    #expect(call.channels?.count == 2)
  }

  private static let digests: [UInt16: String] = [
    10_008: "8c5a2b9489f354ee301a20464798232aa78567dab7de7e1e0205296bdff2fc0a",
    10_026: "f721066e813284737cfa410fdfd2fa49043791cb5f357c80ac73532207482f7c",
  ]

  @Test("Without the key it says where the keys were")
  func baresipSealed() throws {
    let calls = try followed(Self.baresip("baresip-call.pcap"))
    #expect(calls.count == 1)
    #expect(calls.first?.hearing == .signallingSealed(stream: 0))
    #expect(calls.first?.channels == nil)
    #expect(calls.first?.directions.count == 2)
  }

  @Test(
    "Keys in signalling that can be read open the sound", arguments: CallCapture.Transport.allCases)
  func heard(transport: CallCapture.Transport) throws {
    for suite in [SRTPSuite.aes128SHA1Tag80, .aes128SHA1Tag32, .aes256SHA1Tag80, .aes128GCM] {
      let keys = (try CallCapture.line(suite, seed: 1), try CallCapture.line(suite, seed: 2))
      var capture = CallCapture()
      try capture.signal(transport, "RTP/SAVP", offer: [keys.0.text], answer: [keys.1.text])
      let sounds = try capture.speak((keys.0.master, keys.1.master))
      let call = try #require(followed(capture.file, Self.keyring()).first)
      #expect(call.hearing == .heard)
      #expect(call.caller == "anna@example.com")
      #expect(call.called == "bert@example.com")
      #expect(call.callID == "a1@192.0.2.1")
      #expect(call.signalling == [transport.signalling])
      #expect(call.directions.map(\.party) == [.caller, .called])
      #expect(call.directions.map(\.samples) == sounds)
      let channels = try #require(call.channels)
      #expect(channels[0] == sounds[0])
      // The other one spoke a moment later.
      #expect(channels[1].suffix(8000) == sounds[1][...])
      #expect(channels[1].count - 8000 == 0)
    }
  }

  @Test("Sealed signalling keeps the sound sealed, and is named")
  func sealed() throws {
    let keys = (try CallCapture.line(seed: 1), try CallCapture.line(seed: 2))
    var capture = CallCapture()
    try capture.signal(.tls, "RTP/SAVP", offer: [keys.0.text], answer: [keys.1.text])
    try capture.speak((keys.0.master, keys.1.master))
    let calls = try followed(capture.file)
    #expect(calls.map(\.hearing) == [.signallingSealed(stream: 0)])
    #expect(calls.first?.callID == nil)
  }

  @Test(
    "RTP without encryption is heard by everyone, with signalling and without it",
    arguments: [true, false])
  func everyone(isSignalled: Bool) throws {
    var capture = CallCapture()
    if isSignalled { try capture.signal(.udp, "RTP/AVP") }
    let sounds = try capture.speak()
    let calls = try followed(capture.file)
    #expect(calls.map(\.hearing) == [.byEveryone])
    #expect(calls.first?.channels == sounds)
    #expect(calls.first?.signalling == (isSignalled ? [.udp] : []))
    #expect(calls.first?.directions.map(\.codec) == ["PCMU", "PCMU"])
  }

  @Test("Encryption that nothing tells of")
  func unknown() throws {
    let master = try CallCapture.line(seed: 1).master
    var capture = CallCapture()
    try capture.speak((master, master))
    #expect(try followed(capture.file).map(\.hearing) == [.noSignalling])
    #expect(try followed(capture.file, filter: FlowFilter("port 5061")).isEmpty)
  }

  @Test("One direction alone is one channel")
  func single() throws {
    var capture = CallCapture()
    try capture.signal(.udp, "RTP/AVP")
    var other = CallCapture()
    let sounds = try other.speak()
    let half = other.packets.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    let call = try #require(followed(CaptureFile().bytes(capture.packets + half)).first)
    #expect(call.channels == [sounds[0]])
    #expect(call.heardParties == [.caller])
  }

  private static func reasons() throws -> [(String, [String], Hearing)] {
    let good = try CallCapture.line(seed: 1).text
    let bad = "crypto:1 AES_CM_128_HMAC_SHA1_80 inline:*not*base64*"
    return [
      (
        "RTP/SAVP", ["crypto:1 F8_128_HMAC_SHA1_80 inline:AAAA"],
        .suiteNotRead("F8_128_HMAC_SHA1_80")
      ),
      ("RTP/SAVP", ["crypto:1 NEW inline:AAAA"], .suiteNotRead("NEW")),
      ("RTP/SAVP", [bad], .keyIsNoBase64(String(bad.dropFirst(7)))),
      ("RTP/SAVP", ["crypto:1"], .keyNotRead("1")),
      ("RTP/SAVP", [good + " MORE"], .keyNotRead(String((good + " MORE").dropFirst(7)))),
      (
        "RTP/SAVP", ["crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA"],
        .keyLength(needed: 30, has: 3)
      ),
      ("RTP/SAVP", [], .noKey),
      ("RTP/SAVP", [good], .wrongKey),
      ("UDP/TLS/RTP/SAVP", ["fingerprint:sha-256 00:11"], .dtls),
      ("RTP/AVP", ["zrtp-hash:1.10 00"], .agreedElsewhere),
    ]
  }

  @Test("Each reason has its name", arguments: 0..<10)
  func reasons(number: Int) throws {
    let (protocolName, lines, hearing) = try Self.reasons()[number]
    var capture = CallCapture()
    try capture.signal(.udp, protocolName, offer: lines, answer: lines)
    let master = try CallCapture.line(seed: 99).master
    try capture.speak((master, master))
    let call = try #require(followed(capture.file).first)
    #expect(call.hearing == hearing)
    #expect(call.directions.map(\.hearing) == [hearing, hearing])
    #expect(call.channels == nil)
  }

  @Test("A handshake of DTLS between the packets tells as much")
  func dtls() throws {
    let master = try CallCapture.line(seed: 99).master
    var capture = CallCapture()
    capture.datagram(
      CallCapture.caller, CallCapture.called,
      [22, 0xfe, 0xff] + [UInt8](repeating: 0, count: 20))
    try capture.speak((master, master))
    #expect(try followed(capture.file).first?.hearing == .dtls)
  }

  @Test("tshark sees whole packets of RTP in what is sent here", .enabled(if: tshark != nil))
  func dissected() throws {
    let master = try CallCapture.line(seed: 1).master
    for masters in [(nil, nil), (master, master)] as [(SRTPMasterKey?, SRTPMasterKey?)] {
      var capture = CallCapture()
      try capture.signal(.udp, "RTP/AVP")
      try capture.speak(masters)
      let folder = try ScratchFolder()
      try folder.write("call.pcap", capture.file)
      let process = Process()
      process.executableURL = Self.tshark
      process.arguments = [
        "-r", folder.path("call.pcap"), "-T", "fields", "-e", "rtp.p_type", "-e", "sip.Method",
        "-e",
        "_ws.malformed",
      ]
      let output = Pipe()
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      let text = String(
        decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      process.waitUntilExit()
      let lines = text.split(separator: "\n")
      #expect(lines.count { $0 == "0\t\t" } == 100)
      #expect(lines.count { $0 == "\tINVITE\t" } == 1)
      #expect(!text.lowercased().contains("malformed"))
    }
  }

  private static let tshark = ["/usr/bin/tshark", "/opt/homebrew/bin/tshark"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }.map { URL(fileURLWithPath: $0) }

  @Test("A capture that cuts packets off says so, and a call without packets too")
  func lacking() throws {
    let line = try CallCapture.line(seed: 1)
    var capture = CallCapture()
    try capture.signal(.udp, "RTP/SAVP", offer: [line.text], answer: [line.text])
    #expect(try followed(capture.file).map(\.hearing) == [.noMedia])
    let signalling = CaptureFile().bytes(capture.packets)
    var sound = CallCapture()
    try sound.speak((line.master, line.master))
    var short = CaptureFile()
    short.snapLength = 128
    let cut = signalling + sound.packets.flatMap { short.block($0) }
    #expect(try followed(cut).map(\.hearing) == [.cutOff])
  }

  @Test("Two calls between the same ports, one after the other")
  func twice() throws {
    var capture = CallCapture()
    var said: [[[Int16]]] = []
    for number in 0..<2 as Range<UInt64> {
      let keys = (try CallCapture.line(seed: number), try CallCapture.line(seed: number + 10))
      capture.callID = "call-\(number)"
      try capture.signal(.udp, "RTP/SAVP", offer: [keys.0.text], answer: [keys.1.text])
      said.append(try capture.speak((keys.0.master, keys.1.master), seed: number))
    }
    let calls = try followed(capture.file)
    #expect(calls.map(\.callID) == ["call-0", "call-1"])
    #expect(calls.map { $0.directions.map(\.samples) } == said)
  }

  @Test("Another way than the one that was told, but under its keys")
  func elsewhere() throws {
    let keys = (try CallCapture.line(seed: 1), try CallCapture.line(seed: 2))
    var capture = CallCapture()
    try capture.signal(.udp, "RTP/SAVP", offer: [keys.0.text], answer: [keys.1.text])
    let sounds = try capture.speak(
      (keys.0.master, keys.1.master), from: .init(ip: "203.0.113.5", media: 1234),
      to: .init(ip: "203.0.113.6", media: 4321))
    let calls = try followed(capture.file)
    #expect(calls.map(\.hearing) == [.heard])
    #expect(calls.first?.channels == sounds)
    #expect(calls.first?.directions.map(\.party) == [.caller, .called])
  }

  // MARK: Damage

  private static func damaged() throws -> [UInt8] {
    let keys = (try CallCapture.line(seed: 1), try CallCapture.line(.aes128GCM, seed: 2, tag: 2))
    var capture = CallCapture()
    try capture.signal(.udp, "RTP/SAVP", offer: [keys.0.text], answer: [keys.1.text])
    try capture.signal(.tcp, "RTP/SAVP", offer: [keys.0.text], answer: [keys.1.text])
    try capture.speak((keys.0.master, keys.1.master), count: 12)
    try capture.speak(count: 12, from: .init(ip: "203.0.113.5", media: 1234))
    return capture.file
  }

  @Test("Cut anywhere, a capture tells what is before")
  func truncated() throws {
    let file = try Self.damaged()
    for count in stride(from: 0, to: file.count, by: 61) {
      for call in try followed(Array(file.prefix(count))) { _ = call.channels }
    }
  }

  @Test("Changed anywhere", arguments: 0..<6 as Range<UInt64>)
  func mutated(seed: UInt64) throws {
    let whole = try Self.damaged()
    for round in 0..<40 as Range<UInt64> {
      let random = RandomStream.seeded(seed * 1000 + round).bytes(24)
      var file = whole
      for change in stride(from: 0, to: 24, by: 4) {
        let place = random[change..<change + 3].reduce(0) { $0 << 8 | Int($1) } % file.count
        file[place] = random[change + 3]
      }
      for call in try followed(file) { _ = call.channels }
    }
  }
}
