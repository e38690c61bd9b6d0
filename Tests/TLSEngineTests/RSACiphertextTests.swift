import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing
import X509

@Suite("Whatever is wrong with an RSA ciphertext, it looks alike from outside (RFC 5246 §7.4.7.1)")
struct RSACiphertextTests {
  static let rows: [Row] =
    [
      Row(version: .tls12, suite: .rsaAES128GCMSHA256), Row(version: .tls12, suite: .rsaAES128CCM8),
    ]
    + [ProtocolVersion.tls10, .tls11, .tls12].flatMap { version in
      [
        Row(version: version, suite: .rsaAES128CBCSHA1),
        Row(version: version, suite: .rsaAES128CBCSHA1, encryptThenMAC: true),
        Row(version: version, suite: .rsaAES128CBCSHA1, offersMore: true),
      ]
    }

  struct Row: Sendable, CustomTestStringConvertible {
    var version: ProtocolVersion
    var suite: CipherSuite
    var encryptThenMAC = false
    /// The client would speak a higher version too, and it is that one whose number is encrypted.
    var offersMore = false

    var testDescription: String {
      "\(version.displayName) \(suite.label)\(encryptThenMAC ? " EtM" : "")\(offersMore ? " +" : "")"
    }

    /// The second byte of the version that must be inside.
    var minor: UInt8 { offersMore ? 3 : UInt8(version.rawValue & 0xff) }
  }

  /// A ClientKeyExchange with this ciphertext, and then a Finished under keys that do not fit.
  private func answer(
    to ciphertext: [UInt8], _ row: Row
  ) throws -> (sent: [[UInt8]], effects: [Effect]) {
    var pair = try makePair(SpokenSuite(version: row.version, suite: row.suite)) { client, _ in
      client.encryptThenMAC = row.encryptThenMAC
      if row.offersMore, row.version < .tls12 { client.versions.append(.tls12) }
    }
    pair.run(until: .clientKeyExchange)
    let before = pair.serverEffects.count
    var forger = Forger()
    let body = ClientKeyExchangeRSA(encryptedPreMasterSecret: ciphertext)
    let message = try HandshakeMessage.making(body)
    pair.deliver(try forger.handshake(message.type, message.body), to: .server)
    pair.deliver(try forger.record(.changeCipherSpec, [1]), to: .server)
    // Up to here not a word, whatever was in it.
    #expect(pair.serverEffects[before...].allSatisfy { [$0].sent.isEmpty })
    pair.deliver(
      try forger.record(.handshake, [UInt8](repeating: 0x2a, count: 84)), to: .server)
    let effects = Array(pair.serverEffects[before...])
    return (effects.sent.map(\.records), effects)
  }

  @Test(arguments: rows) func alike(_ row: Row) throws {
    let key = try TestIdentities.shared().rsa.key.publicKey
    let length = try #require(key.modulusLength)
    // SubjectPublicKeyInfo ends in the modulus and the exponent 65537 (02 03 01 00 01).
    let modulus = Array(key.der.suffix(length + 5).prefix(length))
    let zero = [UInt8](repeating: 0, count: length)
    var one = zero
    one[length - 1] = 1
    var below = modulus
    below[length - 1] -= 1
    func encrypted(_ secret: [UInt8]) throws -> [UInt8] {
      try key.encryptPKCS1(secret, random: .seeded(5))
    }
    let filling = [UInt8](repeating: 7, count: 46)
    let good = try encrypted([3, row.minor] + filling)
    let faulty: [String: [UInt8]] = [
      "zero": zero, "one": one, "modulus": modulus, "modulus - 1": below,
      "all ones": [UInt8](repeating: 0xff, count: length),
      "older version": try encrypted([3, row.minor - 1] + filling),
      "newer version": try encrypted([3, row.minor + 1] + filling),
      "another major version": try encrypted([2, row.minor] + filling),
      "47 bytes": try encrypted([3, row.minor] + filling.dropLast()),
      "49 bytes": try encrypted([3, row.minor] + filling + [7]),
      "nothing inside": try encrypted([]),
      "no padding at all": [2] + RandomStream.seeded(6).bytes(length - 1),
      "too short": Array(good.dropLast()), "too long": [0] + good, "empty": [],
    ]
    let expected = try answer(to: good, row)
    #expect(expected.sent.count == 1)
    #expect(!expected.effects.contains(.decided(.substitutedPreMasterSecret)))
    for (name, ciphertext) in faulty {
      let found = try answer(to: ciphertext, row)
      #expect(found.sent == expected.sent, "\(name)")
      #expect(found.effects.contains(.decided(.substitutedPreMasterSecret)), "\(name)")
      #expect(found.effects.sentAlerts.map(\.description) == [.badRecordMAC], "\(name)")
    }
  }
}
