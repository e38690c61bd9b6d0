import Bytes
import Knowledge
import TLSKeys
import TLSWire
import X509

extension AuditCheck {
  /// Every check, in the order of their names.
  static let all: [AuditCheck] = identity + protection + keys + resumption

  private static let identity = [
    AuditCheck(
      name: .validation, title: "certificate validation", source: RFCSection(9325, "7.1"),
      judge: AuditJudging.validation,
      remedies: { settings in
        let repair = [
          Setting.clientVerify, .clientCheckChain, .clientCheckName, .clientCheckDates,
          .clientCheckUsage, .clientCheckStrength,
        ].map { $0.to(true) }
        return [repair, [Setting.serverKX.to(.any)] + repair]
      }),
    AuditCheck(
      name: .revocation, title: "revoked certificates", source: RFCSection(9325, "7.5"),
      judge: AuditJudging.revocation,
      remedies: { settings in
        let hard = [Setting.clientCheckRevocation.to(.hard)]
        return [
          hard, [Setting.clientVerify.to(true)] + hard,
          [Setting.netCRL.to(true)] + hard,
        ]
      }),
    AuditCheck(
      name: .versions, title: "versions", source: RFCSection(9325, "3.1.1"),
      judge: AuditJudging.versions,
      remedies: { settings in
        let modern =
          AuditRemedy.versions + [Setting.clientHello.to(.tls), Setting.serverSSL2Hello.to(false)]
        return [modern, [Setting.serverKX.to(.any)] + modern]
      }),
  ]

  private static let protection = [
    AuditCheck(
      name: .forwardSecrecy, title: "forward secrecy", source: RFCSection(9325, "4.1"),
      judge: AuditJudging.forwardSecrecy,
      remedies: { [[Setting.serverKX.to(.ecdhe)]] + AuditRemedy.suites($0) }),
    AuditCheck(
      name: .encryption, title: "encryption", source: RFCSection(9325, "4.2"),
      judge: AuditJudging.encryption, remedies: { AuditRemedy.suites($0) }),
    AuditCheck(
      name: .encryptThenMAC, title: "encrypt-then-MAC", source: RFCSection(7366, "3"),
      judge: AuditJudging.encryptThenMAC,
      remedies: { _ in [AuditRemedy.both(Setting.etm, true)] }),
  ]

  private static let keys = [
    AuditCheck(
      name: .keySize, title: "key sizes", source: RFCSection(9325, "4.5"),
      judge: AuditJudging.keySize,
      remedies: { _ in [[Setting.serverCert.to(.any)]] }),
    AuditCheck(
      name: .signatureHash, title: "signature hashes", source: RFCSection(9155, "2"),
      judge: AuditJudging.signatureHash,
      remedies: { _ in
        let own = [Setting.serverCert.to(.any)]
        return [own, AuditRemedy.versions, own + AuditRemedy.versions]
      }),
    AuditCheck(
      name: .ephemeralKeys, title: "ephemeral keys", source: RFCSection(9325, "7.4"),
      judge: AuditJudging.ephemeralKeys,
      remedies: { _ in [[Setting.serverReuseEphemeral.to(false)]] }),
    AuditCheck(
      name: .masterSecret, title: "extended master secret", source: RFCSection(7627, "1"),
      judge: AuditJudging.masterSecret,
      remedies: { _ in [AuditRemedy.both(Setting.ems, true)] }),
    AuditCheck(
      name: .renegotiation, title: "renegotiation", source: RFCSection(9325, "3.5"),
      judge: AuditJudging.renegotiation,
      remedies: { _ in [[Setting.serverRenegotiation.to(false)]] }),
  ]

  private static let resumption = [
    AuditCheck(
      name: .tickets, title: "tickets", source: RFCSection(9325, "3.4"),
      judge: AuditJudging.tickets,
      remedies: { _ in [[Setting.serverTickets.to(false)]] }),
    AuditCheck(
      name: .earlyData, title: "early data", source: RFCSection(9846, "8"),
      judge: AuditJudging.earlyData,
      remedies: { _ in [[Setting.serverEarlyData.to(.off)]] }),
    AuditCheck(
      name: .keyUpdate, title: "keys of long sessions", source: RFCSection(9846, "5.5"),
      judge: AuditJudging.keyUpdate,
      remedies: { _ in
        [AuditRemedy.versions, [Setting.serverKX.to(.any)] + AuditRemedy.versions]
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
    let list = [Setting.serverSuites.to(recommended)]
    let free = [Setting.serverKX.to(.any)]
    return [list, free, free + list, versions + free + list, versions + list]
  }

  /// No version that is deprecated.
  static var versions: [(key: String, value: String)] {
    both(Setting.versions, .tls12 ... .tls13)
  }

  /// One and the same on both sides.
  static func both<Value>(
    _ key: (Side) -> SettingKey<Value>, _ value: Value
  ) -> [(key: String, value: String)] {
    Side.allCases.map { key($0).to(value) }
  }
}
