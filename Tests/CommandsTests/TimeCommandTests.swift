import Commands
import Lab
import Screens
import Testing

@Suite("Time passes and keys change at the prompt")
struct TimeCommandTests {
  @Test("Renewed twice, each stolen, each taken back")
  func renewedTwice() {
    var prompt = Typed()
    prompt.succeed("connect kx=rsa", "wait 30d", "renew server.key", "connect kx=rsa")
    prompt.succeed("wait 30 days", "renew server.key", "connect kx=rsa")
    prompt.succeed("expect world.keys.server.key == 3", "expect world.keys.server.ticket-key == 1")
    for (word, open) in [("server.key-1", "S1"), ("server.key-2", "S2"), ("server.key", "S3")] {
      prompt.succeed("compromise \(word)", "expect attacker.leaks contains \(word)")
      for id in ["S1", "S2", "S3"] {
        prompt.succeed("expect sessions.\(id).vault == \(id == open ? "open" : "sealed")")
      }
      prompt.succeed("vault", "why S1", "matrix", "timeline", "timeline --json", "world show")
      prompt.succeed("forget \(word)", "expect sessions.\(open).vault == sealed", "undo", "undo")
    }
    prompt.succeed("undo", "undo", "undo", "expect world.keys.server.key == 2", "redo")
    #expect(prompt.lab.sessions.count == 2)
  }

  @Test("The reason names the key of that time, and says that another does not fit")
  func reasons() {
    var prompt = Typed()
    prompt.succeed("connect kx=rsa", "renew server.key", "why S1")
    #expect(prompt.seen.contains("compromise server.key-1"))
    prompt.succeed("compromise server.key", "expect sessions.S1.reason == key-does-not-fit")
    prompt.succeed("compromise server.key-1", "expect sessions.S1.vault == open")
  }

  @Test("Harvest now, decrypt later")
  func harvest() {
    var prompt = Typed()
    prompt.succeed("connect group=x25519 version=1.3", "connect group=X25519MLKEM768 version=1.3")
    prompt.succeed("compromise quantum in=10y")
    #expect(prompt.seen.contains("10 years passed") && prompt.seen.contains("ran out"))
    prompt.succeed("expect sessions.S1.vault == open", "expect sessions.S2.vault == sealed")
    prompt.succeed("timeline")
    #expect(prompt.seen.contains("+10y") && prompt.seen.contains("Computed 2035-12-30"))
    prompt.succeed("undo", "expect sessions.S1.vault == sealed")
    #expect(!prompt.lab.world.events.contains { $0.deed == .wait })
  }

  @Test(
    "What is no time, and no key, is said",
    arguments: [
      ("wait -3d", "does not go back"), ("wait 9999999y", "calendar"), ("wait 0d", "no time"),
      ("wait 99999999999999999999s", "calendar"), ("wait 30", "of what?"), ("wait soon", "'soon'"),
      ("wait 1.5d", "no length of time"), ("wait 3 fortnights", "no length of time"),
      ("compromise server.key-2", "has not been renewed"),
      ("compromise server.key-0", "nothing that can be stolen"),
      ("compromise ca.key-1", "nothing that can be stolen"),
      ("compromise server.key in=soon", "no length of time"),
      ("compromise server.key in=9999y", "calendar"), ("forget server.key", "does not hold"),
    ])
  func refused(_ command: String, _ words: String) {
    var prompt = Typed.afterConnecting
    #expect(prompt.fail(command).contains(words), "\(command)")
  }

  @Test(
    "What the grammar does not have is said, and what it has",
    arguments: ["wait", "renew", "renew ca.key", "rotate server.key", "rotate", "timeline S1"])
  func usage(_ command: String) {
    var prompt = Typed.afterConnecting
    #expect(prompt.fail(command).contains("usage"))
  }

  @Test("Tab offers the earlier keys once there are some")
  func completion() {
    var prompt = Typed.afterConnecting
    func offered(_ line: String) -> [String] {
      prompt.interpreter.candidates(after: line).map(\.insert)
    }
    #expect(offered("compromise server.k") == ["server.key"])
    prompt.succeed("renew server.key", "rotate ticket-key")
    #expect(offered("compromise server.k") == ["server.key-1", "server.key"])
    #expect(offered("compromise server.t").contains("server.ticket-key-1"))
    #expect(offered("renew ") == ["server.key", "client.key"])
    #expect(offered("wait ") == ["2h", "30d", "1y"])
    prompt.succeed("compromise server.key-1")
    #expect(offered("compromise server.k") == ["server.key"])
    #expect(offered("forget ").contains("server.key-1"))
  }

  @Test("Random times are taken or refused, and never trap")
  func randomTimes() {
    var prompt = Typed.afterConnecting
    var random = SystemRandomNumberGenerator()
    let letters = Array("0123456789-+. dhmyws\u{661}\u{e9}'")
    for _ in 0..<300 {
      let length = Int.random(in: 0...12, using: &random)
      let text = String((0..<length).map { _ in letters.randomElement(using: &random) ?? "0" })
      _ = prompt.type("wait \(text)")
    }
    prompt.succeed("timeline")
  }
}
