import Bytes
import Eavesdropper
import Knowledge
import LibsslPeer
import Network
import TLSKeys
import TLSWire
import Testing

@Suite("What a secret out of libssl's key log opens, and sessions that libssl resumes")
struct ForeignTheftTests {
  static let said = Array("REGISTER sip:uc.test".utf8)
  static let answered = Array("SIP/2.0 200 OK".utf8)

  private func opened(
    _ recording: Recording, _ leaks: [Leak], among all: [Recording] = []
  ) -> Attempt.Opened? {
    guard case .opened(let opened) = Eavesdropper(leaks: leaks).attempt(recording, among: all)
    else { return nil }
    return opened
  }

  /// The secret of a line of the key log.
  private func leak(
    _ keyLog: [String], _ label: String, as name: ValueName
  ) throws -> Leak {
    let line = try #require(keyLog.first { $0.hasPrefix(label + " ") })
    let secret = try #require(line.split(separator: " ").last.flatMap { [UInt8](hex: String($0)) })
    return Leak(name: name, origin: .session("S1"), value: secret)
  }

  @Test("A stolen master secret opens its session, whatever the key exchange, and no other")
  func masterSecret() throws {
    let server = try ForeignSessionTests.server.get()
    for (suite, version) in [
      (CipherSuite.ecdheRSAAES128GCMSHA256, ProtocolVersion.tls12),
      (.ecdheRSAAES128CBCSHA1, .tls12), (.ecdheRSAAES128CBCSHA1, .tls11),
      (.ecdheRSAAES128CBCSHA1, .tls10), (.dheRSAAES256CBCSHA1, .tls10), (.rsaAES128CBCSHA1, .tls11),
    ] {
      for both in [true, false] {
        let first = try server.record(suite, version, ems: both, etm: both)
        let second = try server.record(suite, version, ems: both, etm: both)
        let leak = try leak(first.keyLog, "CLIENT_RANDOM", as: .masterSecret)
        let found = opened(first.recording, [leak])
        #expect(found?.plaintexts.data(from: .client) == Self.said, "\(version) \(suite.label)")
        #expect(found?.plaintexts.data(from: .server) == Self.answered)
        #expect(found?.damaged == 0 && found?.using == [leak])
        guard case .sealed(let sealed) = Eavesdropper(leaks: [leak]).attempt(second.recording)
        else {
          Issue.record("another session's master secret opens this one")
          continue
        }
        #expect(sealed.misfits == [leak])
      }
    }
  }

  /// A session, and the one that resumes it.
  private func resumed(
    _ suite: CipherSuite, _ version: ProtocolVersion, ticket: Bool, ems: Bool
  ) throws -> [(recording: Recording, keyLog: [String])] {
    let server = try ForeignSessionTests.server.get()
    var settings = server.settings(suite, version, ems: ems)
    settings.sessionTicket = ticket
    settings.resumption.keepsSessionIDs = true
    let contexts = (
      client: try server.clientContext(settings), server: try server.serverContext(settings)
    )
    var sessions: [(recording: Recording, keyLog: [String])] = []
    var session: LibsslSession?
    for number in 1...3 {
      var connection = try ForeignConnection(
        client: contexts.client, server: contexts.server, resuming: session, number: number)
      connection.handshake()
      connection.talk()
      #expect(connection.client.wasResumed == (number > 1))
      // The third resumes the first session as well.
      if number == 1 { session = connection.client.sessions.last }
      sessions.append((connection.recording, connection.client.keyLog))
    }
    return sessions
  }

  static let versions: [ProtocolVersion] = [.tls10, .tls11, .tls12]

  @Test("Whoever opens the first session opens those that resume it", arguments: versions)
  func resumption(_ version: ProtocolVersion) throws {
    let key = try ForeignSessionTests.server.get().leak
    for (ticket, ems) in [(true, true), (false, true), (true, false), (false, false)] {
      let sessions = try resumed(.rsaAES128CBCSHA1, version, ticket: ticket, ems: ems)
      let all = sessions.map(\.recording)
      for recording in all {
        let found = opened(recording, [key], among: all)
        #expect(found?.plaintexts.data(from: .client) == Self.said, "\(ticket)")
        #expect(found?.plaintexts.data(from: .server) == Self.answered, "\(ticket)")
        #expect(found?.damaged == 0)
        #expect((found?.earlier == nil) == (recording == all[0]))
      }
      // Without the first recording the key is of no use: no key exchange is there.
      #expect(opened(all[1], [key], among: Array(all.dropFirst())) == nil)
      // Both have one master secret.
      let secret = try leak(sessions[0].keyLog, "CLIENT_RANDOM", as: .masterSecret)
      #expect(opened(all[2], [secret])?.plaintexts.data(from: .client) == Self.said)
    }
  }

  // MARK: TLS 1.3

  /// A session that talks before and after each side has changed its keys, twice.
  private func updated(_ suite: CipherSuite) throws -> (recording: Recording, keyLog: [String]) {
    let server = try ForeignSessionTests.server.get()
    let settings = server.settings(suite, .tls13)
    var connection = try ForeignConnection(
      client: server.clientContext(settings), server: server.serverContext(settings))
    connection.handshake()
    connection.talk()
    for _ in 0..<2 {
      connection.client.updateKeys(asking: true)
      connection.talk()
    }
    return (connection.recording, connection.client.keyLog)
  }

  @Test(
    "A stolen traffic secret opens what its side says from there on, through later keys",
    arguments: CipherSuite.spoken13, Side.allCases)
  func trafficSecret(_ suite: CipherSuite, _ side: Side) throws {
    let session = try updated(suite)
    let leak = try leak(
      session.keyLog, "\(side.rawValue.uppercased())_TRAFFIC_SECRET_0",
      as: .applicationTrafficSecret(side, 0))
    let found = opened(session.recording, [leak])
    let words = side == .client ? Self.said : Self.answered
    #expect(found?.plaintexts.data(from: side) == words + words + words)
    #expect(found?.plaintexts.data(from: side.other).isEmpty == true)
    #expect(found?.using == [leak])
    // What stays closed is under secrets that were not stolen, and undamaged.
    #expect(found?.keyless?.count == found?.damaged)
    #expect(found?.keyless?.contains(side.other) == true)
    // The handshake stays closed.
    #expect(found?.plaintexts.contains { $0.type == .handshake && $0.bytes.first == 11 } == false)
    let other = try updated(suite).recording
    #expect(opened(other, [leak]) == nil)
  }

  @Test("Both traffic secrets open the whole conversation")
  func bothTrafficSecrets() throws {
    let session = try updated(.aes256GCMSHA384)
    let leaks = try Side.allCases.map { side in
      try leak(
        session.keyLog, "\(side.rawValue.uppercased())_TRAFFIC_SECRET_0",
        as: .applicationTrafficSecret(side, 0))
    }
    let found = opened(session.recording, leaks)
    #expect(found?.plaintexts.data(from: .client).count == 3 * Self.said.count)
    #expect(found?.plaintexts.data(from: .server).count == 3 * Self.answered.count)
  }

  @Test("A record that was changed is told from one whose secret is not known")
  func changed() throws {
    let session = try updated(.aes128GCMSHA256)
    let leaks = try Side.allCases.map { side in
      try leak(
        session.keyLog, "\(side.rawValue.uppercased())_TRAFFIC_SECRET_0",
        as: .applicationTrafficSecret(side, 0))
    }
    let whole = try #require(opened(session.recording, leaks))
    var recording = session.recording
    let last = try #require(recording.segments.indices.last)
    let byte = try #require(recording.segments[last].bytes.indices.last)
    recording.segments[last].bytes[byte] ^= 1
    let found = try #require(opened(recording, leaks))
    #expect(found.damaged == whole.damaged + 1)
    #expect(found.keyless == whole.keyless)
  }

  @Test("Neither key of the server nor anything else than these opens TLS 1.3")
  func longTermKey() throws {
    let session = try updated(.aes128GCMSHA256)
    let key = try ForeignSessionTests.server.get().leak
    #expect(opened(session.recording, [key]) == nil)
  }
}
