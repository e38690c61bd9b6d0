import TLSWire

/// The groups that are asked for.
enum OfferedGroups {
  private static let all = NamedGroup.names.keys.sorted().map(NamedGroup.init(rawValue:))

  /// Those that every server of today has first, so that a server that follows the client's order shows
  /// it in the answers.
  private static let first: [NamedGroup] = [
    .x25519MLKEM768, .x25519, .secp256r1, .secp384r1, .secp521r1, .x448,
  ]

  /// The same, secp256k1, the brainpool curves of RFC 8422 and the shorter finite fields (RFC 7919).
  static let usual = Set(first + [22, 26, 27, 28, 256, 257].map(NamedGroup.init(rawValue:)))

  /// The explicit curves (RFC 8422 §5.1.1) name no curve, and most binary ones nobody has.
  static func forVersion(_ version: ProtocolVersion) -> [NamedGroup] {
    let fitting = all.filter { group in
      if group.rawValue >= 0xFF00 { return false }
      guard version < .tls13 else {
        // The curves before RFC 8446 that it left out, brainpool by its old numbers with them.
        return group.rawValue >= 29 || (23...25).contains(group.rawValue)
      }
      return !group.isOnlyIn13 && !(31...33).contains(group.rawValue) && group.rawValue != 41
    }
    return first.filter(fitting.contains) + fitting.filter { !first.contains($0) }
  }
}
