import Bytes
import CryptoPrimitives
import DTLS
import OpenSSLProgram
import TLSKeys
import TLSWire
import Testing
import X509

@Suite("Who listens reads what is in the open, and no more")
struct ReadingTests {
  @Test("Names, certificates, profile and randoms", arguments: [1200, 150])
  func facts(limit: Int) throws {
    let run = try Ends.run(DTLSLink(reorderPercent: 40, random: .seeded(3))) {
      $0.datagramLimit = limit
    } server: {
      $0.datagramLimit = limit
    }
    try #require(run.isEstablished)
    var reader = DTLSReader()
    for datagram in run.datagrams { reader.take(datagram.bytes, from: datagram.sender) }
    #expect(reader.errors.isEmpty)
    #expect(reader.count == run.datagrams.count)
    #expect(reader.facts.clientRandom == run.client.secrets[.clientRandom])
    #expect(reader.facts.serverRandom == run.client.secrets[.serverRandom])
    #expect(reader.facts.profile == .aeadAES128GCM)
    #expect(reader.facts.suite == run.client.suite && reader.facts.group == .x25519)
    #expect(reader.facts.cookie == run.client.cookie)
    #expect(reader.facts.serverPublicKey == run.server.secrets[.ephemeralPublic(.server)])
    for (side, end) in [(Side.client, run.server), (.server, run.client)] {
      let certificate = try #require(end.peerCertificate)
      #expect(reader.facts.fingerprint(of: side)?.fits(certificate) == true)
    }
    let names = Set(
      reader.sightings.compactMap { sighting -> HandshakeType? in
        if case .message(let type, _, _) = sighting.content { type } else { nil }
      })
    #expect(
      names == [
        .clientHello, .helloVerifyRequest, .serverHello, .certificate, .serverKeyExchange,
        .certificateRequest, .serverHelloDone, .clientKeyExchange, .certificateVerify,
      ])
    #expect(
      reader.sightings.contains {
        $0.epoch == 1 && $0.content == .protected(.handshake, length: 48)
      })
  }

  @Test("One that came too late reads the rest")
  func late() throws {
    let run = try Ends.run()
    var reader = DTLSReader()
    for datagram in run.datagrams.dropFirst(3) {
      reader.take(datagram.bytes, from: datagram.sender)
    }
    #expect(reader.errors.isEmpty)
    #expect(reader.facts.fingerprint(of: .client) != nil)
  }
}

@Suite("A fingerprint is written as RFC 8122 writes it")
struct FingerprintTests {
  @Test("The same as OpenSSL's", arguments: [("sha256", HashAlgorithm.sha256), ("sha1", .sha1)])
  func openssl(name: String, hash: HashAlgorithm) throws {
    let certificate = try Ends.configuration(.server).identity.chain[0]
    let text = try OpenSSLProgram.text(
      ["x509", "-noout", "-fingerprint", "-\(name)"], input: Array(certificate.pem.utf8))
    let pairs = try #require(text.split(separator: "=").last).filter { !$0.isWhitespace }
    let own = try CertificateFingerprint(of: certificate.der, hash: hash)
    #expect(own.description.hasSuffix(" " + pairs))
    #expect(try CertificateFingerprint(parsing: "a=fingerprint:\(own)\r\n") == own)
    #expect(try CertificateFingerprint(parsing: "\(own)".lowercased()) == own)
    #expect(own.fits(certificate))
  }

  @Test("What is none is refused by name")
  func faults() {
    typealias Fault = CertificateFingerprint.Fault
    let cases: [(String, Fault)] = [
      ("", .form("")), ("sha-256", .form("sha-256")), ("md5 AA", .hash("md5")),
      ("sha-256 AA:BB", .length(bytes: 2, needed: 32)), ("sha-1 AA:B", .form("sha-1 AA:B")),
      ("sha-1 AA:GG", .form("sha-1 AA:GG")), ("sha-1 AA::BB", .form("sha-1 AA::BB")),
      ("sha-1 A\u{e9}", .form("sha-1 A\u{e9}")),
    ]
    for (text, fault) in cases {
      #expect(throws: fault) { try CertificateFingerprint(parsing: text) }
    }
  }
}

@Suite("Packets of one port are told apart by their first byte")
struct PacketKindTests {
  /// The picture of RFC 7983 §7, and RFC 5761 §4 for the last two.
  @Test("As RFC 7983 says")
  func kinds() {
    for byte in UInt8.min ... .max {
      let expected: PacketKind =
        switch byte {
        case 0...3: .stun
        case 16...19: .zrtp
        case 20...63: .dtls
        case 64...79: .turn
        case 128...191: .rtp
        default: .unknown
        }
      #expect(PacketKind([byte, 0]) == expected)
    }
    #expect(PacketKind([0x80, 200]) == .rtcp)
    #expect(PacketKind([0x80, 0x80 | 96]) == .rtp)
    #expect(PacketKind([]) == .unknown)
  }
}

@Suite("Records and parts on the wire")
struct WireTests {
  @Test("What is written is read")
  func roundTrip() throws {
    let record = DTLSRecord(
      type: .handshake, epoch: 1, sequenceNumber: DTLSRecord.lastSequenceNumber,
      fragment: [1, 2, 3])
    let bytes = try record.bytes
    #expect(bytes.hex == "16fefd0001ffffffffffff0003010203")
    #expect(DTLSRecord.records(of: bytes + bytes).records == [record, record])
    let message = DTLSMessage(type: .finished, sequence: 7, body: Array(0..<100))
    #expect(Array(message.bytes.prefix(12)).hex == "140000640007000000000064")
    let parts = message.fragments(limit: 33)
    #expect(parts.map(\.offset) == [0, 33, 66, 99] && parts.map(\.isLast).last == true)
    #expect(parts.flatMap(\.fragment) == message.body)
    #expect(
      DTLSMessage(type: .serverHelloDone, sequence: 0, body: []).fragments(limit: 5).count == 1)
  }

  @Test("A part that goes beyond its message is none")
  func beyond() throws {
    let bytes: [UInt8] = [1, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 2, 9, 9]
    #expect(throws: WireError.self) { try ByteReader.read(HandshakeFragment.self, from: bytes) }
  }

  @Test("The window knows the last 64")
  func window() {
    var window = ReplayWindow()
    var seen: Set<UInt64> = []
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<5000 {
      let number = UInt64.random(in: 0...600, using: &generator)
      let highest = seen.max()
      let isOld = highest.map { $0 >= 64 && number <= $0 - 64 } ?? false
      #expect(window.isNew(number) == (!seen.contains(number) && !isOld))
      if window.isNew(number) {
        window.note(number)
        seen.insert(number)
      }
    }
    window.note(.max)
    #expect(!window.isNew(.max) && window.isNew(.max - 1) && !window.isNew(600))
  }
}
