import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import Testing

@Suite("The rules of TLS 1.3's key schedule give the values of RFC 8448 §3")
struct KeySchedule13Tests {
  private let trace: Trace
  private let schedule = KeySchedule13(
    suite: CipherSuiteParameters13(cipher: .aes128GCM, hash: .sha256),
    agreement: .named("x25519"))

  init() throws {
    trace = try Trace.simple()
  }

  @Test("A peer that changes its keys without end does not make the rules ever more")
  func oneGenerationTakesItsOwnRulesAlone() {
    for number in [1, 2, 100_000] {
      let book = RuleBook.of(.generation(schedule, of: .client, number))
      #expect(
        book.rules.map(\.output) == [
          .applicationTrafficSecret(.client, number), .recordKey(.client, .application(number)),
          .recordIV(.client, .application(number)), .applicationData(.client),
        ])
    }
    var late = schedule
    late.keyUpdates = [.client: 100_000]
    #expect(late.secrets.count == schedule.secrets.count + 3)
    #expect(late.secrets.contains(.applicationTrafficSecret(.client, 100_000)))
  }

  @Test(arguments: Side.allCases) func everySecret(_ side: Side) throws {
    let values = try derive(everythingFrom: try given(to: side))
    let expected: [ValueName: String] = [
      .earlySecret: "early_secret", .sharedSecret: "ecdhe_shared",
      .handshakeSecret: "handshake_secret", .helloHash: "hash_ch_sh",
      .handshakeTrafficSecret(.client): "client_hs_traffic",
      .handshakeTrafficSecret(.server): "server_hs_traffic",
      .masterSecret: "master_secret", .serverFinishedHash: "hash_ch_sf",
      .applicationTrafficSecret(.client): "client_ap_traffic",
      .applicationTrafficSecret(.server): "server_ap_traffic",
      .exporterMasterSecret: "exporter_master",
    ]
    for (name, key) in expected {
      #expect(values[name]?.hex == trace.secrets[key], "\(name)")
    }
  }

  @Test func printedCommandsGiveTheSecrets() throws {
    let values = try derive(everythingFrom: try given(to: .client))
    var tried = 0
    for rule in schedule.rules where values[rule.output] != nil {
      guard let command = ShellCommand.recomputing(rule, from: values) else { continue }
      #expect(
        try digits(typed(command)) == values[rule.output]?.hex, "\(rule.output)")
      tried += 1
    }
    #expect(tried > 20)
  }

  /// Whoever has no ephemeral key gets nothing but the early secret, which is no secret here.
  @Test func theWireAloneGivesNothing() throws {
    let wire = try given(to: nil)
    let closure = Closure(of: Set(wire.keys), under: schedule.rules)
    #expect(!closure.known.contains(.handshakeSecret))
    #expect(
      closure.missing(for: .handshakeTrafficSecret(.client))
        == [[.ephemeralPrivate(.client)], [.ephemeralPrivate(.server)]])
  }

  /// The hexadecimal digits before the name of a file, if there is one.
  private func digits(_ printed: String) -> String {
    printed.prefix { $0 != "*" }.filter(\.isHexDigit).lowercased()
  }

  /// What one side has before it derives anything; nil: what is on the wire.
  private func given(to side: Side?) throws -> KnownValues {
    let hello =
      Array(try trace.bytes("Record_ClientHello_1").dropFirst(5))
      + (try trace.bytes("Message_ServerHello"))
    let flight = try [
      "Message_EncryptedExtensions", "Message_Server_Certificate",
      "Message_Server_CertificateVerify", "Message_Server_Finished",
    ].flatMap { try trace.bytes($0) }
    var values: KnownValues = [.noMessages: [], .helloMessages: hello]
    for owner in Side.allCases {
      let key = try #require(
        [UInt8](hex: trace.secrets["\(owner.rawValue)_ephemeral_private"] ?? ""))
      values[.ephemeralPublic(owner)] = try KeyPair.make(group: .x25519, privateKey: key).publicKey
      if owner == side { values[.ephemeralPrivate(owner)] = key }
    }
    if side != nil { values[.serverFinishedMessages] = hello + flight }
    return values
  }

  private func derive(everythingFrom given: KnownValues) throws -> KnownValues {
    var evaluator = Evaluator(given)
    for rule in Closure(of: Set(given.keys), under: schedule.rules).path {
      evaluator.values[rule.output] = try evaluator.value(of: rule.formula)
    }
    return evaluator.values
  }
}
