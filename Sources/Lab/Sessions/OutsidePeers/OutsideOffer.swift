import TLSEngine
import TLSKeys
import TLSWire

// What an end of ours offers to a program outside, where the lab's own would do without.
extension Settings {
  /// The suites that a client offers to a server outside. Old ones have nothing but what is forbidden by now
  /// (RFC 10015): unless the suites are named, those stand last, so that one gets to see such a server, and
  /// what is wrong with it.
  var offerTowardsOutside: [CipherSuite] {
    var offer = suites(of: .client)
    if !isSet(.clientSuites), self[.serverKX] == .any {
      offer += CipherSuite.everyday.filter { suite in
        suite.parameters?.keyExchange.usesCertificate == true && !offer.contains(suite)
      }
    }
    return fittingKeyExchange(offer)
  }

  /// The groups for which keys are sent at once. As browsers and OpenSSL do: beside the hybrid one for
  /// its curve, so that a server without ML-KEM need not ask again, which would cost a round trip and
  /// the early data (RFC 8446 §4.1.4, §4.2.10).
  var sharesTowardsOutside: [NamedGroup]? {
    let groups = self[.clientGroups]
    guard keyShares == nil, groups.first == .x25519MLKEM768, groups.contains(.x25519) else {
      return keyShares
    }
    return [.x25519MLKEM768, .x25519]
  }

  /// The keys with which a server stands before clients of whom nothing is known yet.
  var rolesTowardsOutside: [World.Role] {
    self[.serverCert].role.map { [$0] } ?? [.serverRSA, .serverECDSA]
  }

  /// How a peer outside may sign: unless the schemes are named, also with a key of RSASSA-PSS, which none of
  /// the lab is.
  func schemesTowardsOutside(of side: Side) -> [SignatureScheme] {
    let schemes = self[Setting.signatures(of: side)]
    return isSet(Setting.signatures(of: side)) ? schemes : schemes + SignatureScheme.ofPSSKeys
  }
}
