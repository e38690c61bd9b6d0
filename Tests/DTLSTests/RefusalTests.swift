import Bytes
import CryptoPrimitives
import DTLS
import TLSKeys
import TLSWire
import Testing
import X509

@Suite("What does not fit is refused by name, and the peer is told")
struct RefusalTests {
  @Test("A certificate that the signalling does not know")
  func fingerprint() throws {
    let other = try CertificateFingerprint(of: [1, 2, 3])
    let run = try Ends.run(client: { $0.peerFingerprints = [other] })
    let own = try CertificateFingerprint(
      of: Ends.configuration(.server).identity.chain[0].der)
    #expect(run.client.state == .failed(.fingerprintMismatch(found: own, expected: [other])))
    #expect(run.server.state == told(.badCertificate))
    #expect(run.client.srtp == nil && run.server.srtp == nil)
    #expect(run.client.secrets[.masterSecret] == nil)
  }

  @Test("No fingerprint at all is no fingerprint that fits")
  func noFingerprint() throws {
    let run = try Ends.run(server: { $0.peerFingerprints = [] })
    guard case .failed(.fingerprintMismatch) = run.server.state else {
      Issue.record("\(run.server.state)")
      return
    }
    #expect(run.client.state == told(.badCertificate))
  }

  @Test("No common profile, suite, group or scheme")
  func nothingInCommon() throws {
    let changes: [(DTLSFailure, (inout DTLSConfiguration) -> Void)] = [
      (.noCommonProfile, { $0.profiles = [.aes128HMACSHA1Tag32] }),
      (.noCommonProfile, { $0.profiles = [] }),
      (.noCommonSuite, { $0.suites = [.ecdheRSAAES128GCMSHA256] }),
      (.noCommonGroup, { $0.groups = [.secp256r1] }),
      (.noCommonSignatureScheme, { $0.signatureSchemes = [.rsaPKCS1SHA256] }),
    ]
    for (failure, change) in changes {
      let run = try Ends.run(client: change) {
        $0.groups = [.x25519]
        $0.profiles = [.aeadAES128GCM]
      }
      #expect(run.server.state == .failed(failure))
      #expect(run.client.state == told(.handshakeFailure))
    }
  }

  @Test("A client that shows no certificate")
  func noCertificate() throws {
    let rsa = try Ends.configuration(.client, .rsa).identity
    let run = try Ends.run {
      $0.identity = rsa
    } server: {
      $0.signatureSchemes = [.ecdsaSecp256r1SHA256]
    }
    #expect(run.server.state == .failed(.noCertificate))
    #expect(run.client.state == told(.handshakeFailure))
  }

  @Test("A server without SRTP, and one that asks for no certificate")
  func plain() throws {
    let without = try Ends.run(server: { $0.profiles = [] })
    #expect(without.client.state == .failed(.noCommonProfile))
    let unasked = try Ends.run(server: { $0.requestsCertificate = false })
    #expect(unasked.isEstablished)
    #expect(unasked.server.peerCertificate == nil)
    let neither = try Ends.run(client: { $0.profiles = [] }, server: { $0.profiles = [] })
    #expect(neither.isEstablished && neither.client.srtp == nil)
  }

  @Test("With another one in the middle, who did not change the fingerprints, nobody talks")
  func middle() throws {
    let genuine = try CertificateFingerprint(
      of: Ends.configuration(.server).identity.chain[0].der)
    let attacker = try Ends.identity("attacker")
    let caught = try Ends.run {
      $0.peerFingerprints = [genuine]
    } server: {
      $0.identity = attacker
    }
    #expect(!caught.isEstablished)
    // And with the fingerprint changed: the client has keys, with the attacker.
    let changed = try CertificateFingerprint(of: attacker.chain[0].der)
    let fooled = try Ends.run {
      $0.peerFingerprints = [changed]
    } server: {
      $0.identity = attacker
    }
    #expect(fooled.isEstablished)
    #expect(fooled.client.srtp == fooled.server.srtp)
  }

  @Test("Good-bye is answered, and is the end")
  func close() throws {
    let run = try Ends.run()
    var client = run.client
    var server = run.server
    let farewell = client.close()
    #expect(client.state == .closed)
    let answer = server.receive(farewell[0], at: 0)
    #expect(server.state == .closed)
    #expect(client.receive(answer[0], at: 0).isEmpty)
    #expect(client.discarded.last == .ended)
    #expect(server.srtp == run.client.srtp)
  }

  @Test("An alert in the open ends no call that is under way")
  func forgedAlert() throws {
    var client = try Ends.run().client
    let forged = try DTLSRecord(
      type: .alert, epoch: 0, sequenceNumber: 99, fragment: [2, 40]
    ).bytes
    #expect(client.receive(forged, at: 0).isEmpty)
    #expect(client.state == .established)
    #expect(client.discarded.last == .epoch(0))
  }

  @Test("What comes twice, altered or under no key is dropped by name")
  func dropped() throws {
    var client = DTLSEndpoint(configuration: try Ends.configuration(.client))
    var server = DTLSEndpoint(configuration: try Ends.configuration(.server))
    let (sent, _) = play(&client, &server)
    let last = try #require(sent.last { $0.sender == .server }).bytes
    #expect(client.receive(last, at: 0).isEmpty)
    let replayed = client.discarded.suffix(2)
    #expect(replayed.allSatisfy { if case .replayed = $0 { true } else { false } })
    var altered = last
    altered[altered.count - 1] ^= 1
    // Another number, so that it is no repetition.
    altered[altered.count - EpochSizes.finished + 10] = 77
    #expect(client.receive(altered, at: 0).isEmpty)
    #expect(client.discarded.last == .badRecordMAC)
    for (bytes, reason) in [
      ([0x80, 0] as [UInt8], DTLSDiscard.notDTLS(.rtp)), ([], .notDTLS(.unknown)),
      ([23, 0xfe, 0xfd, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0], .epoch(2)),
      ([22, 3, 3, 0, 0, 0, 0, 0, 0, 0, 99, 0, 0], .version(.tls12)),
    ] {
      #expect(client.receive(bytes, at: 0).isEmpty)
      #expect(client.discarded.last == reason)
    }
    #expect(client.state == .established)
  }

  private func told(_ description: AlertDescription) -> DTLSEndpoint.State {
    .failed(.peerAlert(Alert(level: .fatal, description: description)))
  }
}

enum EpochSizes {
  /// A Finished as a record of epoch 1: header, nonce, fragment header, verify_data, tag.
  static let finished = 13 + 8 + 12 + 12 + 16
}
