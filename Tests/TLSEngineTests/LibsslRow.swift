import Bytes
import CryptoPrimitives
import LibsslPeer
import TLSEngine
import TLSWire
import TestConnections
import Testing

/// One combination of everything that a handshake with libssl is tried with.
struct LibsslRow: Sendable, CustomTestStringConvertible {
  var version = ProtocolVersion.tls12
  var suite: CipherSuite
  /// nil with RSA key exchange.
  var group: NamedGroup?
  var extendedMasterSecret: Bool
  var encryptThenMAC: Bool

  var testDescription: String {
    let options = (extendedMasterSecret ? " EMS" : "") + (encryptThenMAC ? " EtM" : "")
    return "\(version.displayName) " + suite.label + (group.map { " \($0.label)" } ?? "") + options
  }

  static let all: [LibsslRow] = libsslSuites.flatMap { suite in
    versions.filter(suite.isSpoken).flatMap { version in
      groups(for: suite).flatMap { group in
        [(true, true), (true, false), (false, true), (false, false)].map { ems, etm in
          LibsslRow(
            version: version, suite: suite, group: group, extendedMasterSecret: ems,
            encryptThenMAC: etm)
        }
      }
    }
  }

  private static let versions: [ProtocolVersion] = [.tls10, .tls11, .tls12]

  /// Debian's libssl has no triple DES, and no libssl has ECDHE_PSK with an AEAD but ChaCha20.
  private static let libsslSuites = CipherSuite.spoken12.filter {
    guard let parameters = $0.parameters, parameters.cipher != .tripleDESCBC else { return false }
    return parameters.keyExchange != .ecdhePSK || !parameters.cipher.isAEAD
      || parameters.cipher == .chacha20Poly1305
  }

  private static func groups(for suite: CipherSuite) -> [NamedGroup?] {
    switch suite.parameters?.keyExchange {
    case .dheRSA: [.ffdhe2048, .ffdhe3072]
    case .ecdheRSA, .ecdheECDSA: [.x25519, .secp256r1, .secp384r1, .x448, .secp521r1]
    case .dhePSK, .dhAnonymous: [.ffdhe2048]
    case .ecdhePSK, .ecdhAnonymous: [.x25519, .secp256r1]
    case .rsa, .psk, nil: [nil]
    }
  }

  /// The groups of a client. The curve of an ECDSA certificate must be among them (RFC 8422 §5.3).
  private var offeredGroups: [NamedGroup] {
    guard let group else { return [.x25519] }
    guard suite.parameters?.keyExchange == .ecdheECDSA, group != .secp256r1 else { return [group] }
    return [group, .secp256r1]
  }

  func engineClient() throws -> ClientConfiguration {
    var client = try TestIdentities.shared().client(suites: [suite])
    client.versions = [version]
    client.groups = offeredGroups
    client.extendedMasterSecret = extendedMasterSecret
    client.encryptThenMAC = encryptThenMAC
    return client
  }

  func engineServer() throws -> ServerConfiguration {
    var server = try TestIdentities.shared().server(suites: [suite])
    server.versions = [version]
    server.groups = group.map { [$0] } ?? []
    return server
  }

  /// Only where it is used: libssl asks for it in other handshakes as well.
  private var libsslKeys: [LibsslPreSharedKey] {
    suite.parameters?.keyExchange.usesPreSharedKey == true ? [.shared] : []
  }

  func libsslServer() throws -> LibsslContext {
    let identities = try TestIdentities.shared()
    var settings = LibsslSettings(suites: [suite])
    settings.securityLevel = 0
    settings.versions = version...version
    settings.identities = [identities.rsa, identities.ecdsa]
    settings.preSharedKeys = libsslKeys
    if let group, group.isFiniteField {
      settings.finiteField = Group(rawValue: group.label)
    } else {
      settings.groups = group.map { [$0] } ?? []
    }
    return try LibsslContext(server: settings)
  }

  func libsslClient() throws -> LibsslContext {
    let identities = try TestIdentities.shared()
    var settings = LibsslSettings(suites: [suite])
    settings.securityLevel = 0
    settings.versions = version...version
    settings.groups = offeredGroups.filter { !$0.isFiniteField }
    settings.extendedMasterSecret = extendedMasterSecret
    settings.encryptThenMAC = encryptThenMAC
    settings.trust = identities.trust
    settings.preSharedKeys = libsslKeys
    settings.serverName = TestIdentities.host
    settings.now = TestIdentities.now
    return try LibsslContext(client: settings)
  }

  /// Whether encrypt-then-MAC is to come out of it: only CBC suites know it (RFC 7366 §3).
  var usesEncryptThenMAC: Bool {
    encryptThenMAC && suite.parameters?.cipher.mode == .cbc
  }
}

extension LibsslPreSharedKey {
  /// The key that the engine's configurations have too.
  static let shared = LibsslPreSharedKey(
    identity: TestIdentities.sharedKey.identity, key: TestIdentities.sharedKey.key)
}
