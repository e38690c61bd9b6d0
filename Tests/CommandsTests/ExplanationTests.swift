import Commands
import Explanations
import OpenSSLProgram
import Screens
import Testing

@Suite("What is explained, and what the pages say to type")
struct ExplanationTests {
  @Test(arguments: Catalogue.current.topics.map(\.name))
  func everyCommandOfAPageWorks(_ name: String) throws {
    let topic = try #require(Catalogue.current.topic(name))
    let scratch = try ScratchFolder()
    var prompt = Typed(folder: scratch.url)
    let lines = topic.page.split(separator: "\n").filter { $0.hasPrefix("  ") }
    #expect(lines.count > 1)
    for line in lines {
      let outcome = prompt.interpreter.execute(String(line))
      #expect(outcome.status == .ok, "\(name): \(line): \(outcome.error.map { "\($0)" } ?? "")")
    }
  }

  @Test("What can be tried of an attack works", arguments: Catalogue.current.attacks.map(\.name))
  func attacks(_ name: String) throws {
    let attack = try #require(Catalogue.current.attack(name))
    var prompt = Typed()
    for line in attack.commands {
      let outcome = prompt.interpreter.execute(line)
      #expect(outcome.status == .ok, "\(name): \(line): \(outcome.error.map { "\($0)" } ?? "")")
    }
    if attack.commands.isEmpty { #expect(attack.here.contains("an't be tried"), "\(name)") }
  }

  @Test(
    "Words and attacks are found in any case and by their other names",
    arguments: [
      ("nonce", "used once"), ("hmac", "SHA-1"), ("Keyed-Fingerprint", "MAC"), ("pfs", "promise"),
      ("PKI", "public key infrastructure"), ("x.509", "X.509"), ("robot", "Bleichenbacher"),
      ("Lucky-13", "padding"), ("cve-2014-0160", "OpenSSL"), ("harvest-now", "quantum"),
      ("RENEGOTIATION-ATTACK", "renegotiation"), ("Unknown_CA", "authority"),
      ("AEAD", "associated"),
      ("glossary", "Certificate Transparency"), ("0-RTT", "early data"), ("named-attacks", "2014"),
    ])
  func inAnyCase(name: String, expected: String) {
    var prompt = Typed()
    prompt.succeed("explain \(name)")
    #expect(prompt.seen.lowercased().contains(expected.lowercased()), "\(name)")
  }

  @Test func everyWordCanBeTyped() {
    #expect(Catalogue.current.words.count >= 80)
    for name in Screens.explainableNames {
      #expect(!name.contains(" "))
      #expect(Screens.explained(name) != nil, "\(name)")
    }
    for word in Catalogue.current.words {
      for other in word.synonyms {
        #expect(Catalogue.current.word(other) == word, "\(other) is a word of its own")
      }
    }
  }

  @Test func wordsAndAttacksPointToTopics() {
    for near in Catalogue.current.words.flatMap(\.see) + Catalogue.current.attacks.flatMap(\.see) {
      #expect(Catalogue.current.topic(near) != nil, "\(near)")
    }
  }

  @Test("An entry stands by itself: whoever looks it up has not read its neighbour")
  func noEntryLeansOnAnother() {
    for key in Catalogue.current.keys {
      for version in [nil, "1.0", "1.1", "1.2", "1.3"] {
        let text = Catalogue.current.explanation(key, version: version)?.text ?? ""
        for beginning in ["The same", "Likewise", "As above", "Ditto"] {
          #expect(!text.hasPrefix(beginning), "\(key.kind.rawValue)/\(key.name): \(text)")
        }
      }
    }
  }

  @Test func topicsPointToTopics() {
    for topic in Catalogue.current.topics {
      for near in topic.see {
        #expect(Catalogue.current.topic(near) != nil, "\(topic.name): \(near)")
      }
      for line in topic.page.split(separator: "\n") where !line.hasPrefix("  ") {
        #expect(line.count <= 110, "\(topic.name)")
      }
    }
  }

  @Test func explain() {
    var prompt = Typed()
    prompt.succeed("explain", "explain forward-secrecy")
    #expect(prompt.seen.contains("compromise server.key"))
    prompt.succeed("explain client_hello.legacy_version")
    #expect(prompt.seen.contains("TLS 1.3"))
    prompt.succeed("explain TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
    #expect(prompt.seen.contains("kx.ECDHE_RSA") && prompt.seen.contains("cipher.AES_128_GCM"))
    prompt.succeed("explain client.write_key", "explain unknown_ca", "explain x25519")
    // Screens are plain ASCII unless one asks for more.
    #expect(!prompt.seen.contains("\\x"))
    prompt.succeed("explain forward-secracy")
    #expect(prompt.seen.contains("explain forward-secrecy"))
    #expect(prompt.fail("explain \u{1b}[31m").contains("nothing is called"))
  }

  @Test(
    "No text is longer than four sentences, or calls anything secure without saying against whom")
  func shortAndPlain() {
    for key in Catalogue.current.keys {
      for version in [nil, "1.0", "1.1", "1.2", "1.3"] {
        guard let text = Catalogue.current.explanation(key, version: version)?.text else {
          continue
        }
        let sentences = text.split(separator: ". ").count
        #expect(sentences <= 4, "\(key.kind.rawValue)/\(key.name) has \(sentences) sentences")
        #expect(!text.contains("secure"), "\(key.kind.rawValue)/\(key.name)")
        #expect(!text.contains("!"), "\(key.kind.rawValue)/\(key.name)")
        #expect(text.last == ".", "\(key.kind.rawValue)/\(key.name)")
      }
    }
  }
}
