import Commands
import Lab
import Testing

@testable import struct Commands.CommandTable

@Suite("Whatever is typed, it is answered")
struct GarbageTests {
  @Test("Random lines", arguments: 0..<8)
  func noise(round: Int) {
    var generator = SmallGenerator(state: UInt64(round) &+ 1)
    var prompt = Typed.afterConnecting
    for _ in 0..<150 {
      let line = Self.line(&generator)
      let outcome = prompt.interpreter.execute(line)
      if let error = outcome.error { #expect(!error.what.isEmpty) }
      _ = prompt.interpreter.candidates(after: line)
    }
  }

  /// Words that the commands know, in any order, with noise between.
  private static func line(_ generator: inout SmallGenerator) -> String {
    let known =
      CommandTable.lab.allWords.filter { !["save", "export", "connect", "source"].contains($0) }
      + SettingCatalogue.all.map(\.key)
      + [
        "S1", "S9", "last", "on", "off", "all", "0", "1", "-1", "999999999999999999999", "==",
        "=", ";", "#", "\"", "'", "\\", "--json", "--as", "tree", "--diff", "kx=rsa", "a=", "=b",
        "server.key", "server_hello.random", "..", ".", "client_hello.extensions", "\u{1b}[31m",
        "\u{202e}", "é", "message", "field", "keys", "\0", "start", "exists", "sessions.S1.vault",
        "session=S1", "session=S2", "session=",
      ]
    let count = Int(generator.next() % 6)
    return (0...count).map { _ in
      guard generator.next() % 8 != 0 else {
        let scalars = (0..<Int(generator.next() % 12)).compactMap { _ in
          Unicode.Scalar(UInt32(generator.next() % 0x300))
        }
        return scalars.map { String($0) }.joined()
      }
      return known[Int(generator.next() % UInt64(known.count))]
    }.joined(separator: " ")
  }
}

/// SplitMix64: the same noise each time.
struct SmallGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
