import Knowledge

// What both sides agree on, from either side's private key (RFC 8446 §7.4).
extension KeySchedule13 {
  var sharedSecretRules: [Rule] {
    guard let agreement else { return [] }
    return choiceRules(agreement) + Side.allCases.flatMap { agreementRules(agreement, $0) }
  }

  /// Of several private keys for several groups one becomes the client's (RFC 8446 §4.2.8).
  private func choiceRules(_ agreement: KeyAgreement) -> [Rule] {
    guard choosesAmongShares, case .named(let group) = agreement else { return [] }
    return [
      Rule(
        .ephemeralPrivate(.client), .concatenation([.offeredPrivate(group)]),
        RFCSection(9846, "4.3.8"))
    ]
  }

  private func agreementRules(_ agreement: KeyAgreement, _ side: Side) -> [Rule] {
    let agreed = Rule(
      .sharedSecret,
      .keyAgreement(
        agreement, privateKey: .ephemeralPrivate(side),
        peerPublicKey: .ephemeralPublic(side.other)),
      RFCSection(9846, "7.4"))
    // Nobody can make the server's ciphertext again from what is inside it.
    guard agreement != .hybrid || side == .client else { return [agreed] }
    return [
      agreed,
      Rule(
        .ephemeralPublic(side), .publicKey(agreement, of: .ephemeralPrivate(side)),
        RFCSection(9846, "4.3.8")),
    ]
  }
}
