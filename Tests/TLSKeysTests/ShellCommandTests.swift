import Bytes
import CryptoPrimitives
import Foundation
import Knowledge
import OpenSSLProgram
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections
import Testing
import X509

@Suite("The printed commands give the same values to whoever types them")
struct ShellCommandTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var suite: CipherSuite
    var group: NamedGroup
    var extendedMasterSecret: Bool
    var version = ProtocolVersion.tls12

    var testDescription: String { "\(suite.label) \(group.label)" }
  }

  static let rows = [
    Row(suite: .rsaAES128GCMSHA256, group: .x25519, extendedMasterSecret: false),
    Row(suite: .dheRSAAES256GCMSHA384, group: .ffdhe2048, extendedMasterSecret: true),
    Row(suite: .ecdheRSAAES128CBCSHA1, group: .x25519, extendedMasterSecret: true),
    Row(suite: .ecdheECDSAAES256CBCSHA384, group: .secp256r1, extendedMasterSecret: false),
    Row(suite: .rsaAES128CBCSHA1, group: .x25519, extendedMasterSecret: true, version: .tls10),
    Row(
      suite: .ecdheRSAAES256CBCSHA1, group: .x25519, extendedMasterSecret: false, version: .tls11),
  ]

  /// A handshake, and everything that each end ever had in memory.
  private struct Handshake {
    var pair: Pair
    var values: [Side: KnownValues] = [:]

    init(_ row: Row) throws {
      let identities = try TestIdentities.shared()
      var client = identities.client(suites: [row.suite])
      client.groups = [row.group]
      client.extendedMasterSecret = row.extendedMasterSecret
      client.versions = [row.version]
      var server = identities.server(suites: [row.suite])
      server.versions = [row.version]
      pair = Pair(client: client, server: server)
      var transcript: [UInt8] = []
      repeat {
        // The engine forgets the messages with the handshake; the wire has them.
        if case .handshake(let message) = pair.underWay.first?.content {
          if message.type == .finished {
            for side in Side.allCases {
              values[side]?[.finishedMessages(pair.underWay[0].sender)] = transcript
            }
          }
          transcript += message.bytes
        }
        for side in Side.allCases { values[side, default: [:]].merge(pair[side].memory) { $1 } }
        for effect in pair.clientEffects { note(effect, .client) }
        for effect in pair.serverEffects { note(effect, .server) }
      } while pair.step()
      values[.server]?[.serverPrivateKey] = identities.rsa.key.der
    }

    private mutating func note(_ effect: Effect, _ side: Side) {
      switch effect {
      case .derived(let derivation): values[side]?[derivation.name] = derivation.value
      case .generated(let generated):
        if let part = generated.secretPart { values[side]?[part.name] = part.value }
      default: break
      }
    }
  }

  @Test(arguments: rows) func derivations(_ row: Row) throws {
    let handshake = try Handshake(row)
    #expect(handshake.pair.isEstablished)
    var recomputed: Set<ValueName> = []
    for side in Side.allCases {
      let values = try #require(handshake.values[side])
      for effect in handshake.pair.effects(of: side) {
        guard case .derived(let derivation) = effect else { continue }
        if case .slice = derivation.rule.formula { continue }
        let command = try #require(
          ShellCommand.recomputing(derivation.rule, from: values), "\(derivation.name)")
        let printed = try typed(command)
        let value = printed.prefix { !$0.isWhitespace || $0.isNewline }
          .filter(\.isHexDigit).lowercased()
        #expect(value == derivation.value.hex, "\(derivation.name): \(command.line)")
        recomputed.insert(derivation.name)
      }
    }
    var expected: Set<ValueName> = [
      .preMasterSecret, .masterSecret, .keyBlock, .finishedHash(.client), .finishedHash(.server),
      .verifyData(.client), .verifyData(.server),
    ]
    if row.extendedMasterSecret { expected.insert(.sessionHash) }
    #expect(recomputed == expected)
  }

  @Test(arguments: rows) func signatures(_ row: Row) throws {
    let handshake = try Handshake(row)
    let der = try #require(handshake.pair.server.facts.certificates.first)
    let publicKey = try Certificate(der: der).publicKey.der
    var found = 0
    for effect in handshake.pair.serverEffects {
      guard case .signed(let signature) = effect else { continue }
      found += 1
      let command = try #require(
        ShellCommand.verifying(
          signature: signature.signature, over: signature.content, publicKey: publicKey,
          scheme: signature.scheme))
      #expect(try typed(command) == "Verified OK\n")
      var wrong = signature.content
      wrong[0] ^= 1
      let refused = try #require(
        ShellCommand.verifying(
          signature: signature.signature, over: wrong, publicKey: publicKey,
          scheme: signature.scheme))
      #expect(throws: BashFailure.self) { try typed(refused) }
    }
    #expect(found == (row.suite.parameters?.keyExchange == .rsa ? 0 : 1))
  }

}
