import Bytes
import TLSWire
import Testing

/// One structure of the wire as bytes, with the ways to read it again.
struct Sample: Sendable, CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]
  /// Reads and writes again.
  var rewrite: @Sendable ([UInt8]) throws(WireError) -> [UInt8]
  /// Annotates any bytes as this structure.
  var annotate: @Sendable ([UInt8]) -> Annotation

  var testDescription: String { name }

  /// A handshake message with its header.
  static func message<Body: HandshakeBody>(
    _ body: Body, _ name: String? = nil, _ keyExchange: KeyExchange? = nil,
    version: ProtocolVersion? = nil
  ) throws -> Sample {
    Sample(
      name: name ?? "\(Body.self)", bytes: try HandshakeMessage.making(body).bytes,
      rewrite: { (bytes) throws(WireError) in
        var reader = HandshakeReader()
        reader.append(bytes)
        guard let message = try reader.next(), reader.isEmpty else {
          throw WireError(.illegalValue("not one message"), offset: 0, path: FieldPath())
        }
        return try HandshakeMessage.making(message.read(Body.self)).bytes
      },
      annotate: {
        annotateHandshake(
          $0, context: HandshakeContext(keyExchange: keyExchange, version: version))
      })
  }

  /// A structure that is no handshake message.
  static func structure<Structure: WireStruct>(_ value: Structure) throws -> Sample {
    Sample(
      name: "\(Structure.self)", bytes: try ByteWriter.bytes(of: value),
      rewrite: { (bytes) throws(WireError) in
        try ByteWriter.bytes(of: ByteReader.read(Structure.self, from: bytes))
      },
      annotate: { Annotator.annotate(Structure.self, $0, name: "value") })
  }

  /// A record with a message in plain.
  static func record(_ type: ContentType, _ fragment: [UInt8], _ name: String) throws -> Sample {
    let record = Record(type: type, legacyVersion: .tls12, fragment: fragment)
    return Sample(
      name: "record with \(name)", bytes: try ByteWriter.bytes(of: record),
      rewrite: { (bytes) throws(WireError) in
        try ByteWriter.bytes(of: ByteReader.read(Record.self, from: bytes))
      },
      annotate: { annotateRecord($0) })
  }
}

extension Sample {
  /// At least one of every structure that the target declares, with values drawn from `seed`.
  static func all(seed: UInt64) throws -> [Sample] {
    var random = SeededGenerator(seed: seed)
    let hello = try random.clientHello()
    let serverHello = random.serverHello()
    let curve = ServerKeyExchangeECDHE(
      namedCurve: .x25519, publicKey: random.bytes(1...255), signed: random.signed())
    let field = ServerKeyExchangeDHE(
      p: random.bytes(1...300), g: random.bytes(1...3), publicKey: random.bytes(1...300),
      signed: random.signed())
    let chain = random.several(0...3) { $0.bytes(1...200) }
    var samples: [Sample] = [
      try .message(HelloRequest()), try .message(hello), try .message(serverHello),
      try .message(ClientHello(random: random.bytes(32), cipherSuites: [.fallbackSCSV]), "bare"),
      try .message(CertificateMessage(chain: chain)),
      try .message(curve, "ServerKeyExchangeECDHE", .ecdheECDSA),
      try .message(field, "ServerKeyExchangeDHE", .dheRSA),
      try .message(CertificateStatus(response: random.bytes(1...300))),
      try .message(random.certificateRequest()), try .message(ServerHelloDone()),
      try .message(
        ClientKeyExchangeRSA(encryptedPreMasterSecret: random.bytes(256)), nil, .rsa),
      try .message(ClientKeyExchangeDHE(publicKey: random.bytes(1...300)), nil, .dheRSA),
      try .message(ClientKeyExchangeECDHE(publicKey: random.bytes(1...255)), nil, .ecdheRSA),
      try .message(ClientKeyExchangeECDHE(publicKey: random.bytes(1...9)), "unknown exchange"),
      try .message(CertificateVerify(signed: random.signed())),
      try .message(NewSessionTicket(ticketLifetimeHint: 7200, ticket: random.bytes(0...200))),
      try .message(Finished(verifyData: random.bytes(12))),
      try .structure(Alert(level: .fatal, description: .handshakeFailure)),
      try .structure(ChangeCipherSpec()), try .structure(random.signed()),
      try .record(.alert, [2, 40], "alert"), try .record(.changeCipherSpec, [1], "CCS"),
      try .record(.applicationData, random.bytes(0...50), "data"),
      try .record(ContentType(rawValue: 99), random.bytes(1...50), "unknown content"),
    ]
    let messages = try HandshakeMessage.making(hello).bytes + [14, 0, 0, 0] + [11, 0, 9, 9, 9]
    samples.append(try .record(.handshake, messages, "two messages and a part"))
    samples += try tls13(&random) + legacy(&random) + unsigned(&random)
    samples += try catalogue(&random)
    return samples
  }
}

extension Sample {
  /// The key exchanges in which the server signs nothing.
  private static func unsigned(_ random: inout SeededGenerator) throws -> [Sample] {
    let curve = ServerECDHParams(namedCurve: .secp256r1, publicKey: random.bytes(1...255))
    let field = ServerDHParams(
      p: random.bytes(1...300), g: random.bytes(1...3), publicKey: random.bytes(1...300))
    let hint = random.bytes(0...40)
    let identity = random.bytes(0...300)
    return [
      try message(ServerKeyExchangeAnonymous(params: curve), "ECDH_anon", .ecdhAnonymous),
      try message(ServerKeyExchangeAnonymous(params: field), "DH_anon", .dhAnonymous),
      try message(ServerKeyExchangePSK(identityHint: hint), "hint", .psk),
      try message(
        ServerKeyExchangeWithHint(identityHint: hint, params: curve), "ECDHE_PSK", .ecdhePSK),
      try message(ServerKeyExchangeWithHint(identityHint: hint, params: field), "DHE_PSK", .dhePSK),
      try message(ClientKeyExchangePSK(identity: identity), "identity", .psk),
      try message(
        ClientKeyExchangeWithIdentity(
          identity: identity, share: ClientKeyExchangeDHE(publicKey: random.bytes(1...300))),
        "client's DHE_PSK", .dhePSK),
      try message(
        ClientKeyExchangeWithIdentity(
          identity: identity, share: ClientKeyExchangeECDHE(publicKey: random.bytes(1...255))),
        "client's ECDHE_PSK", .ecdhePSK),
    ]
  }

  /// The messages that TLS 1.0 and 1.1 write in another way, and what came before.
  private static func legacy(_ random: inout SeededGenerator) throws -> [Sample] {
    let signature = random.bytes(0...300)
    let curve = ServerECDHParams(namedCurve: .secp256r1, publicKey: random.bytes(1...255))
    let field = ServerDHParams(
      p: random.bytes(1...300), g: random.bytes(1...3), publicKey: random.bytes(1...300))
    let request = random.certificateRequest()
    return [
      try message(
        LegacyServerKeyExchange(params: curve, signature: signature), "ECDHE of 1.0", .ecdheRSA,
        version: .tls10),
      try message(
        LegacyServerKeyExchange(params: field, signature: signature), "DHE of 1.1", .dheRSA,
        version: .tls11),
      try message(LegacyCertificateVerify(signature: signature), version: .tls11),
      try message(
        LegacyCertificateRequest(
          certificateTypes: request.certificateTypes,
          certificateAuthorities: request.certificateAuthorities), version: .tls10),
      try structure(
        SSL2ClientHello(
          version: .tls12,
          cipherSpecs: [
            SSL2CipherSpec(kind: 0, code: .rsaAES128CBCSHA1),
            SSL2CipherSpec(kind: 1, code: CipherSuite(rawValue: 0x0080)),
          ], challenge: random.bytes(16...32))),
    ]
  }

  /// The messages that TLS 1.3 has alone, or writes in another way.
  private static func tls13(_ random: inout SeededGenerator) throws -> [Sample] {
    [
      try message(random.encryptedExtensions(), version: .tls13),
      try message(random.certificate13(), version: .tls13),
      try message(random.certificateRequest13(), version: .tls13),
      try message(random.newSessionTicket13(), version: .tls13),
      try message(random.serverHello13(), "ServerHello of 1.3", version: .tls13),
      try message(random.helloRetryRequest(), "HelloRetryRequest", version: .tls13),
      try message(KeyUpdate(.updateRequested), version: .tls13),
      try message(EndOfEarlyData(), version: .tls13),
    ]
  }
}
