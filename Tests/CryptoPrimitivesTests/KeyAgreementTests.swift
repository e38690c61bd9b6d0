import CryptoPrimitives
import Foundation
import Testing

@Suite("Two keys of a group agree, and private bytes alone make the same key again")
struct KeyAgreementTests {
  @Test(arguments: Group.allCases)
  func bothSidesAgree(group: Group) throws {
    let seed = RandomStream.seeded(7)
    let client = try group.makeKey(random: seed.substream("client"))
    let server = try group.makeKey(random: seed.substream("server"))
    let secret = try client.sharedSecret(with: server.publicKey)
    #expect(try server.sharedSecret(with: client.publicKey) == secret)
    #expect(secret.count == group.sharedSecretLength)
    #expect(client.publicKey.count == group.publicKeyLength)
    let stolen = try KeyPair.make(group: group, privateKey: client.privateKey)
    #expect(stolen == client)
    #expect(try stolen.sharedSecret(with: server.publicKey) == secret)
    let loaded = try JSONDecoder().decode(KeyPair.self, from: JSONEncoder().encode(client))
    #expect(loaded == client)
    #expect(try loaded.sharedSecret(with: server.publicKey) == secret)
  }

  @Test(arguments: Group.allCases)
  func theSameSeedGivesTheSameKey(group: Group) throws {
    let seed = RandomStream.seeded(7)
    let first = try group.makeKey(random: seed.substream("a"))
    #expect(try group.makeKey(random: seed.substream("a")) == first)
    #expect(try group.makeKey(random: seed.substream("b")) != first)
    #expect(try group.makeKey(random: .system) != group.makeKey(random: .system))
  }
}
