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

private let gnuTLSIsThere = ["gnutls-serv", "gnutls-cli"].allSatisfy { program in
  FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)")
}

@Suite("GnuTLS's DTLS comes to the same keys", .serialized, .enabled(if: gnuTLSIsThere))
struct GnuTLSTests {
  private static let common = [
    "--udp", "--srtp-profiles", "SRTP_AES128_CM_HMAC_SHA1_80", "--keymatexport",
    SRTPKeys.exporterLabel, "--keymatexportsize", "60", "--priority",
    "NORMAL:-VERS-ALL:+VERS-DTLS1.2",
  ]

  /// Which of its datagrams are lost.
  static let losses: [Set<Int>] = [[], [0], [1], [2], [1, 3]]

  @Test("As a server", arguments: losses)
  func server(lost: Set<Int>) throws {
    let folder = try ScratchFolder()
    let identity = try Ends.configuration(.server).identity
    let files = try IdentityFiles(identity, in: folder, "server")
    var configuration = try Ends.configuration(.client)
    configuration.peerFingerprints = [try CertificateFingerprint(of: identity.chain[0].der)]
    let port = try UDPSocket().port
    // It says nothing before it ends; until its port is open the hello is sent again.
    let peer = try Peer(
      ["gnutls-serv", "--echo", "--require-client-cert", "--port", "\(port)"] + Self.common
        + ["--x509certfile", files.certificate, "--x509keyfile", files.key])
    var play = SocketPlay(
      DTLSEndpoint(configuration: configuration), try UDPSocket(), peerPort: port, lost: lost)
    play.play(whileIn: .handshaking)
    try #require(play.end.state == .established, "\(play.end.state) \(play.end.discarded)")
    // It prints no keys: that its Finished verified says that they are the same.
    #expect(play.end.checks.allSatisfy { $0.outcome == .passed } && play.end.checks.count == 3)
    #expect(play.end.profile == .aes128HMACSHA1Tag80 && play.end.cookie != nil)
    try Wireshark.check(play.datagrams)
    play.send(play.end.close())
    peer.end()
  }

  @Test("As a client", arguments: losses)
  func client(lost: Set<Int>) throws {
    let folder = try ScratchFolder()
    let identity = try Ends.configuration(.client).identity
    let files = try IdentityFiles(identity, in: folder, "client")
    var configuration = try Ends.configuration(.server)
    configuration.peerFingerprints = [try CertificateFingerprint(of: identity.chain[0].der)]
    let socket = try UDPSocket()
    let peer = try Peer(
      ["gnutls-cli", "--insecure", "--port", "\(socket.port)"] + Self.common
        + ["--x509certfile", files.certificate, "--x509keyfile", files.key, "127.0.0.1"])
    var play = SocketPlay(DTLSEndpoint(configuration: configuration), socket, lost: lost)
    play.play(whileIn: .handshaking)
    try #require(play.end.state == .established, "\(play.end.state) \(play.end.discarded)")
    try check(play, peer)
    peer.endInput()
    play.play(whileIn: .established)
    #expect(play.end.state == .closed)
  }

  private func check(_ play: SocketPlay, _ peer: Peer) throws {
    let text = try #require(peer.line(after: "- Key material: "), "\(peer.text)")
    let material = try #require([UInt8](hex: text), "\(peer.text)")
    #expect(material.count == 60)
    #expect(play.end.secrets[.srtpKeyingMaterial] == material)
    #expect(play.end.profile == .aes128HMACSHA1Tag80)
    try Wireshark.check(play.datagrams)
  }
}
