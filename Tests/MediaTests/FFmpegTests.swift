import Applications
import Bytes
import CryptoPrimitives
import Foundation
import OpenSSLProgram
import Testing

@testable import Media

@Suite("ffmpeg and we open each other's SRTP", .enabled(if: ShellOutput.has("ffmpeg")))
struct FFmpegTests {
  private static let suites = ["AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32"]
  private static let key = RandomStream.seeded(8).bytes(30)

  private static func attribute(_ suite: String) -> SRTPCryptoAttribute {
    SRTPCryptoAttribute(
      tag: 1, suite: SRTPSuite(rawValue: suite), keys: [.init(keyAndSalt: key)])
  }

  private static func text(_ suite: String) -> String {
    String(attribute(suite).value.split(separator: ":")[1])
  }

  @Test("What ffmpeg sends becomes what it was given", arguments: suites, G711.allCases)
  func theirs(suite: String, law: G711) throws {
    let folder = try ScratchFolder()
    let samples = Phrase(.caller, random: .seeded(3)).samples(16_000)
    try folder.write("s.raw", samples.flatMap(\.littleBytes))
    let socket = try DatagramSocket()
    _ = try ShellOutput.of(
      """
      timeout 60 ffmpeg -v error -f s16le -ar 8000 -ac 1 -i \(folder.path("s.raw")) \
      -c:a pcm_\(law == .muLaw ? "mulaw" : "alaw") -f rtp -srtp_out_suite \(suite) \
      -srtp_out_params \(Self.text(suite)) 'srtp://127.0.0.1:\(socket.port)?pkt_size=184'
      """)
    var receiver = MediaReceiver(try SRTPMasterKey.keys(of: Self.attribute(suite)))
    for packet in socket.received() { receiver.receive(packet) }
    #expect(receiver.counts.refused == 0)
    #expect(receiver.counts.authenticated > 10)
    #expect(receiver.samples.count == 16_000)
    // ffmpeg's own codes, where the border between two is another one.
    _ = try ShellOutput.of(
      """
      ffmpeg -v error -f s16le -ar 8000 -ac 1 -i \(folder.path("s.raw")) \
      -c:a pcm_\(law == .muLaw ? "mulaw" : "alaw") -f wav - | ffmpeg -v error -i - -f s16le \
      \(folder.path("d.raw"))
      """)
    #expect(try folder.read("d.raw") == receiver.samples.flatMap(\.littleBytes))
  }

  @Test("What we send ffmpeg hears sample for sample", arguments: suites)
  func ours(suite: String) throws {
    let folder = try ScratchFolder()
    var port: UInt16 = 1
    while !port.isMultiple(of: 2) { port = try DatagramSocket().port }
    let description = SessionDescription(
      origin: .init(username: "-", sessionID: "1", version: "1", address: "127.0.0.1"),
      address: "127.0.0.1",
      media: [
        .init(
          kind: "audio", port: port, protocolName: "RTP/SAVP", formats: ["0"],
          attributes: [.init("crypto", Self.attribute(suite).value)])
      ])
    try folder.write("call.sdp", description.bytes)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "timeout", "60", "ffmpeg", "-v", "quiet", "-protocol_whitelist", "file,udp,rtp,srtp", "-i",
      folder.path("call.sdp"), "-t", "1", "-f", "s16le", folder.path("heard"),
    ]
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let master = try #require(SRTPMasterKey.keys(of: Self.attribute(suite)).first)
    var stream = MediaStream(.muLaw, master: master, random: .seeded(9))
    let phrase = Phrase(.caller, random: .seeded(9))
    let samples = G711.muLaw.decode(G711.muLaw.encode(phrase.samples(80_000)))
    let socket = try DatagramSocket()
    var place = 0
    // Before it listens they are lost, and it begins with what it hears first.
    while process.isRunning && place < 80_000 {
      socket.send(try stream.packet(samples[place..<place + 160]), to: port)
      place += 160
      socket.pause()
    }
    process.waitUntilExit()
    let heard = try folder.read("heard")
    #expect(heard.count == 16_000)
    let sent = samples.flatMap(\.littleBytes)
    let starts = stride(from: 0, to: sent.count - 16_000, by: 320).filter {
      sent[$0..<$0 + 16_000].elementsEqual(heard)
    }
    #expect(!starts.isEmpty)
  }
}
