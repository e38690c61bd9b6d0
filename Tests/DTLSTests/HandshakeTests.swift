import CryptoPrimitives
import DTLS
import Foundation
import Knowledge
import TLSKeys
import TLSWire
import Testing
import X509

@Suite("Two ends of ours come to the same keys")
struct HandshakeTests {
  @Test("With each kind of key, group and profile", arguments: KeyChoice.allCases)
  func agree(kind: KeyChoice) throws {
    for group in [NamedGroup.x25519, .secp256r1] {
      for profile in [SRTPProfile.aeadAES128GCM, .aes128HMACSHA1Tag80, .aes128HMACSHA1Tag32] {
        let run = try Ends.run(kind: kind) {
          $0.profiles = [profile]
        } server: {
          $0.groups = [group]
        }
        try #require(run.isEstablished, "\(run.client.state) \(run.server.state)")
        let keys = try #require(run.client.srtp)
        #expect(keys == run.server.srtp)
        #expect(keys.profile == profile)
        #expect(run.client.group == group)
        #expect(keys.clientKey.count == 16)
        #expect(keys.clientSalt.count == profile.masterLengths?.salt)
        #expect(keys.clientKey != keys.serverKey)
        #expect(run.client.secrets[.masterSecret] == run.server.secrets[.masterSecret])
        #expect(run.client.retransmissions + run.server.retransmissions == 0)
        #expect(run.client.discardedCount + run.server.discardedCount == 0)
      }
    }
  }

  @Test("Each sees the certificate of the other, and all checks are made")
  func checks() throws {
    let client = try Ends.configuration(.client).identity.chain[0]
    let server = try Ends.configuration(.server).identity.chain[0]
    let clientPrint = try CertificateFingerprint(of: client.der)
    let serverPrint = try CertificateFingerprint(of: server.der)
    let run = try Ends.run {
      $0.peerFingerprints = [serverPrint]
    } server: {
      $0.peerFingerprints = [clientPrint]
    }
    try #require(run.isEstablished)
    #expect(run.client.peerCertificate == server)
    #expect(run.server.peerCertificate == client)
    #expect(run.client.checks.allSatisfy { $0.outcome == .passed })
    #expect(
      run.client.checks.map(\.name) == [
        .certificateFingerprint, .serverKeyExchangeSignature, .finished,
      ])
    #expect(
      run.server.checks.map(\.name) == [
        .certificateFingerprint, .certificateVerifySignature, .finished,
      ])
  }

  @Test("Over a link that loses, repeats and reorders", arguments: [0, 10, 30], [1200, 200])
  func lossy(percent: Int, limit: Int) throws {
    var lost = 0
    for seed in UInt64(1)...40 {
      let link = DTLSLink(
        lossPercent: percent, duplicatePercent: percent, reorderPercent: percent,
        random: .seeded(seed))
      let run = try Ends.run(link) {
        $0.datagramLimit = limit
      } server: {
        $0.datagramLimit = limit
      }
      #expect(run.isEstablished, "seed \(seed): \(run.client.state) \(run.server.state)")
      #expect(run.client.srtp == run.server.srtp)
      #expect(run.datagrams.allSatisfy { $0.bytes.count <= limit })
      lost += run.datagrams.count { $0.isLost }
    }
    #expect(lost > 0 || percent == 0)
  }

  @Test("The same seed gives the same bytes, and what is saved is what was")
  func values() throws {
    let link = DTLSLink(lossPercent: 20, random: .seeded(7))
    let run = try Ends.run(link)
    #expect(run == (try Ends.run(link)))
    let saved = try JSONEncoder().encode(run)
    #expect(try JSONDecoder().decode(DTLSHandshake.self, from: saved) == run)
    #expect(run.datagrams.map(\.time) == run.datagrams.map(\.time).sorted())
  }

  @Test("No flight is answered for ever, whatever is lost of it")
  func eachDatagramLost() throws {
    let count = try Ends.run {
      $0.datagramLimit = 300
    } server: {
      $0.datagramLimit = 300
    }
    .datagrams.count
    #expect(count > 8)
    for lost in 0..<count {
      var client = DTLSEndpoint(configuration: try small(.client))
      var server = DTLSEndpoint(configuration: try small(.server))
      let outcome = play(&client, &server) { number, _ in number != lost }
      #expect(client.state == .established && server.state == .established, "\(lost)")
      #expect(outcome.seconds <= 3, "\(lost)")
    }
  }

  private func small(_ role: Side) throws -> DTLSConfiguration {
    var configuration = try Ends.configuration(role)
    configuration.datagramLimit = 300
    return configuration
  }
}

@Suite("Time is the caller's")
struct TimeTests {
  @Test("A flight goes again after 1, 2, 4 … 60 seconds, and in the end no more")
  func backOff() throws {
    var client = DTLSEndpoint(configuration: try Ends.configuration(.client))
    var now: Int64 = 5_000_000
    let first = client.start(at: now)
    #expect(first.count == 1)
    var waits: [Int64] = []
    while let deadline = client.deadline {
      #expect(client.timeOut(at: deadline - 1).isEmpty)
      waits.append((deadline - now) / 1_000_000)
      now = deadline
      let again = client.timeOut(at: now)
      guard client.state == .handshaking else { break }
      // The same message under a new number of the record.
      #expect(again.map { $0.dropFirst(13) } == first.map { $0.dropFirst(13) })
      #expect(again != first)
    }
    #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60, 60])
    #expect(client.state == .failed(.timedOut(retransmissions: 12)))
    #expect(client.deadline == nil)
    #expect(client.start(at: now).isEmpty && client.timeOut(at: now + 1).isEmpty)
  }

  @Test("A server waits for nobody before it has spoken, and for nobody after")
  func server() throws {
    let run = try Ends.run()
    #expect(DTLSEndpoint(configuration: try Ends.configuration(.server)).deadline == nil)
    #expect(run.client.deadline == nil && run.server.deadline == nil)
    #expect(run.end == 6 * 20_000)
  }
}

@Suite("A server believes nobody whom it can't reach")
struct CookieTests {
  @Test("A hello without a cookie changes nothing but what is answered")
  func stateless() throws {
    var client = DTLSEndpoint(configuration: try Ends.configuration(.client))
    let fresh = DTLSEndpoint(configuration: try Ends.configuration(.server))
    var server = fresh
    let hello = client.start(at: 0)[0]
    let request = server.receive(hello, at: 0)
    #expect(server == fresh)
    #expect(request.count == 1)
    #expect(request[0].count < hello.count, "an answer to a forged address is no louder")
    let record = try #require(DTLSRecord.records(of: request[0]).records.first)
    #expect(record.fragment[0] == HandshakeType.helloVerifyRequest.rawValue)
    #expect(record.version == .dtls10)
    let second = client.receive(request[0], at: 0)
    #expect(server.receive(second[0], at: 0).count == 1)
    #expect(server.secrets[.clientRandom] != nil)
  }

  @Test("A cookie of another address is none")
  func otherAddress() throws {
    var configuration = try Ends.configuration(.server)
    configuration.peerAddress = [192, 0, 2, 1]
    var elsewhere = DTLSEndpoint(configuration: configuration)
    var server = DTLSEndpoint(configuration: try Ends.configuration(.server))
    var client = DTLSEndpoint(configuration: try Ends.configuration(.client))
    let request = elsewhere.receive(client.start(at: 0)[0], at: 0)[0]
    let answer = server.receive(client.receive(request, at: 0)[0], at: 0)
    #expect(DTLSRecord.records(of: answer[0]).records[0].fragment[0] == 3)
    #expect(server.secrets[.clientRandom] == nil)
  }

  @Test("Without cookies the handshake is one flight shorter")
  func without() throws {
    let run = try Ends.run(server: { $0.demandsCookie = false })
    #expect(run.isEstablished)
    #expect(run.client.cookie == nil)
    #expect(run.end == 4 * 20_000)
  }
}

/// Plays two ends against each other at once, and lets through what `passes` says.
///
/// - Returns: the seconds that were waited.
@discardableResult
func play(
  _ client: inout DTLSEndpoint, _ server: inout DTLSEndpoint,
  passes: (Int, Side) -> Bool = { _, _ in true }
) -> (datagrams: [(sender: Side, bytes: [UInt8])], seconds: Int64) {
  var now: Int64 = 0
  var sent: [(sender: Side, bytes: [UInt8])] = []
  var waiting = client.start(at: 0).map { (Side.client, $0) }
  for _ in 0..<1000 {
    while !waiting.isEmpty {
      let (sender, bytes) = waiting.removeFirst()
      sent.append((sender, bytes))
      guard passes(sent.count - 1, sender) else { continue }
      waiting +=
        sender == .client
        ? server.receive(bytes, at: now).map { (.server, $0) }
        : client.receive(bytes, at: now).map { (.client, $0) }
    }
    guard let next = [client.deadline, server.deadline].compactMap({ $0 }).min() else { break }
    now = next
    waiting += client.timeOut(at: now).map { (.client, $0) }
    waiting += server.timeOut(at: now).map { (.server, $0) }
  }
  return (sent, now / 1_000_000)
}
