import Bytes
import TLSWire
import Testing

@Suite("An annotation says what every byte means")
struct AnnotationTests {
  @Test(
    "The leaves of a valid structure cover it, and nothing is unread", arguments: UInt64(1)...20)
  func valid(seed: UInt64) throws {
    for sample in try Sample.all(seed: seed) {
      let annotation = sample.annotate(sample.bytes)
      #expect(gap(in: annotation, count: sample.bytes.count) == nil, "\(sample.name)")
      #expect(annotation.errors.isEmpty, "\(sample.name)")
    }
  }

  private let hello = ClientHello(
    random: [UInt8](0..<32),
    cipherSuites: [.ecdheRSAAES128GCMSHA256, CipherSuite(rawValue: 0x1A1A)],
    extensions: [
      Extension(ServerNameList(hostName: "sip.uc.test")),
      Extension(SupportedGroups([.x25519, .secp256r1])),
      .unknown(ExtensionType(rawValue: 0x1A1A), [9]), Extension(ExtendedMasterSecret()),
    ])

  @Test("Fields are found by the RFC's names")
  func names() throws {
    let message = try HandshakeMessage.making(hello)
    let tree = annotateHandshake(message.bytes)
    #expect(tree.name == "client_hello")
    #expect(
      tree.children.map(\.name) == [
        "msg_type", "length", "legacy_version", "random", "legacy_session_id", "cipher_suites",
        "legacy_compression_methods", "extensions",
      ])
    #expect(tree.children[1].value == .length(message.body.count))
    let suite = try #require(
      tree.find(FieldPath(parsing: "client_hello.cipher_suites.cipher_suite[0]")))
    #expect(
      suite.value
        == .code(0xC02F, width: 2, name: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"))
    let path = "extensions.server_name.extension_data.server_name_list.server_name[0].host_name"
    let host = try #require(tree.find(FieldPath(parsing: path)))
    #expect(host.value == .bytes(.text))
    #expect(message.bytes[host.range].suffix(11) == Array("sip.uc.test".utf8)[...])
    #expect(tree.find(FieldPath(parsing: "extensions.GREASE_0x1A1A.extension_data.data")) != nil)
    #expect(tree.find(FieldPath(parsing: "extensions.extended_master_secret")) != nil)
    let groups = tree.find(
      FieldPath(parsing: "extensions.supported_groups.extension_data.named_group_list"))
    #expect(groups?.value == .list(count: 2))
  }

  @Test("One extension that can't be read leaves the others readable")
  func recovery() throws {
    var bytes = try HandshakeMessage.making(hello).bytes
    let tree = annotateHandshake(bytes)
    let list = try #require(
      tree.find(FieldPath(parsing: "extensions.supported_groups.extension_data.named_group_list")))
    bytes[list.range.lowerBound + 1] = 3
    let damaged = annotateHandshake(bytes)
    #expect(gap(in: damaged, count: bytes.count) == nil)
    #expect(!damaged.errors.isEmpty)
    #expect(damaged.errors.allSatisfy { list.range.contains($0.offset) })
    #expect(damaged.errors.allSatisfy { $0.path.components.first == "client_hello" })
    #expect(damaged.find(FieldPath(parsing: "extensions.extended_master_secret")) != nil)
  }

  @Test("A record shows its messages, a protected one nothing")
  func records() throws {
    let message = try HandshakeMessage.making(hello)
    let record = Record(type: .handshake, legacyVersion: .tls12, fragment: message.bytes)
    let tree = annotateRecord(record.bytes)
    #expect(
      tree.children.map(\.name) == ["type", "legacy_record_version", "length", "fragment"])
    let random = try #require(tree.find(FieldPath(parsing: "record.fragment.client_hello.random")))
    #expect(random.range == 11..<43)
    let hidden = annotateRecord(record.bytes, context: HandshakeContext(encrypted: true))
    #expect(hidden.children.last?.value == .bytes(.encrypted))
    #expect(hidden.children.last?.children.isEmpty == true)
  }

  @Test("The key exchange messages need the suite")
  func keyExchange() throws {
    let message = try HandshakeMessage.making(
      ServerKeyExchangeECDHE(namedCurve: .x25519, publicKey: [UInt8](repeating: 9, count: 32)))
    let known = annotateHandshake(
      message.bytes, context: HandshakeContext(keyExchange: .ecdheRSA))
    let point = try #require(known.find(FieldPath(parsing: "server_key_exchange.params.public")))
    #expect(point.range.count == 33)
    let unknown = annotateHandshake(message.bytes)
    #expect(unknown.find(FieldPath(parsing: "body"))?.value == .bytes(.opaque))
  }
}
