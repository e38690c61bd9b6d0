import CryptoPrimitives
import LibsslPeer
import TLSWire
import TestConnections
import Testing
import X509

@Suite("libssl sends and reads extensions and certificates")
struct ExtensionTests {
  private static let suites: [CipherSuite] = [.aes128GCMSHA256, .ecdheRSAAES128GCMSHA256]

  @Test("Client certificates", arguments: suites)
  func clientCertificate(suite: CipherSuite) throws {
    let identities = try TestIdentities.shared()
    let with = try LibsslPair.connected([suite]) { client, server in
      client.identities = [identities.rsa]
      server.requestsCertificate = true
    }
    #expect(with.server.peerCertificate == identities.rsa.chain.first?.der)
    let without = try LibsslPair.connected([suite]) { _, server in
      server.requestsCertificate = true
    }
    #expect(without.server.peerCertificate == nil)
    #expect(without.client.peerCertificate != nil)
  }

  @Test("A server that insists on a certificate", arguments: suites)
  func requiredCertificate(suite: CipherSuite) throws {
    let contexts = try LibsslPair.Contexts([suite]) { _, server in
      server.requiresCertificate = true
    }
    let pair = try LibsslPair(contexts.client, contexts.server)
    #expect(!pair.handshake())
    #expect(pair.server.failure == "peer did not return a certificate")
  }

  @Test("A server that knows whom to believe names them, and refuses others", arguments: suites)
  func untrustedCertificate(suite: CipherSuite) throws {
    let identities = try TestIdentities.shared()
    let key = identities.ecdsa.key
    let certificate = try identities.root.issue(
      to: [TestIdentities.host], publicKey: key.publicKey, validFrom: TestIdentities.now - 1000,
      validTo: TestIdentities.now + 100_000, random: .seeded(5))
    let contexts = try LibsslPair.Contexts([suite]) { client, server in
      client.identities = [Identity(chain: [certificate], key: key)]
      client.keepsMessages = true
      server.trust = identities.trust
    }
    let pair = try LibsslPair(contexts.client, contexts.server)
    // The certificate is good for servers alone.
    #expect(!pair.handshake())
    #expect(pair.server.failure == "certificate verify failed")
    let request = pair.client.messages.first { $0.type == .certificateRequest }
    #expect(request?.bytes.contains(Array("Test Root".utf8)) == true)
  }

  @Test("The application's protocol", arguments: suites)
  func applicationProtocol(suite: CipherSuite) throws {
    let pair = try LibsslPair.connected([suite]) { client, server in
      client.applicationProtocols = ["h2", "sip/2", "http/1.1"]
      server.applicationProtocols = ["http/1.1", "sip/2"]
    }
    #expect(pair.client.applicationProtocol == "http/1.1")
    #expect(pair.server.applicationProtocol == "http/1.1")
    #expect(pair.server.serverName == TestIdentities.host)
    let none = try LibsslPair.connected([suite])
    #expect(none.client.applicationProtocol == nil)
    let contexts = try LibsslPair.Contexts([suite]) { client, server in
      client.applicationProtocols = ["h2"]
      server.applicationProtocols = ["sip/2"]
    }
    let failing = try LibsslPair(contexts.client, contexts.server)
    #expect(!failing.handshake())
  }

  @Test("An OCSP response for who asks", arguments: suites, [false, true])
  func stapling(suite: CipherSuite, asks: Bool) throws {
    let response = [UInt8](repeating: 0x5A, count: 300)
    let pair = try LibsslPair.connected([suite]) { client, server in
      client.statusRequest = asks
      server.stapledResponse = response
    }
    #expect(pair.client.stapledResponse == (asks ? response : nil))
  }

  @Test("Short records: max_fragment_length, and the sender's own limit", arguments: suites)
  func fragments(suite: CipherSuite) throws {
    let data = [UInt8](repeating: 1, count: 3000)
    for code: UInt8 in [0, 1] {
      let pair = try LibsslPair.connected([suite]) { client, server in
        client.maximumFragmentCode = code
        server.largestRecord = 1000
      }
      let before = pair.fromServer.count
      pair.server.write(data)
      pair.exchange()
      #expect(pair.client.read() == data)
      let records = try Records.lengths(in: Array(pair.fromServer.dropFirst(before)))
      #expect(records.count == (code == 1 ? 6 : 3))
    }
  }

  @Test("Records of TLS 1.3 are padded")
  func padding() throws {
    let pair = try LibsslPair.connected([.aes128GCMSHA256]) { _, server in
      server.paddingBlock = 256
    }
    let before = pair.fromServer.count
    pair.server.write([1])
    pair.exchange()
    #expect(pair.client.read() == [1])
    let lengths = try Records.lengths(in: Array(pair.fromServer.dropFirst(before)))
    #expect(lengths == [256 + 16])
  }
}

/// The records of one side's bytes.
enum Records {
  static func lengths(in bytes: [UInt8]) throws -> [Int] {
    var reader = RecordReader()
    reader.append(bytes)
    var lengths: [Int] = []
    while let record = try reader.next() { lengths.append(record.bytes.count - 5) }
    return lengths
  }
}
