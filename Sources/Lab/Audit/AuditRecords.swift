import TLSKeys
import TLSWire

// How records are protected.
extension AuditCheck {
  static let records = [
    AuditCheck(
      name: .encryption,
      demands: [
        Demand(Requirement("null-cipher", 9325, "4.1", .mustNot)) {
          $0.encryption(without: { !$0.encrypts }, "cipher.null")
        },
        Demand(Requirement("short-key", 9325, "4.1", .shouldNot)) {
          $0.encryption(without: { $0 == .tripleDESCBC }, "cipher.triple-des")
        },
      ],
      remedies: { AuditRemedy.suites($0) }),
    AuditCheck(
      name: .encryptThenMAC,
      demands: [
        Demand(Requirement("encrypt-then-mac", 9325, "4.2", .shouldNot)) { $0.encryptThenMAC }
      ],
      remedies: { _ in [AuditRemedy.both(Setting.etm, true)] }),
  ]
}

extension AuditEvidence {
  static let noSuite: Standing = .notSeen("no-suite")

  fileprivate func encryption(
    without isWeak: (BulkCipher) -> Bool, _ fault: String
  ) -> Standing {
    guard !suites.isEmpty else { return Self.noSuite }
    let ciphers = suites.compactMap { $0.parameters?.cipher }
    if ciphers.contains(where: isWeak) { return .broken(fault) }
    return .followed(ciphers.contains { $0.mode == .cbc } ? "cipher.block" : "cipher.aead")
  }

  fileprivate var encryptThenMAC: Standing {
    guard !suites.isEmpty else { return Self.noSuite }
    guard suites.contains(where: { $0.parameters?.cipher.mode == .cbc }) else {
      return .moot("cbc.unused")
    }
    let isOn = facts?.encryptThenMAC ?? (settings[.clientETM] && settings[.serverETM])
    return isOn ? .followed("cbc.checked-first") : .broken("cbc.decrypted-first")
  }
}
