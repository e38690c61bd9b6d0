import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire

extension Lab {
  /// The keys of the server that can come to use in a session: one takes a while to make, and one
  /// that the server never shows would only be in the way when its keys are stolen.
  func keysNeeded(_ settings: Settings) -> [World.Role] {
    if settings.commonVersion == .tls13 { return keysNeeded13(settings) }
    let decider = settings[.serverPreference]
    let other = Set(settings.suitesInForce(of: decider.other))
    let common = settings.suitesInForce(of: decider).filter(other.contains)
      .compactMap { $0.parameters?.keyExchange }
    let signsWithRSA = commonSchemes(settings).contains { $0.fits(.rsa(bits: 2048), in: .tls12) }
    var roles: [World.Role] = []
    if common.isEmpty || common.contains(where: { $0.usesCertificate && $0 != .ecdheECDSA }) {
      roles.append(.serverRSA)
    }
    if common.first == .ecdheECDSA || (common.contains(.ecdheECDSA) && !signsWithRSA) {
      roles.append(signingRole(settings))
    }
    return roles
  }

  /// In TLS 1.3 every key signs, and the suite does not say which.
  private func keysNeeded13(_ settings: Settings) -> [World.Role] {
    let asked = settings[.serverCert].role
    let signsWithRSA = commonSchemes(settings).contains { $0.label.hasPrefix("rsa_pss_rsae") }
    return asked == .serverRSA || (asked == nil && signsWithRSA)
      ? [.serverRSA] : [signingRole(settings)]
  }

  /// The key that only signs: the one that is asked for, or the first that both can agree on.
  private func signingRole(_ settings: Settings) -> World.Role {
    if let asked = settings[.serverCert].role { return asked }
    let schemes = commonSchemes(settings)
    let signers: [(World.Role, SignatureScheme)] = [
      (.serverECDSA, .ecdsaSecp256r1SHA256), (.serverP384, .ecdsaSecp384r1SHA384),
      (.serverP521, .ecdsaSecp521r1SHA512), (.serverEd25519, .ed25519), (.serverEd448, .ed448),
    ]
    return signers.first { schemes.contains($0.1) }?.0 ?? .serverECDSA
  }

  private func commonSchemes(_ settings: Settings) -> [SignatureScheme] {
    settings[.clientSignatures].filter(settings[.serverSignatures].contains)
  }
}
