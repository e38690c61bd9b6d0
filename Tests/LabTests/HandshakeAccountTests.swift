import CryptoPrimitives
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@Suite("What a session did for each purpose is told from its steps")
struct HandshakeAccountTests {
  private func account(_ changes: [(String, String)]) throws -> HandshakeAccount {
    var lab = try preparedLab()
    try lab.connect(changes)
    return lab.account(of: try #require(lab.sessions.last))
  }

  @Test("TLS 1.2 with RSA: the key decrypts, the client alone makes the secret, a theft opens it")
  func rsa() throws {
    let account = try account([("kx", "rsa"), ("version", "1.2"), ("server.tickets", "off")])
    #expect(account.version == .tls12)
    #expect(account.proofs[.server]?.means == .decryption)
    #expect(account.proofs[.server]?.message == .handshake(.clientKeyExchange))
    #expect(account.proofs[.server]?.key == .rsa(bits: 2048))
    #expect(account.proofs[.client]?.means == nil)
    #expect(account.randomness == [.client: [.random, .preMasterSecret], .server: [.random]])
    #expect(account.secret?.isEncrypted == true)
    #expect(account.secret?.group == nil)
    #expect(account.secret?.messages == [.handshake(.clientKeyExchange)])
    #expect(account.keysExist == [.client: 40_000, .server: 60_000])
    #expect(account.mayWrite == [.client: 80_000, .server: 60_000])
    #expect(account.roundTrips == 2)
    #expect(account.encrypted == [.handshake(.finished)])
    #expect(account.certificateIsReadable == true)
    #expect(account.thefts == [.certificate: .everything])
  }

  @Test("TLS 1.2 with ECDHE: the key signs, both make the secret, a theft opens nothing")
  func ecdhe() throws {
    let account = try account([("kx", "ecdhe"), ("version", "1.2"), ("server.tickets", "off")])
    #expect(account.proofs[.server]?.means == .signature(.rsaPSSRSAESHA256))
    #expect(account.proofs[.server]?.message == .handshake(.serverKeyExchange))
    #expect(account.randomness[.server] == [.random, .ephemeralKey])
    #expect(account.secret?.group == "x25519")
    let carriers: [MessageKind] = [.handshake(.serverKeyExchange), .handshake(.clientKeyExchange)]
    #expect(account.secret?.messages == carriers)
    #expect(account.derivation?.function == .pseudorandomFunction)
    #expect(account.derivation?.coversMessages == true)
    #expect(account.thefts == [.certificate: .nothing])
  }

  @Test("TLS 1.3: keys after half a round trip, one wait, and the certificate is encrypted")
  func tls13() throws {
    let account = try account([("version", "1.3")])
    #expect(account.version == .tls13)
    #expect(account.proofs[.server]?.message == .handshake(.certificateVerify))
    #expect(account.secret?.messages == [.handshake(.clientHello), .handshake(.serverHello)])
    #expect(account.keysExist == [.client: 40_000, .server: 20_000])
    #expect(account.mayWrite == [.client: 40_000, .server: 20_000])
    #expect(account.clientIsUnproved)
    #expect(account.roundTrips == 1)
    #expect(account.readable == [.handshake(.clientHello), .handshake(.serverHello)])
    #expect(account.certificateIsReadable == false)
    #expect(account.derivation?.function == .extractAndExpand)
    #expect(account.protection?.hidesType == true)
    #expect(account.thefts[.certificate] == .nothing)
  }

  @Test("A ClientHello that is asked for again costs a round trip")
  func retried() throws {
    let account = try account([("version", "1.3"), ("server.retry", "on")])
    #expect(account.beginning.wasRetried)
    #expect(account.roundTrips == 2)
    #expect(account.mayWrite[.client] == 80_000)
    #expect(account.secret?.messages == [.handshake(.clientHello), .handshake(.serverHello)])
  }

  @Test("What TLS 1.1 did without", arguments: ["1.0", "1.1"])
  func oldVersions(_ version: String) throws {
    let account = try account([("version", version), ("kx", "ecdhe")])
    #expect(account.derivation?.hash == "MD5-SHA1")
    #expect(account.protection?.start == (version == "1.0" ? .chained : .sent))
    #expect(account.protection?.mac == "SHA1")
  }

  @Test("A resumed session proves itself by the earlier secret, on either side")
  func resumed() throws {
    for version in ["1.2", "1.3"] {
      var lab = try preparedLab()
      // Not the hybrid: its keys are larger than a certificate.
      let common: [(key: String, value: String)] = [
        ("version", version), ("group", "x25519"), ("server.tickets", "on"),
      ]
      try lab.connect(common + [("kx", "any")])
      try lab.connect(common + [("resume", "S1")])
      let full = lab.account(of: try #require(lab.session("S1")))
      let account = lab.account(of: try #require(lab.session("S2")))
      #expect(account.beginning.resumed == "S1")
      #expect(account.proofs[.server]?.means == .earlierSecret)
      #expect(account.proofs[.client]?.means == .earlierSecret)
      #expect(account.certificateIsReadable == nil)
      #expect(account.roundTrips == 1)
      #expect(account.totalBytes < full.totalBytes / 2 + 200)
      // Diffie-Hellman beside the ticket's key keeps what TLS 1.2 gives away with the tickets.
      #expect(account.thefts[.tickets] == (version == "1.2" ? .everything : .nothing))
      #expect((account.secret?.group == nil) == (version == "1.2"))
    }
  }

  @Test("Early data flows at once; whoever has the key of the tickets reads it, taken or not")
  func earlyData() throws {
    for taken in ["on", "off"] {
      var lab = try preparedLab()
      try lab.connect([("version", "1.3"), ("server.early-data", "on")])
      try lab.connect([
        ("version", "1.3"), ("resume", "S1"), ("early", "hello"), ("server.early-data", taken),
      ])
      let account = lab.account(of: try #require(lab.session("S2")))
      #expect(account.earlyData == (taken == "on"))
      #expect(account.keysExist[.client] == (taken == "on" ? 0 : 40_000))
      #expect(account.thefts == [.certificate: .nothing, .tickets: .earlyData])
    }
  }

  @Test("Who proves itself by certificate on the client's side", arguments: ["1.2", "1.3"])
  func clientCertificate(_ version: String) throws {
    let account = try account([
      ("version", version), ("kx", "any"), ("server.client-auth", "require"),
      ("client.cert", "good"),
    ])
    let proof = try #require(account.proofs[.client])
    #expect(proof.message == .handshake(.certificateVerify))
    #expect(proof.certificateIsReadable == (version == "1.2"))
    guard case .signature = proof.means else {
      Issue.record("no signature")
      return
    }
  }

  @Test("A suite that does not encrypt leaves nothing to be opened")
  func plain() throws {
    let account = try account([("version", "1.2"), ("suite", "TLS_RSA_WITH_NULL_SHA256")])
    #expect(account.encrypted.isEmpty)
    #expect(account.thefts[.certificate] == .open)
    #expect(account.protection?.start == nil)
  }

  @Test("A refused session tells how far it came")
  func refused() throws {
    var lab = try preparedLab()
    try lab.intercept(with: .ownAuthority)
    try lab.connect([("version", "1.3")])
    let session = try #require(lab.sessions.last)
    let client = lab.account(of: session)
    #expect(client.ending.alert == .unknownCA)
    #expect(client.ending.by == .client)
    #expect(client.roundTrips == nil)
    #expect(client.mayWrite[.client] == nil)
    let other = lab.account(of: session, on: .serverSide)
    #expect(other.wire == .serverSide)
    #expect(AccountComparison(client, other).purposes.contains(.outcome))
  }

  @Test("A session that has not begun has nothing to tell, and is the same as itself")
  func nothing() throws {
    var lab = try preparedLab()
    try lab.walk()
    let account = lab.account(of: try #require(lab.sessions.last))
    #expect(account.secret == nil)
    #expect(account.keysExist.isEmpty)
    #expect(account.totalBytes == 0)
    let comparison = AccountComparison(account, account)
    #expect(Purpose.allCases.allSatisfy(comparison.isSame))
  }

  @Test("The handshake's bytes are those on the wire, both ways, when nothing else was said")
  func bytes() throws {
    for version in ["1.2", "1.3"] {
      var lab = try preparedLab()
      try lab.walk([("version", version), ("server.tickets", "off"), ("client.alpn", "off")])
      while lab.account(of: try #require(lab.sessions.last)).mayWrite.count < 2 {
        _ = try lab.step(1)
      }
      while lab.sessions.last?.outcome == .running { _ = try lab.step(1) }
      let session = try #require(lab.sessions.last)
      let handshake = session.messages.filter { $0.message.kind != .applicationData }
      let sent = handshake.reduce(0) { $0 + $1.message.records.count }
      #expect(lab.account(of: session).totalBytes == sent)
    }
  }
}
