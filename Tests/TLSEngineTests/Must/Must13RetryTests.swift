import Bytes
import CryptoPrimitives
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing

@Suite("What must not be when a server asks for a second ClientHello (RFC 8446 §4.1.4)")
struct Must13RetryTests {
  /// A pair whose client must be asked for a key on P-256, or for nothing but a cookie.
  private func pair(cookieAlone: Bool = false) throws -> Pair {
    try Must13.pair { _, server in
      server.retries = true
      if !cookieAlone { server.groups = [.secp256r1] }
    }
  }

  // MARK: The request

  static let requests: [Forgery<ServerHello>] = [
    .init("no supported_versions", .missingExtension) { $0.extensions.drop(.supportedVersions) },
    .init("a group for which there is a share", .illegalParameter) {
      $0.extensions.put(SelectedGroup(.x25519))
    },
    .init("a group that was not offered", .illegalParameter) {
      $0.extensions.put(SelectedGroup(.x448))
    },
    .init("nothing that changes the hello", .illegalParameter) {
      $0.extensions.drop(.keyShare, .cookie)
    },
  ]

  @Test(arguments: requests) func request(_ forgery: Forgery<ServerHello>) throws {
    var pair = try pair()
    pair.run(until: .serverHello)
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: .client)
  }

  @Test("An empty cookie") func emptyCookie() throws {
    var pair = try pair(cookieAlone: true)
    pair.run(until: .serverHello)
    try pair.forgeNext { (hello: inout ServerHello) in
      hello.extensions.put(.unknown(.cookie, [0, 0]))
    }
    pair.expectAlert(.decodeError, from: .client)
  }

  @Test("Two of them") func twice() throws {
    var pair = try pair()
    pair.run(until: .serverHello)
    let request = pair.underWay[0].records
    pair.run(until: .clientHello)
    pair.step()
    pair.run(replacingNext: request)
    pair.expectAlert(.unexpectedMessage, from: .client)
  }

  /// What the ServerHello must keep of the request.
  static let answers: [Forgery<ServerHello>] = [
    .init("another suite", .illegalParameter) { $0.cipherSuite = .aes256GCMSHA384 },
    .init("no TLS 1.3 any more", .illegalParameter) {
      $0.extensions.drop(.supportedVersions, .keyShare)
      $0.cipherSuite = .ecdheECDSAAES128GCMSHA256
    },
    .init("another group", .illegalParameter) {
      $0.extensions.put(
        KeyShareEntry(group: .x25519, keyExchange: [UInt8](repeating: 9, count: 32)))
    },
  ]

  @Test(arguments: answers) func answer(_ forgery: Forgery<ServerHello>) throws {
    var pair = try Must13.pair { client, server in
      client.suites.append(.aes256GCMSHA384)
      server.groups = [.secp256r1]
      server.preference = .client
    }
    pair.run(until: .serverHello)
    pair.step()
    pair.run(until: .serverHello)
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: .client)
  }

  // MARK: The second ClientHello

  /// What must not change between the two (RFC 8446 §4.1.2).
  static let seconds: [Forgery<ClientHello>] = [
    .init("another random", .illegalParameter) { $0.random[0] ^= 1 },
    .init("another session id", .illegalParameter) { $0.legacySessionID[0] ^= 1 },
    .init("fewer suites", .illegalParameter) { $0.cipherSuites.removeLast() },
    .init("another name", .illegalParameter) {
      $0.extensions.put(ServerNameList(hostName: "other.uc.test"))
    },
    .init("extensions in another order", .illegalParameter) { $0.extensions?.swapAt(0, 1) },
    .init("one extension more", .illegalParameter) {
      $0.extensions.put(.unknown(ExtensionType(rawValue: 0x1234), []))
    },
    .init("no cookie", .illegalParameter) { $0.extensions.drop(.cookie) },
    .init("another cookie", .illegalParameter) { $0.extensions.put(Cookie([1, 2, 3])) },
    .init("early data", .illegalParameter) { $0.extensions.put(EarlyDataIndication()) },
    .init("a pre-shared key that is new", .illegalParameter) {
      $0.extensions.put(
        OfferedPSKs(
          identities: [PSKIdentity(identity: [1], obfuscatedTicketAge: 0)],
          binders: [PSKBinderEntry([UInt8](repeating: 0, count: 32))]))
    },
    .init("another share", .illegalParameter) {
      $0.extensions.put(
        ClientKeyShares([
          KeyShareEntry(group: .x25519, keyExchange: [UInt8](repeating: 9, count: 32))
        ]))
    },
    .init("no key_share", .missingExtension) { $0.extensions.drop(.keyShare) },
  ]

  @Test(arguments: seconds, [true, false])
  func second(_ forgery: Forgery<ClientHello>, _ cookieAlone: Bool) throws {
    var pair = try pair(cookieAlone: cookieAlone)
    pair.step()
    pair.run(until: .clientHello)
    try pair.forgeNext(forgery.change)
    pair.expectAlert(forgery.alert, from: .server)
  }

  @Test("One share more than was asked for") func moreShares() throws {
    var pair = try pair()
    pair.step()
    pair.run(until: .clientHello)
    try pair.forgeNext { (hello: inout ClientHello) in
      let more = KeyShareEntry(group: .x25519, keyExchange: [UInt8](repeating: 9, count: 32))
      hello.extensions.put(ClientKeyShares((hello.keyShares ?? []) + [more]))
    }
    pair.expectAlert(.illegalParameter, from: .server)
  }

  @Test("Padding may come and go") func padding() throws {
    var pair = try pair()
    pair.step()
    pair.run(until: .clientHello)
    try pair.forgeNext { (hello: inout ClientHello) in hello.extensions.put(Padding(count: 7)) }
    // It is the transcript that differs then, and the client that sees it.
    #expect(pair.server.failure != nil && pair.effects(of: .server).sent.count > 3)
  }
}
