import Bytes
import CryptoPrimitives
import TLSKeys
import TLSWire
import X509

/// What the server chooses from a ClientHello in TLS 1.3: suite, group and proof of identity are
/// choices of their own (RFC 8446 §4.1.1).
struct ServerChoice13: Sendable, Codable {
  let suite: CipherSuite
  /// The pre-shared key that stands for both sides' identity; nil: a certificate does.
  let key: AcceptedKey?
  /// nil with a pre-shared key alone.
  let group: NamedGroup?
  /// The client's public key in that group; nil: the client must be asked for one.
  let share: KeyShareEntry?
  /// nil with a pre-shared key.
  let proof: Proof?
  let applicationProtocol: String?

  /// The certificate that the server shows, and how it will sign.
  struct Proof: Sendable, Codable {
    let identity: Identity
    let scheme: SignatureScheme
  }

  init(_ hello: ClientHello, _ configuration: Boxed<ServerConfiguration>) throws(HandshakeFailure) {
    try Self.checkShares(hello)
    let suites = inOrder(
      hello.cipherSuites, configuration.suites.filter { $0.parameters13 != nil },
      configuration.preference)
    guard let first = suites.first else { throw .refused(.noCommonSuite) }
    // A key goes with the hash of its session (RFC 8446 §4.2.11), and so with some suites only.
    let offered = try AcceptedKey(hello, configuration)
    let fitting = offered.flatMap { key in
      suites.first { $0 == key.session?.suite }
        ?? suites.first { $0.parameters13?.hash == key.hash }
    }
    key = fitting == nil ? nil : offered
    suite = fitting ?? first
    guard key != nil || !configuration.requiresPreSharedKey else {
      throw .refused(.preSharedKeyRequired)
    }
    if let key, !key.usesDiffieHellman {
      group = nil
      share = nil
    } else {
      let chosen = try Self.chooseGroup(hello, configuration)
      group = chosen.group
      share = chosen.share
    }
    proof = key == nil ? try Self.chooseProof(hello, configuration) : nil
    applicationProtocol = try commonApplicationProtocol(hello, configuration)
  }

  /// Whether a second ClientHello is needed.
  var lacksShare: Bool { group != nil && share == nil }

  private static func checkShares(_ hello: ClientHello) throws(HandshakeFailure) {
    // "Servers receiving a ClientHello which does not conform to these requirements MUST abort the
    // handshake with a missing_extension alert" (RFC 8446 §9.2).
    var needed: [ExtensionType] = []
    if !hello.has(.preSharedKey) { needed += [.signatureAlgorithms, .supportedGroups] }
    if hello.has(.supportedGroups) { needed.append(.keyShare) }
    if hello.has(.keyShare) { needed.append(.supportedGroups) }
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
    _ hello: ClientHello, _ configuration: Boxed<ServerConfiguration>
  ) throws(HandshakeFailure) -> (group: NamedGroup, share: KeyShareEntry?) {
    guard let offered = hello.supportedGroups else {
      throw .misbehaving(.missingExtension(.supportedGroups))
    }
    let common = inOrder(offered, configuration.groups, configuration.preference)
    let shares = hello.keyShares ?? []
    let shared = common.first { group in shares.contains { $0.group == group } }
    guard let group = shared ?? common.first else { throw .refused(.noCommonGroup) }
    return (group, shares.first { $0.group == group })
  }

  private static func chooseProof(
    _ hello: ClientHello, _ configuration: Boxed<ServerConfiguration>
  ) throws(HandshakeFailure) -> Proof {
    guard let offered = hello.signatureSchemes else {
      throw .misbehaving(.missingExtension(.signatureAlgorithms))
    }
    let schemes = inOrder(offered, configuration.signatureSchemes, configuration.preference)
    for identity in configuration.identities {
      if let scheme = schemes.first(where: { $0.signsHandshake13(of: identity.key.kind) }) {
        return Proof(identity: identity, scheme: scheme)
      }
    }
    guard !schemes.isEmpty, let identity = configuration.identities.first else {
      throw .refused(.noCommonSignatureScheme)
    }
    throw .refused(.keyFitsNoScheme(identity.key.kind))
  }
}
