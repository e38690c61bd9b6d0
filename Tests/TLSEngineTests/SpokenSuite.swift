import Bytes
import TLSWire
import Testing

/// A suite in a version that has it.
struct SpokenSuite: Hashable, Sendable, CustomTestStringConvertible {
  var version = ProtocolVersion.tls12
  var suite: CipherSuite

  var testDescription: String { "\(version.displayName) \(suite.label)" }

  /// One suite for each key exchange that goes with a certificate, in every version before TLS 1.3.
  static let all =
    BadInputTests.suites.map { SpokenSuite(suite: $0) }
    + [ProtocolVersion.tls10, .tls11].flatMap(legacy)

  static func legacy(_ version: ProtocolVersion) -> [SpokenSuite] {
    [
      CipherSuite.rsaAES128CBCSHA1, .dheRSAAES256CBCSHA1, .ecdheRSAAES128CBCSHA1,
      .ecdheECDSAAES256CBCSHA1,
    ].map { SpokenSuite(version: version, suite: $0) }
  }

  /// The same, and suites in which the server shows no certificate.
  static let everyKind =
    all
    + [.pskAES128GCMSHA256, .dhePSKAES128CBCSHA1, .ecdhAnonymousAES128CBCSHA1].map {
      SpokenSuite(suite: $0)
    }
    + [
      SpokenSuite(version: .tls10, suite: .pskAES128CBCSHA1),
      SpokenSuite(version: .tls11, suite: .ecdhAnonymousAES128CBCSHA1),
    ]
}
