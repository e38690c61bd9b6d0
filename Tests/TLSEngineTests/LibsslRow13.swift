import Bytes
import CryptoPrimitives
import LibsslPeer
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing
import X509

/// One combination of suite, group and kind of key for a handshake of TLS 1.3 with libssl.
struct LibsslRow13: Sendable, CustomTestStringConvertible {
  var suite: CipherSuite
  var group: NamedGroup
  /// The server shows its ECDSA key, not its RSA key.
  var usesECDSA: Bool

  var testDescription: String {
    "\(suite.label) \(group.label) \(usesECDSA ? "ECDSA" : "RSA-PSS")"
  }

  static let groups: [NamedGroup] = [
    .x25519, .x448, .secp256r1, .secp384r1, .secp521r1, .ffdhe2048, .ffdhe3072, .ffdhe4096,
  ]

  static let all: [LibsslRow13] = CipherSuite.spoken13.flatMap { suite in
    groups.flatMap { group in
      [true, false].map { LibsslRow13(suite: suite, group: group, usesECDSA: $0) }
    }
  }

  func identity() throws -> Identity {
    let identities = try TestIdentities.shared()
    return usesECDSA ? identities.ecdsa : identities.rsa
  }

  func engineClient() throws -> ClientConfiguration {
    var client = try TestIdentities.shared().client(suites: [suite])
    client.versions = [.tls13]
    client.groups = [group]
    client.now = TestIdentities.now * 1_000_000
    return client
  }

  func engineServer() throws -> ServerConfiguration {
    var server = try TestIdentities.shared().server(suites: [suite])
    server.versions = [.tls13]
    server.groups = [group]
    server.identities = [try identity()]
    server.now = TestIdentities.now * 1_000_000
    return server
  }

  func libsslServer() throws -> LibsslSettings {
    var settings = LibsslSettings(suites: [suite])
    settings.versions = .tls13 ... .tls13
    settings.groups = [group]
    settings.identities = [try identity()]
    return settings
  }

  func libsslClient() throws -> LibsslSettings {
    let identities = try TestIdentities.shared()
    var settings = LibsslSettings(suites: [suite])
    settings.versions = .tls13 ... .tls13
    settings.groups = [group]
    settings.trust = identities.trust
    settings.serverName = TestIdentities.host
    settings.now = TestIdentities.now
    return settings
  }
}
