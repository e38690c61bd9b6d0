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
}
