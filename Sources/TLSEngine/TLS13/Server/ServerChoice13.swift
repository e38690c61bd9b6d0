import Bytes
import CryptoPrimitives
import TLSKeys
import TLSWire
import X509

/// What the server chooses from a ClientHello in TLS 1.3: suite, group and signature are three
/// choices of their own (RFC 8446 §4.1.1).
struct ServerChoice13: Sendable, Codable {
  let suite: CipherSuite
  let group: NamedGroup
  /// The client's public key in that group; nil: the client must be asked for one.
  let share: KeyShareEntry?
  let identity: Identity
  let scheme: SignatureScheme
  let applicationProtocol: String?

  init(_ hello: ClientHello, _ configuration: ServerConfiguration) throws(HandshakeFailure) {
    try Self.checkExtensions(hello)
    let suites = inOrder(
      hello.cipherSuites, configuration.suites.filter { $0.parameters13 != nil },
      configuration.preference)
    guard let suite = suites.first else { throw .refused(.noCommonSuite) }
    self.suite = suite
    (group, share) = try Self.chooseGroup(hello, configuration)
    (identity, scheme) = try Self.chooseIdentity(hello, configuration)
    applicationProtocol = try commonApplicationProtocol(hello, configuration)
  }

  /// "Servers receiving a ClientHello which does not conform to these requirements MUST abort the
  /// handshake with a missing_extension alert" (RFC 8446 §9.2).
  private static func checkExtensions(_ hello: ClientHello) throws(HandshakeFailure) {
    let needed: [ExtensionType] = [.signatureAlgorithms, .supportedGroups, .keyShare]
    for type in needed where !hello.has(type) { throw .misbehaving(.missingExtension(type)) }
    let groups = hello.supportedGroups ?? []
    var seen: Set<NamedGroup> = []
    for share in hello.keyShares ?? [] {
      // "Clients MUST NOT offer multiple KeyShareEntry values for the same group. Clients MUST NOT
      // offer any KeyShareEntry values for groups not listed in the client's supported_groups
      // extension" (RFC 8446 §4.2.8).
      guard seen.insert(share.group).inserted, groups.contains(share.group) else {
        throw .misbehaving(.illegalParameter("key_share \(share.group.label)"))
      }
    }
  }

  /// A group for which the client sent a key is taken before one for which it would have to be
  /// asked.
  private static func chooseGroup(
    _ hello: ClientHello, _ configuration: ServerConfiguration
  ) throws(HandshakeFailure) -> (NamedGroup, KeyShareEntry?) {
    let common = inOrder(
      hello.supportedGroups ?? [], configuration.groups, configuration.preference)
    let shares = hello.keyShares ?? []
    let shared = common.first { group in shares.contains { $0.group == group } }
    guard let group = shared ?? common.first else { throw .refused(.noCommonGroup) }
    return (group, shares.first { $0.group == group })
  }

  private static func chooseIdentity(
    _ hello: ClientHello, _ configuration: ServerConfiguration
  ) throws(HandshakeFailure) -> (Identity, SignatureScheme) {
    let schemes = inOrder(
      hello.signatureSchemes ?? [], configuration.signatureSchemes, configuration.preference)
    for identity in configuration.identities {
      if let scheme = schemes.first(where: { $0.signsHandshake13(of: identity.key.kind) }) {
        return (identity, scheme)
      }
    }
    throw .refused(.noCommonSignatureScheme)
  }
}
