import CryptoPrimitives
import Foundation
import Testing

@Suite("A stream determines what libcrypto draws, on its thread and nowhere else")
struct RandomStreamTests {
  @Test func theStreamIsTheDocumentedOne() throws {
    let key = try HashAlgorithm.sha256.digest(Array("tlslab seed".utf8) + [0, 0, 0, 0, 0, 0, 0, 7])
    let sub = try HashAlgorithm.sha256.digest(key + Array("S1/client".utf8))
    let blocks = try (0..<3).map { block in
      try HashAlgorithm.sha256.digest(sub + [0, 0, 0, 0, 0, 0, 0, UInt8(block)])
    }
    let stream = RandomStream.seeded(7).substream("S1/client")
    #expect(stream.bytes(96) == blocks.flatMap(\.self))
    #expect(stream.bytes(5) == Array(blocks[0].prefix(5)))
    #expect(stream.bytes(0) == [])
    #expect(RandomStream.seeded([0, 0, 0, 0, 0, 0, 0, 7]) == .seeded(7))
  }

  @Test func realEntropyDiffersEvenWithinAStream() throws {
    #expect(RandomStream.system.bytes(32) != RandomStream.system.bytes(32))
    #expect(RandomStream.system.substream("a") == .system)
    let keys = try RandomStream.seeded(1).use {
      [
        try PrivateKey.makeEC(group: .secp256r1, random: .system),
        try PrivateKey.makeEC(group: .secp256r1, random: .system),
      ]
    }
    #expect(keys[0] != keys[1])
  }

  @Test func theOuterStreamGoesOnAfterAnInnerOne() throws {
    let group = Group.secp256r1
    let outer = RandomStream.seeded(1)
    let plain = try group.makeKey(random: outer)
    let nested = try outer.use {
      _ = try group.makeKey(random: .seeded(2))
      return try group.makeKey(random: outer)
    }
    #expect(nested == plain)
  }

  @Test func threadsDoNotDisturbEachOther() async throws {
    let expected = try (0..<8).map { try Group.secp256r1.makeKey(random: .seeded(UInt64($0))) }
    let made = await withTaskGroup(of: (Int, [KeyPair]).self) { tasks in
      for index in 0..<8 {
        tasks.addTask {
          let keys = (0..<50).compactMap { _ in
            try? Group.secp256r1.makeKey(random: .seeded(UInt64(index)))
          }
          return (index, keys)
        }
      }
      return await tasks.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for index in 0..<8 {
      #expect(made[index]?.count == 50)
      #expect(made[index]?.allSatisfy { $0 == expected[index] } == true)
    }
  }

  @Test func aSavedStreamIsTheSameAndADamagedOneIsRefused() throws {
    for stream in [RandomStream.system, .seeded(7).substream("x")] {
      let saved = try JSONEncoder().encode([stream])
      #expect(try JSONDecoder().decode([RandomStream].self, from: saved) == [stream])
    }
    for damaged in [#"["010203"]"#, #"["xy"]"#, "[[1]]"] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode([RandomStream].self, from: Data(damaged.utf8))
      }
    }
  }
}
