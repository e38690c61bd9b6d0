import CryptoPrimitives
import Interceptor
import LibsslPeer
import TLSEngine
import TLSWire
import Testing
import X509

@Suite("The interceptor stands between a libssl client and a libssl server")
struct BetweenLibsslTests {
  static let world = Result { try VictimWorld() }

  @Test(arguments: [
    CipherSuite.rsaAES128GCMSHA256, .dheRSAAES256GCMSHA384, .ecdheRSAAES128GCMSHA256,
    .ecdheRSAAES256CBCSHA384,
  ])
  func readsAndPassesOnWhatAClientWithoutValidationSays(_ suite: CipherSuite) throws {
    let world = try Self.world.get()
    var scene = try Scene(world, suite: suite, trust: nil)
    scene.play()
    scene.client.write(Array("password=swordfish".utf8))
    scene.play()
    #expect(scene.server.read() == Array("password=swordfish".utf8))
    scene.server.write(Array("welcome".utf8))
    scene.play()
    #expect(scene.client.read() == Array("welcome".utf8))
    #expect(
      scene.interceptor.read.map { String(decoding: $0.bytes, as: UTF8.self) }
        == ["password=swordfish", "welcome"])
    scene.client.shutdown()
    scene.play()
    #expect(scene.server.read().isEmpty)
    #expect(scene.server.isClosedByPeer)
  }

  @Test func isStoppedByAClientThatValidates() throws {
    let world = try Self.world.get()
    var scene = try Scene(world, suite: .ecdheRSAAES128GCMSHA256, trust: world.trust)
    scene.play()
    let failure = scene.interceptor.connection(.client).failure
    #expect(failure == .peerAlert(Alert(level: .fatal, description: .unknownCA)))
    #expect(scene.interceptor.read.isEmpty)
    #expect(scene.client.failure != nil)
    // The connection to the server is given up as well.
    #expect(scene.server.read().isEmpty)
    #expect(scene.server.isClosedByPeer)
  }
}

extension BetweenLibsslTests {
  @Test("libssl's server turns away the signature that libssl's client made for another handshake")
  func cannotPassOnTheClientsSignature() throws {
    let world = try Self.world.get()
    var scene = try Scene(
      world, suite: .ecdheRSAAES128GCMSHA256, trust: nil, clientCertificate: true)
    scene.play()
    let failure = scene.interceptor.connection(.server).failure
    #expect(failure == .peerAlert(Alert(level: .fatal, description: .decryptError)))
    #expect(scene.server.failure != nil)
    #expect(scene.server.read().isEmpty)
  }
}

/// A server with a genuine certificate, and an attacker with one of its own making.
struct VictimWorld {
  static let now: Int64 = 1_767_225_600
  let genuine: Identity
  let forged: Identity
  /// The client's, and the same with a key that does not belong to it.
  let client: Identity
  let copied: Identity
  let trust: TrustStore

  init() throws {
    let random = RandomStream.seeded(8)
    func make(_ name: String) throws -> (CertificateAuthority, Identity) {
      let stream = random.substream(name)
      let root = try CertificateAuthority.makeRoot(
        name: name, key: .makeEC(group: .secp256r1, random: stream.substream("root key")),
        validFrom: Self.now - 1000, validTo: Self.now + 100_000,
        random: stream.substream("root"))
      let key = try PrivateKey.makeRSA(bits: 2048, random: stream.substream("key"))
      let certificate = try root.issue(
        to: ["sip.uc.test"], publicKey: key.publicKey, validFrom: Self.now - 1000,
        validTo: Self.now + 100_000, random: stream.substream("certificate"))
      return (root, Identity(chain: [certificate], key: key))
    }
    let (root, identity) = try make("Genuine Root")
    genuine = identity
    trust = TrustStore(roots: [root.certificate])
    forged = try make("Mallory CA").1
    let key = try PrivateKey.makeEC(group: .secp256r1, random: random.substream("client"))
    let certificate = try root.issue(
      to: ["ada.uc.test"], publicKey: key.publicKey, validFrom: Self.now - 1000,
      validTo: Self.now + 100_000, purposes: [.client],
      random: random.substream("client certificate"))
    client = Identity(chain: [certificate], key: key)
    copied = Identity(
      chain: [certificate],
      key: try PrivateKey.makeEC(group: .secp256r1, random: random.substream("another")))
  }
}

/// Client, attacker and server with the wires between them.
struct Scene {
  let client: LibsslPeer
  let server: LibsslPeer
  var interceptor: Interceptor

  init(
    _ world: VictimWorld, suite: CipherSuite, trust: TrustStore?, clientCertificate: Bool = false
  ) throws {
    var settings = LibsslSettings(suites: [suite])
    // The second is for the client's certificate (RFC 8422 §5.1.1).
    settings.groups = [.x25519, .secp256r1]
    settings.finiteField = .ffdhe2048
    settings.now = VictimWorld.now
    var serverSettings = settings
    serverSettings.identities = [world.genuine]
    if clientCertificate {
      serverSettings.requiresCertificate = true
      serverSettings.trust = world.trust
      settings.identities = [world.client]
    }
    settings.trust = trust
    settings.serverName = "sip.uc.test"
    client = try LibsslPeer(LibsslContext(client: settings))
    server = try LibsslPeer(LibsslContext(server: serverSettings))
    let schemes: [SignatureScheme] = [
      .rsaPSSRSAESHA256, .rsaPKCS1SHA256, .ecdsaSecp256r1SHA256,
    ]
    var posing = ServerConfiguration(
      suites: [suite], groups: [.x25519, .secp256r1, .ffdhe2048], signatureSchemes: schemes,
      identities: [world.forged], random: .seeded(21))
    if clientCertificate {
      posing.clientAuthentication = .request
      posing.clientTrust = world.trust
      posing.now = VictimWorld.now * 1_000_000
    }
    interceptor = Interceptor(
      posingAs: posing,
      connectingWith: ClientConfiguration(
        suites: [suite], groups: [.x25519, .secp256r1, .ffdhe2048], signatureSchemes: schemes,
        serverName: "sip.uc.test",
        verification: ServerVerification(
          trust: TrustStore(roots: []), host: nil, now: VictimWorld.now,
          skipped: CertificateVerification.checks),
        random: .seeded(22)),
      passingOn: clientCertificate ? world.copied : nil)
  }

  /// Carries bytes until everyone is silent.
  mutating func play() {
    for _ in 0..<12 {
      _ = client.handshake()
      carry(interceptor.receive(client.output(), on: .client))
      _ = server.handshake()
      carry(interceptor.receive(server.output(), on: .server))
    }
  }

  private mutating func carry(_ effects: [Interceptor.LegEffect]) {
    var queue = effects
    while !queue.isEmpty {
      let item = queue.removeFirst()
      if case .send(let message) = item.effect {
        (item.leg == .client ? client : server).receive(message.records)
      }
      queue += interceptor.react(to: item.effect, on: item.leg)
    }
  }
}
