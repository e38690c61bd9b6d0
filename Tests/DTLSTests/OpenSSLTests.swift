import Bytes
import CryptoPrimitives
import DTLS
import Foundation
import Knowledge
import OpenSSLProgram
import TLSKeys
import TLSWire
import Testing
import X509

@Suite("OpenSSL's DTLS comes to the same keys", .serialized)
struct OpenSSLTests {
  /// OpenSSL's name of a profile, and how long the keying material is.
  static let profiles: [(name: String, profile: SRTPProfile, length: Int)] = [
    ("SRTP_AES128_CM_SHA1_80", .aes128HMACSHA1Tag80, 60),
    ("SRTP_AES128_CM_SHA1_32", .aes128HMACSHA1Tag32, 60),
    ("SRTP_AEAD_AES_128_GCM", .aeadAES128GCM, 56),
  ]

  struct Case: Sendable, CustomTestStringConvertible {
    var profile = 0
    var kind = KeyChoice.ecdsa
    var group = NamedGroup.x25519
    var limit = 1200
    var options: [String] = []
    var listens = true
    var lost: Set<Int> = []
    var testDescription: String {
      "\(OpenSSLTests.profiles[profile].name) \(kind) \(group.label) \(limit) \(options) lost \(lost.sorted())"
    }
  }

  static let cases: [Case] = [
    Case(), Case(profile: 1, kind: .rsa), Case(profile: 2, group: .secp256r1),
    Case(kind: .rsa, limit: 200, options: ["-mtu", "256"]),
    // A lost flight: whoever waits sends again.
    Case(lost: [0]), Case(profile: 2, lost: [2]),
  ]

  @Test("As a server", arguments: cases + lossyServers)
  func server(of test: Case) throws {
    let folder = try ScratchFolder()
    let (name, profile, length) = Self.profiles[test.profile]
    var configuration = try Ends.configuration(.client)
    let identity = try Ends.configuration(.server, test.kind).identity
    let files = try IdentityFiles(identity, in: folder, "server")
    // The curves of certificates stand in the same list.
    configuration.groups.sort { one, _ in one == test.group }
    configuration.datagramLimit = test.limit
    configuration.peerFingerprints = [try CertificateFingerprint(of: identity.chain[0].der)]
    let port = try UDPSocket().port
    let peer = try Peer(
      [
        "openssl", "s_server", "-dtls1_2", "-accept", "127.0.0.1:\(port)", "-timeout", "-use_srtp",
        name, "-cert", files.certificate, "-key", files.key, "-Verify", "1",
        "-keymatexport", SRTPKeys.exporterLabel, "-keymatexportlen", "\(length)",
      ] + test.options + (test.listens ? ["-listen"] : []))
    try #require(peer.wait(for: "ACCEPT"), "\(peer.text)")
    var play = SocketPlay(
      DTLSEndpoint(configuration: configuration), try UDPSocket(), peerPort: port, lost: test.lost)
    play.play(whileIn: .handshaking)
    try #require(play.end.state == .established, "\(play.end.state) \(play.end.discarded)")
    try check(play, peer, profile, test)
    #expect(play.end.cookie != nil)
    play.send(play.end.close())
    try Wireshark.check(play.datagrams)
  }

  /// With `-listen` s_server never sends its flight after the cookie again, so these do without.
  static let lossyServers: [Case] = [
    Case(listens: false, lost: [1]),
    Case(limit: 200, options: ["-mtu", "256"], listens: false, lost: [1, 3]),
  ]

  static let lossyClients: [Case] = [
    Case(lost: [1]), Case(limit: 200, options: ["-mtu", "256"], lost: [1, 3]),
  ]

  @Test("As a client", arguments: cases + lossyClients)
  func client(of test: Case) throws {
    let folder = try ScratchFolder()
    let (name, profile, length) = Self.profiles[test.profile]
    var configuration = try Ends.configuration(.server, test.kind)
    let identity = try Ends.configuration(.client, test.kind).identity
    let files = try IdentityFiles(identity, in: folder, "client")
    configuration.groups = [test.group]
    configuration.datagramLimit = test.limit
    configuration.peerFingerprints = [try CertificateFingerprint(of: identity.chain[0].der)]
    let socket = try UDPSocket()
    let peer = try Peer(
      [
        "openssl", "s_client", "-dtls1_2", "-connect", "127.0.0.1:\(socket.port)", "-timeout",
        "-use_srtp", name, "-cert", files.certificate, "-key", files.key,
        "-keymatexport", SRTPKeys.exporterLabel, "-keymatexportlen", "\(length)",
      ] + test.options)
    var play = SocketPlay(
      DTLSEndpoint(configuration: configuration), socket, lost: test.lost)
    play.play(whileIn: .handshaking)
    try #require(play.end.state == .established, "\(play.end.state) \(play.end.discarded)")
    try check(play, peer, profile, test)
    #expect(peer.wait(for: "Extended master secret: yes"))
    // It says good-bye when its input ends.
    peer.endInput()
    play.play(whileIn: .established)
    #expect(play.end.state == .closed)
    try Wireshark.check(play.datagrams)
  }

  /// The keying material, and that it is cut as RFC 5764 §4.2 says.
  private func check(
    _ play: SocketPlay, _ peer: Peer, _ profile: SRTPProfile, _ test: Case
  ) throws {
    let text = try #require(peer.line(after: "Keying material: "), "\(peer.text)")
    let material = try #require([UInt8](hex: text))
    #expect(play.end.secrets[.srtpKeyingMaterial] == material)
    #expect(
      play.end.exportKeyingMaterial(label: SRTPKeys.exporterLabel, count: material.count)
        == material)
    let keys = try #require(play.end.srtp)
    #expect(keys.profile == profile)
    #expect(keys.clientKey + keys.serverKey + keys.clientSalt + keys.serverSalt == material)
    #expect(play.end.extendedMasterSecret)
    #expect(play.end.group == test.group)
    #expect(play.end.checks.count == 3 && play.end.checks.allSatisfy { $0.outcome == .passed })
    if test.limit < 1200 {
      let sizes = play.datagrams.filter { $0.sender == play.end.configuration.role }
      #expect(sizes.allSatisfy { $0.bytes.count <= test.limit } && sizes.count > 3)
    }
  }

  @Test("A certificate that the signalling does not know ends it, and OpenSSL hears why")
  func mismatch() throws {
    let folder = try ScratchFolder()
    var configuration = try Ends.configuration(.server)
    configuration.peerFingerprints = [try CertificateFingerprint(of: [])]
    let files = try IdentityFiles(
      Ends.configuration(.client).identity, in: folder, "client")
    let socket = try UDPSocket()
    let peer = try Peer([
      "openssl", "s_client", "-dtls1_2", "-connect", "127.0.0.1:\(socket.port)", "-timeout",
      "-use_srtp", "SRTP_AES128_CM_SHA1_80", "-cert", files.certificate, "-key", files.key,
    ])
    var play = SocketPlay(DTLSEndpoint(configuration: configuration), socket)
    play.play(whileIn: .handshaking)
    guard case .failed(.fingerprintMismatch) = play.end.state else {
      Issue.record("\(play.end.state)")
      return
    }
    #expect(peer.wait(for: "bad certificate"), "\(peer.text)")
  }
}

@Suite("Wireshark's dissector finds nothing malformed in what our ends send")
struct WiresharkTests {
  @Test("With fragments, losses and alerts", arguments: KeyChoice.allCases)
  func dissect(kind: KeyChoice) throws {
    for limit in [1200, 150] {
      let link = DTLSLink(lossPercent: 10, reorderPercent: 10, random: .seeded(5))
      let run = try Ends.run(link, kind: kind) {
        $0.datagramLimit = limit
      } server: {
        $0.datagramLimit = limit
      }
      try #require(run.isEstablished)
      var client = run.client
      try Wireshark.check(
        run.datagrams.map { ($0.sender, $0.bytes) } + client.close().map { (.client, $0) })
    }
  }
}

/// tshark, where it is there.
enum Wireshark {
  private static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/tshark")

  /// Every datagram is DTLS, whole, and nothing in it is marked.
  static func check(_ datagrams: [(sender: Side, bytes: [UInt8])]) throws {
    guard isThere else { return }
    let folder = try ScratchFolder()
    let file = try folder.write("capture.pcap", capture(datagrams))
    let fields = ["frame.protocols", "_ws.malformed", "_ws.expert.message", "dtls.record.length"]
    let text = try run(
      ["-r", file.path, "-d", "udp.port==5000,dtls", "-T", "fields"]
        + fields.flatMap { ["-e", $0] })
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count == datagrams.count)
    for line in lines {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      #expect(columns.count == 4 && columns[0].contains("dtls"), "\(line)")
      // It marks what was sent again after the message was whole, whoever sends it.
      guard !columns[1].contains("(retransmission?)") else { continue }
      #expect(columns[1].isEmpty && !columns[2].lowercased().contains("malformed"), "\(line)")
    }
  }

  private static func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/tshark")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let written = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: written, as: UTF8.self)
  }

  /// A pcap of raw IPv4 packets (link type 101), the client at port 5001.
  private static func capture(_ datagrams: [(sender: Side, bytes: [UInt8])]) -> [UInt8] {
    func big(_ value: Int, _ width: Int) -> [UInt8] {
      (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * (width - 1 - $0))) }
    }
    var file: [UInt8] =
      big(0xa1b2_c3d4, 4) + [0, 2, 0, 4] + big(0, 8) + big(65_535, 4) + big(101, 4)
    for (place, datagram) in datagrams.enumerated() {
      let isClient = datagram.sender == .client
      let udp =
        big(isClient ? 5001 : 5000, 2) + big(isClient ? 5000 : 5001, 2)
        + big(8 + datagram.bytes.count, 2) + [0, 0] + datagram.bytes
      let addresses: [UInt8] = isClient ? [10, 0, 0, 1, 10, 0, 0, 2] : [10, 0, 0, 2, 10, 0, 0, 1]
      let packet =
        [0x45, 0] + big(20 + udp.count, 2) + big(place, 2) + [0, 0, 64, 17, 0, 0] + addresses + udp
      file += big(place, 4) + big(0, 4) + big(packet.count, 4) + big(packet.count, 4) + packet
    }
    return file
  }
}
