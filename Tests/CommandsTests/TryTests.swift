import Commands
import Foundation
import Lab
import OpenSSLProgram
import Screens
import Testing

@Suite("The building blocks by themselves")
struct TryTests {
  @Test func everyBlock() {
    var prompt = Typed()
    let expected = [
      ("try hash hello", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"),
      ("try hash md5 hello there", "161bc25962da8fed6d2f59922fb642aa"),
      ("try hmac secret hello", "88aab3ede8d3adf94d26ab90d3bafd4a2083070c3bcce9c014ee04a443847c0b"),
      ("try encrypt hello there", "refused, the tag does not fit"), ("try sign hello", "it fits"),
      ("try dh", "A = g^a mod p = 8"), ("try dh x25519", "both public keys"),
      ("try dh p=101 g=2 a=17 b=33", "after 17 it has 17"), ("try rsa", "65^e mod n = 2790"),
      ("try rsa m=42 p=17 q=11 e=7", "15^d mod n = 42"), ("try rsa real hello", "padding is"),
    ]
    for (line, text) in expected {
      prompt.succeed(line)
      #expect(prompt.seen.contains(text), "\(line)")
      #expect(!prompt.seen.contains("IT FITS") && !prompt.seen.contains("OPENED"), "\(line)")
    }
    // Nothing of it touches the lab.
    #expect(prompt.lab.sessions.isEmpty)
  }

  @Test("No nonce comes twice, whatever is undone in between; only if it is asked for")
  func nonces() throws {
    var prompt = Typed()
    var seen: [String: String] = [:]
    func note(_ text: String) throws {
      let values = try #require(prompt.lab.trial(.encrypt)?.values)
      let nonce = try #require(values["nonce"])
      #expect(seen[nonce] == nil || seen[nonce] == text, "\(text)")
      seen[nonce] = text
    }
    for text in ["A", "B", "A", "hello there", "x=y", "nonce", "A"] {
      prompt.succeed("try encrypt \"\(text)\"")
      try note(text + "\(prompt.lab.trial(.encrypt)?.times ?? 0)")
    }
    #expect(seen.count == 7)
    prompt.succeed("undo", "try encrypt C")
    try note("C")
    prompt.succeed("undo", "try encrypt nonce=fresh D")
    try note("D")
  }

  @Test("One nonce for two texts: openssl's counter mode gives the same stream for both")
  func sameNonce() throws {
    var prompt = Typed()
    #expect(prompt.fail("try encrypt nonce=same hello").contains("nothing was encrypted"))
    #expect(prompt.fail("try encrypt nonce=other hello").contains("fresh"))
    prompt.succeed("try encrypt hello world")
    let first = try #require(prompt.lab.trial(.encrypt)?.values)
    prompt.succeed("try encrypt nonce=same attack at dawn")
    let words = prompt.seen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("the SAME as before") && words.contains("both are the same"))
    let second = try #require(prompt.lab.trial(.encrypt)?.values)
    #expect(first["nonce"] == second["nonce"] && first["ciphertext"] != second["ciphertext"])
    let key = try #require(prompt.seen.split(separator: "\n").first { $0.contains(" key ") })
      .split(separator: " ").last.map(String.init)
    for values in [first, second] {
      let made = try Self.counterMode(
        values["text"] ?? "", key: key ?? "", nonce: values["nonce"] ?? "")
      #expect(made == values["ciphertext"])
    }
  }

  /// GCM encrypts with blocks counted from 2 (NIST SP 800-38D §7.1).
  private static func counterMode(_ text: String, key: String, nonce: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "bash", "-c",
      "printf %s '\(text)' | openssl enc -aes-128-ctr -K \(key) -iv \(nonce)00000002 | od -An -v -tx1",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let printed = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: printed, as: UTF8.self).filter(\.isHexDigit)
  }

  @Test func refusals() {
    var prompt = Typed()
    #expect(prompt.fail("try dh p=24").contains("no prime"))
    #expect(prompt.fail("try dh a=23").contains("below p"))
    #expect(prompt.fail("try dh p=99999999977").contains("too large"))
    #expect(prompt.fail("try rsa m=99999").contains("below n"))
    #expect(prompt.fail("try rsa p=61 q=61").contains("different"))
    #expect(prompt.fail("try rsa e=2").contains("nothing undoes"))
    #expect(prompt.fail("try rsa p=4000000007").contains("too large"))
    #expect(prompt.fail("try rsa real \(String(repeating: "x", count: 300))").contains("refused"))
    #expect(prompt.fail("try hash").contains("usage: try hash"))
    #expect(prompt.fail("try nothing").contains("help try"))
  }

  @Test(
    "What the openssl program prints is what the screen shows",
    arguments: [
      "try hash \"it's\"", "try hash sha512 hello", "try hmac \"se'cret\" hello world",
    ])
  func recomputed(_ line: String) throws {
    var prompt = Typed()
    prompt.succeed(line)
    let outcome = prompt.interpreter.execute(line)
    let texts = outcome.page.blocks.map { "\($0)" }
    let command = try #require(
      outcome.page.blocks.compactMap { block -> String? in
        if case .verbatim(let text, _) = block { text } else { nil }
      }.first)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["bash", "-c", command]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let printed = String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    let digits = printed.lowercased().prefix { $0.isHexDigit }
    #expect(digits.count >= 64)
    #expect(texts.contains { $0.contains(digits) })
  }

  @Test func smallRSAUndoesItself() throws {
    for (p, q, e) in [(61, 53, 17), (17, 11, 7), (3, 11, 3), (29989, 29983, 65537)]
      as [(UInt64, UInt64, UInt64)]
    {
      let key = try SmallRSA(p: p, q: q, e: e)
      for number in stride(from: 0, to: key.n, by: Int(max(1, key.n / 200))) {
        #expect(key.privateOperation(key.publicOperation(number)) == number)
        #expect(key.publicOperation(key.privateOperation(number)) == number)
      }
    }
  }

  @Test func powersAgreeWithMultiplication() {
    for modulus in [2, 7, 23, 3233, 65_521] as [UInt64] {
      for base in [0, 1, 2, 5, modulus - 1, modulus + 3] {
        var product: UInt64 = 1 % modulus
        for exponent in 0...40 as ClosedRange<UInt64> {
          #expect(SmallNumbers.power(base, exponent, modulo: modulus) == product)
          product = product * (base % modulus) % modulus
        }
      }
    }
  }

  @Test func bothSidesAgree() throws {
    for a in 1..<23 as Range<UInt64> {
      for b in 1..<23 as Range<UInt64> {
        let small = try SmallDiffieHellman(
          prime: 23, generator: 5, clientPrivate: a, serverPrivate: b)
        #expect(small.secret == small.serversSecret)
        #expect(small.search?.found == a)
      }
    }
  }
}
