import TLSKeys
import TLSWire

// How records are protected.
extension AuditCheck {
  static let records = [
    AuditCheck(
      name: .encryption, title: "encryption",
      demands: [
        Demand(
          .quoting(
            9325, "4.1", .mustNot,
            "Implementations MUST NOT negotiate the cipher suites with NULL encryption.")
        ) { $0.encryption(without: { !$0.encrypts }, "does not encrypt at all") },
        Demand(
          .quoting(
            9325, "4.1", .shouldNot,
            "Implementations SHOULD NOT negotiate cipher suites that use algorithms offering less "
              + "than 128 bits of security.")
        ) {
          $0.encryption(
            without: { $0 == .tripleDESCBC },
            "has triple DES: 112 bits, and blocks of 64 that give plaintext away (Sweet32)")
        },
      ],
      remedies: { AuditRemedy.suites($0) }),
    AuditCheck(
      name: .encryptThenMAC, title: "CBC suites",
      demands: [
        Demand(
          .quoting(
            9325, "4.2", .shouldNot,
            "A cipher suite that operates in CBC ... mode ... SHOULD NOT be used unless the "
              + "encrypt_then_mac extension ... is also successfully negotiated.")
        ) { $0.encryptThenMAC }
      ],
      remedies: { _ in [AuditRemedy.both(Setting.etm, true)] }),
  ]
}

extension AuditEvidence {
  private static let noSuite: Standing = .notSeen("no suite is agreed on yet")

  fileprivate func encryption(
    without isWeak: (BulkCipher) -> Bool, _ fault: String
  ) -> Standing {
    guard !suites.isEmpty else { return Self.noSuite }
    let ciphers = suites.compactMap { $0.parameters?.cipher }
    if ciphers.contains(where: isWeak) { return .broken("a suite that \(fault)") }
    return .followed(ciphers.contains { $0.mode == .cbc } ? "AES or ChaCha20" : "AEAD only")
  }

  fileprivate var encryptThenMAC: Standing {
    guard !suites.isEmpty else { return Self.noSuite }
    guard suites.contains(where: { $0.parameters?.cipher.mode == .cbc }) else {
      return .moot("needed for CBC alone, which is not used")
    }
    let isOn = facts?.encryptThenMAC ?? (settings[.clientETM] && settings[.serverETM])
    return isOn
      ? .followed("CBC records are checked before they are decrypted")
      : .broken("CBC records are decrypted before anyone checks them (Lucky 13)")
  }
}
