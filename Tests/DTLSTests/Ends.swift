import CryptoPrimitives
import DTLS
import TLSKeys
import TLSWire
import X509

/// Which key an end of a test has.
enum KeyChoice: String, CaseIterable, Sendable {
  case ecdsa
  case rsa
}

/// Ends as a WebRTC stack makes them: both with a certificate that signs itself.
enum Ends {
  static func identity(_ name: String, _ kind: KeyChoice = .ecdsa) throws -> Identity {
    let random = RandomStream.seeded(Array("\(name)/\(kind.rawValue)".utf8))
    let key =
      switch kind {
      case .ecdsa: try PrivateKey.makeEC(group: .secp256r1, random: random.substream("key"))
      case .rsa: try PrivateKey.makeRSA(bits: 2048, random: random.substream("key"))
      }
    return try .makeSelfSigned(
      name: name, key: key, validFrom: 1_700_000_000, validTo: 1_900_000_000,
      random: random.substream("certificate"))
  }

  private static let made = MadeOnce<String, Identity>()

  /// The configuration of one end.
  static func configuration(
    _ role: Side, _ kind: KeyChoice = .ecdsa, seed: UInt64 = 1
  ) throws -> DTLSConfiguration {
    let identity = try made.made(of: "\(role.rawValue) \(kind.rawValue)") { _ in
      try Self.identity("\(role.rawValue).test", kind)
    }
    return DTLSConfiguration(
      role: role, identity: identity,
      random: RandomStream.seeded(seed).substream(role.rawValue))
  }

  /// Plays a handshake, each end changed as the caller wants.
  static func run(
    _ link: DTLSLink = DTLSLink(random: .seeded(1)), kind: KeyChoice = .ecdsa,
    client changeClient: (inout DTLSConfiguration) -> Void = { _ in },
    server changeServer: (inout DTLSConfiguration) -> Void = { _ in }
  ) throws -> DTLSHandshake {
    var client = try configuration(.client, kind)
    var server = try configuration(.server, kind)
    changeClient(&client)
    changeServer(&server)
    return .run(
      client: DTLSEndpoint(configuration: client), server: DTLSEndpoint(configuration: server),
      link: link)
  }
}

/// SplitMix64: the same seed gives the same numbers everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
