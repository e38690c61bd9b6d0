import Commands
import Explanations
import Screens
import Testing

@Suite("What is explained, and what the pages say to type")
struct ExplanationTests {
  @Test(arguments: Catalogue.english.topics.map(\.name))
  func everyCommandOfAPageWorks(_ name: String) throws {
    let topic = try #require(Catalogue.english.topic(name))
    var prompt = Typed()
    let lines = topic.page.split(separator: "\n").filter { $0.hasPrefix("  ") }
    #expect(lines.count > 1)
    for line in lines {
      let outcome = prompt.interpreter.execute(String(line))
      #expect(outcome.status == .ok, "\(name): \(line): \(outcome.error.map { "\($0)" } ?? "")")
    }
  }

  @Test func topicsPointToTopics() {
    for topic in Catalogue.english.topics {
      for near in topic.see {
        #expect(Catalogue.english.topic(near) != nil, "\(topic.name): \(near)")
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
    #expect(prompt.fail("explain forward-secracy").contains("explain forward-secrecy"))
    #expect(prompt.fail("explain \u{1b}[31m").contains("nothing is called"))
  }

  @Test(
    "No text is longer than four sentences, or calls anything secure without saying against whom")
  func shortAndPlain() {
    for key in Catalogue.english.keys {
      for version in [nil, "1.0", "1.1", "1.2", "1.3"] {
        guard let text = Catalogue.english.explanation(key, version: version)?.text else {
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
