import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import X509

/// What the parts of a handshake cost by themselves: the cryptography that a handshake can't do
/// without, each as often as it happens in one.
struct Breakdown {
  struct Part {
    var name: String
    var times: Int
    var body: () throws -> Void
  }

  private let identity: Identity
  private let keyExchange: KeyExchange
  private let group: Group
  private let trust: TrustStore
  private let is13: Bool
  /// Whether an earlier session is taken up: no certificate, and before TLS 1.3 no key exchange.
  var isResumed = false

  init(_ suite: CipherSuite, field: Group?, usesECDSA: Bool?) throws {
    let identities = try TestIdentities.shared()
    is13 = suite.parameters13 != nil
    let exchange13: KeyExchange = usesECDSA == true ? .ecdheECDSA : .ecdheRSA
    keyExchange = suite.parameters?.keyExchange ?? exchange13
    identity = keyExchange == .ecdheECDSA ? identities.ecdsa : identities.rsa
    group = field ?? .x25519
    trust = identities.trust
  }

  /// Microseconds of each part in one handshake, the costliest first.
  func measure() throws -> [(name: String, microseconds: Double)] {
    var found: [(name: String, microseconds: Double)] = []
    for part in try parts {
      var measurement = Measurement()
      try measurement.repeatFor(.milliseconds(60), part.body)
      found.append((part.name, 1_000_000 / measurement.rate * Double(part.times)))
    }
    return found.sorted { $0.microseconds > $1.microseconds }
  }

  private var parts: [Part] {
    get throws {
      let derivations = is13 ? hkdf : prf
      guard !isResumed else { return is13 ? try agreementParts + derivations : derivations }
      let exchange = try keyExchange == .rsa ? rsaParts : signatureParts + agreementParts
      return certificateParts + exchange + derivations
    }
  }

  private var certificateParts: [Part] {
    let der = identity.chain[0].der
    let verification = CertificateVerification(
      host: TestIdentities.host, at: TestIdentities.now, trust: trust)
    return [
      Part(name: "certificate read", times: 1) { _ = try Certificate.reading(der: der) },
      Part(name: "certificate verified", times: 1) { _ = verification.verify(identity.chain) },
    ]
  }

  private var rsaParts: [Part] {
    get throws {
      let key = identity.key
      let secret = [UInt8](repeating: 3, count: 48)
      let encrypted = try key.publicKey.encryptPKCS1(secret, random: .seeded(1))
      return [
        Part(name: "RSA decryption", times: 1) { _ = try key.decryptRaw(encrypted) },
        Part(name: "RSA encryption", times: 1) {
          _ = try key.publicKey.encryptPKCS1(secret, random: .seeded(1))
        },
      ]
    }
  }

  private var signatureParts: [Part] {
    get throws {
      let key = identity.key
      let content = [UInt8](repeating: 1, count: 100)
      let scheme: SignatureAlgorithm =
        keyExchange == .ecdheECDSA ? .ecdsa(.sha256) : .rsaPSS(.sha256)
      let signature = try key.sign(content, scheme: scheme, random: .seeded(1))
      return [
        Part(name: "signature", times: 1) {
          _ = try key.sign(content, scheme: scheme, random: .seeded(1))
        },
        Part(name: "its verification", times: 1) {
          _ = try key.publicKey.verify(signature, of: content, scheme: scheme)
        },
      ]
    }
  }

  private var agreementParts: [Part] {
    get throws {
      let own = try group.makeKey(random: .seeded(1))
      let peer = try group.makeKey(random: .seeded(2)).publicKey
      let group = group
      return [
        Part(name: "ephemeral keys", times: 2) { _ = try group.makeKey(random: .seeded(3)) },
        Part(name: "key agreement", times: 2) { _ = try own.sharedSecret(with: peer) },
      ]
    }
  }

  /// Master secret, key block and two Finished, on both sides; a resumed session has its master
  /// secret.
  private var prf: [Part] {
    [
      Part(name: "pseudorandom function", times: isResumed ? 6 : 8) {
        _ = try PseudorandomFunction.output(
          hash: .sha256, secret: [UInt8](repeating: 1, count: 48), label: "master secret",
          seed: [UInt8](repeating: 2, count: 64), count: 48)
      }
    ]
  }

  /// The chain of secrets, four sets of keys and two Finished, on both sides; with a pre-shared key
  /// binder and ticket beside them.
  private var hkdf: [Part] {
    [
      Part(name: "HKDF", times: isResumed ? 56 : 48) {
        _ = try HashAlgorithm.sha256.hkdfExpand(
          [UInt8](repeating: 1, count: 32), info: [UInt8](repeating: 2, count: 54), count: 32)
      }
    ]
  }
}
