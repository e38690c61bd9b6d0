import Bytes
import CryptoPrimitives
import Eavesdropper
import Knowledge
import Network
import TLSKeys
import TLSWire
import Testing

@Suite("The eavesdropper opens what two libssl endpoints said to each other, given the RSA key")
struct ForeignSessionTests {
  static let server = Result { try ForeignServer() }

  /// Those that libssl has too: Debian's has no triple DES.
  static let rsaSuites = CipherSuite.spoken12.filter { suite in
    suite.parameters?.keyExchange == .rsa && suite.parameters?.cipher != .tripleDESCBC
  }

  @Test(
    arguments: rsaSuites.filter { $0.parameters?.cipher.encrypts == true },
    [ProtocolVersion.tls10, .tls11, .tls12])
  func rsaOpens(_ suite: CipherSuite, _ version: ProtocolVersion) throws {
    let server = try Self.server.get()
    guard suite.isSpoken(in: version) else { return }
    for extended in [true, false] {
      for encryptThenMAC in [true, false] {
        let session = try server.record(suite, version, ems: extended, etm: encryptThenMAC)
        guard
          case .opened(let opened) = Eavesdropper(leaks: [server.leak]).attempt(session.recording)
        else {
          Issue.record("stays sealed")
          continue
        }
        #expect(opened.damaged == 0)
        #expect(opened.plaintexts.data(from: .client) == Array("REGISTER sip:uc.test".utf8))
        #expect(opened.plaintexts.data(from: .server) == Array("SIP/2.0 200 OK".utf8))
        let master = opened.by.first { $0.name == .masterSecret }?.value.hex
        #expect(session.keyLog.contains { $0.lowercased().hasSuffix(master ?? "nothing") })
        #expect(opened.using == [server.leak])
      }
    }
  }

  @Test("What is not encrypted is read without any key", arguments: [true, false])
  func unencrypted(_ holdsKey: Bool) throws {
    let server = try Self.server.get()
    for suite in Self.rsaSuites where suite.parameters?.cipher.encrypts == false {
      let recording = try server.record(suite, ems: true, etm: true).recording
      let thief = Eavesdropper(leaks: holdsKey ? [server.leak] : [])
      guard case .opened(let opened) = thief.attempt(recording) else {
        Issue.record("\(suite.label) is not read")
        continue
      }
      #expect(opened.using.isEmpty && opened.by.isEmpty && opened.damaged == 0)
      #expect(opened.plaintexts.data(from: .client) == Array("REGISTER sip:uc.test".utf8))
      #expect(opened.plaintexts.data(from: .server) == Array("SIP/2.0 200 OK".utf8))
    }
  }

  @Test(arguments: [CipherSuite.dheRSAAES128GCMSHA256, .ecdheRSAAES128GCMSHA256])
  func ephemeralStaysSealed(_ suite: CipherSuite) throws {
    let server = try Self.server.get()
    let recording = try server.record(suite, ems: true, etm: true).recording
    guard case .sealed(let sealed) = Eavesdropper(leaks: [server.leak]).attempt(recording) else {
      Issue.record("opened with a key that only signed")
      return
    }
    #expect(
      sealed.missing == [[.ephemeralPrivate(.client)], [.ephemeralPrivate(.server)]])
    #expect(sealed.misfits.isEmpty)
  }

  @Test func wrongKeyDoesNotFit() throws {
    let server = try Self.server.get()
    let other = try PrivateKey.makeRSA(bits: 2048, random: .seeded(99))
    let wrong = Leak(name: .serverPrivateKey, origin: .longTerm("other"), value: other.der)
    let recording = try server.record(.rsaAES128GCMSHA256, ems: true, etm: true).recording
    guard case .sealed(let sealed) = Eavesdropper(leaks: [wrong]).attempt(recording) else {
      Issue.record("opened with the wrong key")
      return
    }
    #expect(sealed.misfits == [wrong])
    #expect(sealed.missing == [[.serverPrivateKey]])
    // Beside the wrong key the right one still works.
    guard case .opened = Eavesdropper(leaks: [wrong, server.leak]).attempt(recording) else {
      Issue.record("the right key beside a wrong one does not open")
      return
    }
  }

  @Test func damagedRecordingsNeverTrap() throws {
    let server = try Self.server.get()
    let recording = try server.record(.rsaAES128CBCSHA1, ems: true, etm: false).recording
    let thief = Eavesdropper(leaks: [server.leak])
    for segment in recording.segments.indices {
      for place in stride(from: 0, to: recording.segments[segment].bytes.count, by: 7) {
        var changed = recording
        changed.segments[segment].bytes[place] ^= 0x21
        _ = thief.attempt(changed)
        var cut = recording
        cut.segments[segment].bytes.removeSubrange(place...)
        _ = thief.attempt(cut)
      }
    }
    var last = recording
    let end = try #require(last.segments.indices.last)
    let final = try #require(last.segments[end].bytes.indices.last)
    last.segments[end].bytes[final] ^= 1
    guard case .opened(let opened) = thief.attempt(last) else {
      Issue.record("one damaged record seals the others")
      return
    }
    #expect(opened.damaged == 1)
  }

  @Test("Behind a damaged record the others still open", arguments: [Side.client, .server])
  func damagedInTheMiddle(_ sender: Side) throws {
    let server = try Self.server.get()
    var recording = try server.record(.rsaAES128GCMSHA256, ems: true, etm: true).recording
    let direction: Direction = sender == .client ? .clientToServer : .serverToClient
    // The last flight of the handshake ends in the Finished.
    let flights = recording.segments.indices.filter {
      recording.segments[$0].direction == direction
    }
    let finished = try #require(flights.dropLast().last)
    let last = try #require(recording.segments[finished].bytes.indices.last)
    recording.segments[finished].bytes[last] ^= 1
    guard case .opened(let opened) = Eavesdropper(leaks: [server.leak]).attempt(recording) else {
      Issue.record("a damaged Finished seals the rest")
      return
    }
    #expect(opened.damaged == 1)
    #expect(!opened.plaintexts.data(from: sender).isEmpty)
  }
}
