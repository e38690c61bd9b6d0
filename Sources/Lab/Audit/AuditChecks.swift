import Bytes
import Knowledge
import TLSWire

extension AuditCheck {
  /// Every check, in the order of their names.
  static let all: [AuditCheck] = identity + protection + keys + resumption

  private static let identity = [
    AuditCheck(
      name: .validation, title: "certificate validation", source: RFCSection(9325, "7.1"),
      judge: AuditJudging.validation,
      remedies: { settings in
        let checks = ["chain", "name", "dates", "usage", "strength"].map {
          (key: "client.check.\($0)", value: "on")
        }
        let repair = [(key: "client.verify", value: "on")] + checks
        return [repair, [(key: "server.kx", value: "any")] + repair]
      }),
    AuditCheck(
      name: .revocation, title: "revoked certificates", source: RFCSection(9325, "7.5"),
      judge: AuditJudging.revocation,
      remedies: { settings in
        let hard = [(key: "client.check.revocation", value: "hard")]
        return [
          hard, [(key: "client.verify", value: "on")] + hard,
          [(key: "net.crl", value: "on")] + hard,
        ]
      }),
    AuditCheck(
      name: .versions, title: "versions", source: RFCSection(9325, "3.1.1"),
      judge: AuditJudging.versions,
      remedies: { settings in
        let modern = [
          (key: "client.versions", value: "1.2-1.3"), (key: "server.versions", value: "1.2-1.3"),
          (key: "client.hello", value: "tls"), (key: "server.ssl2-hello", value: "off"),
        ]
        return [modern, [(key: "server.kx", value: "any")] + modern]
      }),
  ]

  private static let protection = [
    AuditCheck(
      name: .forwardSecrecy, title: "forward secrecy", source: RFCSection(9325, "4.1"),
      judge: AuditJudging.forwardSecrecy,
      remedies: { [[(key: "server.kx", value: "ecdhe")]] + AuditRemedy.suites($0) }),
    AuditCheck(
      name: .encryption, title: "encryption", source: RFCSection(9325, "4.2"),
      judge: AuditJudging.encryption, remedies: { AuditRemedy.suites($0) }),
    AuditCheck(
      name: .encryptThenMAC, title: "encrypt-then-MAC", source: RFCSection(7366, "3"),
      judge: AuditJudging.encryptThenMAC,
      remedies: { _ in [AuditRemedy.both("etm", "on")] }),
  ]

  private static let keys = [
    AuditCheck(
      name: .keySize, title: "key sizes", source: RFCSection(9325, "4.5"),
      judge: AuditJudging.keySize,
      remedies: { _ in [[(key: "server.cert", value: "any")]] }),
    AuditCheck(
      name: .signatureHash, title: "signature hashes", source: RFCSection(9155, "2"),
      judge: AuditJudging.signatureHash,
      remedies: { _ in
        let modern = [
          (key: "client.versions", value: "1.2-1.3"), (key: "server.versions", value: "1.2-1.3"),
        ]
        return [
          [(key: "server.cert", value: "any")], modern,
          [(key: "server.cert", value: "any")] + modern,
        ]
      }),
    AuditCheck(
      name: .ephemeralKeys, title: "ephemeral keys", source: RFCSection(9325, "7.4"),
      judge: AuditJudging.ephemeralKeys,
      remedies: { _ in [[(key: "server.reuse-ephemeral", value: "off")]] }),
    AuditCheck(
      name: .masterSecret, title: "extended master secret", source: RFCSection(7627, "1"),
      judge: AuditJudging.masterSecret,
      remedies: { _ in [AuditRemedy.both("ems", "on")] }),
    AuditCheck(
      name: .renegotiation, title: "renegotiation", source: RFCSection(9325, "3.5"),
      judge: AuditJudging.renegotiation,
      remedies: { _ in [[(key: "server.renegotiation", value: "off")]] }),
  ]

  private static let resumption = [
    AuditCheck(
      name: .tickets, title: "tickets", source: RFCSection(9325, "3.4"),
      judge: AuditJudging.tickets,
      remedies: { _ in [[(key: "server.tickets", value: "off")]] }),
    AuditCheck(
      name: .earlyData, title: "early data", source: RFCSection(8446, "8"),
      judge: AuditJudging.earlyData,
      remedies: { _ in [[(key: "server.early-data", value: "off")]] }),
    AuditCheck(
      name: .keyUpdate, title: "keys of long sessions", source: RFCSection(8446, "5.5"),
      judge: AuditJudging.keyUpdate,
      remedies: { _ in
        let modern = [
          (key: "client.versions", value: "1.2-1.3"), (key: "server.versions", value: "1.2-1.3"),
        ]
        return [modern, [(key: "server.kx", value: "any")] + modern]
      }),
  ]
}

/// Settings that mend.
enum AuditRemedy {
  /// The suites of TLS 1.3 and the four of TLS 1.2 that RFC 9325 §4.2 recommends.
  static let recommended: [CipherSuite] =
    CipherSuite.preset13
    + CipherSuite.preset.filter { suite in
      guard let parameters = suite.parameters else { return false }
      return parameters.keyExchange.isEllipticCurve && parameters.keyExchange.usesCertificate
        && [.aes128GCM, .aes256GCM].contains(parameters.cipher)
    }

  static func suites(_ settings: Settings) -> [[(key: String, value: String)]] {
    let list = [
      (key: "server.suites", value: recommended.map(\.label).joined(separator: ","))
    ]
    let versions = [
      (key: "client.versions", value: "1.2-1.3"), (key: "server.versions", value: "1.2-1.3"),
    ]
    let free = [(key: "server.kx", value: "any")]
    return [list, free, free + list, versions + free + list, versions + list]
  }

  /// One switch on both sides.
  static func both(_ name: String, _ value: String) -> [(key: String, value: String)] {
    [(key: "client.\(name)", value: value), (key: "server.\(name)", value: value)]
  }
}
