import Bytes
import Commands
import Lab
import Screens
import TLSKeys
import Testing

@Suite("diff holds sessions and messages against each other")
struct DiffCommandTests {
  private static let prepared: Typed = {
    var prompt = Typed()
    prompt.succeed("connect version=1.3", "connect version=1.2 kx=rsa")
    return prompt
  }()

  @Test func sessions() {
    var prompt = Self.prepared
    prompt.succeed("diff S1 S2")
    #expect(prompt.seen.contains("DIFF  S1 and S2"))
    #expect(prompt.seen.contains("decrypts the secret"))
    prompt.succeed("diff S1 last", "diff S2 S2")
    #expect(prompt.seen.contains("no difference"))
  }

  @Test("A key that was used in both is said, and only then", arguments: ["1.2", "1.3"])
  func sharedKey(version: String) {
    var prompt = Typed()
    // Of the hybrid one half can't be used again.
    let connect = "connect version=\(version) kx=ecdhe group=x25519"
    prompt.succeed(connect, "set server.reuse-ephemeral on", connect, connect)
    prompt.succeed("diff S2 S3")
    #expect(prompt.seen.contains("the server's ephemeral key, in both"))
    prompt.succeed("diff S1 S2")
    #expect(!prompt.seen.contains("ephemeral key, in both"))
    prompt.succeed("diff S2 S2")
    #expect(!prompt.seen.contains("ephemeral key, in both"))
    let outcome = prompt.type("diff S2 S3 --json")
    guard case .data(let data) = outcome.answers.first else {
      Issue.record("no data")
      return
    }
    #expect(data.find(["shared_ephemeral"]) == .array([.string("server")]))
  }

  @Test("A renewed key is another certificate, and another theft")
  func renewed() {
    var prompt = Typed()
    prompt.succeed("connect kx=rsa", "renew server.key", "connect kx=rsa", "diff S1 S2")
    #expect(!prompt.seen.contains("no difference"))
    #expect(prompt.seen.contains("server.key-1 opens it all"))
    #expect(prompt.seen.contains("server.key opens it all"))
    let serials = prompt.lab.sessions.compactMap {
      prompt.lab.account(of: $0).proofs[.server]?.serial
    }
    #expect(Set(serials).count == 2)
    #expect(serials.allSatisfy { prompt.seen.contains("serial \(Array($0.prefix(4)).hex)") })
    // What is said is so.
    prompt.succeed("compromise server.key")
    #expect(prompt.lab.sessions.map { prompt.lab.vaultState(of: $0) } == [.sealed, .open])
    guard case .data(let data) = prompt.type("diff S1 S2 --json").answers.first else {
      Issue.record("no data")
      return
    }
    guard case .array(let different)? = data.find(["different"]) else {
      Issue.record("no differences")
      return
    }
    #expect(different.contains(.string("certificate")) && different.contains(.string("theft")))
    #expect(data.find(["left", "keys_in_force", "certificate"]) == .string("server.key-1"))
  }

  @Test("find looks in every session, or in the one that is named") func everywhere() {
    var prompt = Typed()
    prompt.succeed("connect version=1.3 scenario=echo", "connect version=1.2 scenario=echo")
    prompt.succeed("send client \"a rare word\"", "connect scenario=echo", "find rare")
    #expect(prompt.seen.contains("in S2") && prompt.seen.contains("S2  message"))
    prompt.succeed("find rare session=S3")
    #expect(prompt.seen.contains("occurs nowhere in S3"))
    prompt.succeed("find nothing-like-this")
    #expect(prompt.seen.contains("nowhere in any session"))
    prompt.succeed("set server.reuse-ephemeral on", "connect group=x25519", "connect group=x25519")
    let facts = prompt.lab.session("S5")?.facts(on: .direct)
    let key = facts?.values[.ephemeralPublic(.server)]?.hex ?? ""
    prompt.succeed("find \(key)")
    #expect(prompt.seen.contains("S4  message") && prompt.seen.contains("S5  message"))
  }

  @Test func messages() {
    var prompt = Self.prepared
    prompt.succeed("diff S1 client_hello S2")
    let byName = prompt.seen
    prompt.succeed("diff S1.1 S2.1")
    #expect(prompt.seen == byName)
    prompt.succeed("diff S1.client_hello S2.ClientHello", "diff S1.2 S1.4")
  }

  @Test("What can't be compared is refused, with a way out")
  func errors() {
    var prompt = Self.prepared
    #expect(prompt.fail("diff S1").contains("needs B"))
    #expect(prompt.fail("diff S1 S9").contains("no session 'S9'"))
    #expect(prompt.fail("diff S1.1 S2").contains("did you mean: diff S1.1 S2.1"))
    #expect(prompt.fail("diff S1.99 S2.1").contains("has no message 99"))
    #expect(prompt.fail("diff S1.client S2").contains("no attacker"))
    #expect(prompt.fail("diff S1 encrypted_extensions S2").contains("S2 has no"))
    #expect(prompt.fail("diff . ..").contains("no session"))
    #expect(prompt.fail("diff \"\" \"\"").contains("no session"))
  }

  @Test("Two connections of one session with an attacker in between")
  func connections() {
    var prompt = Typed()
    prompt.succeed("set client.verify off", "mitm on cert=own-ca", "connect")
    prompt.succeed("diff S1.client S1.server")
    #expect(prompt.seen.contains("Mallory CA"))
  }

  @Test func json() throws {
    var prompt = Self.prepared
    let outcome = prompt.type("diff S1 S2 --json")
    guard case .data(let data) = outcome.answers.first else {
      Issue.record("no data")
      return
    }
    #expect(data.find(["left", "version"]) == .string("1.3"))
    #expect(data.find(["right", "server_proves", "by"]) == .string("decryption"))
    #expect(data.find(["left", "may_send_us", "client"]) == .number(40_000))
    #expect(data.find(["right", "stolen_later", "certificate"]) == .string("everything"))
    guard case .array(let different)? = data.find(["different"]) else {
      Issue.record("no list of differences")
      return
    }
    #expect(different.contains(.string("client_may_send")))
    #expect(!different.contains(.string("client_proves")))
    let hellos = prompt.type("diff S1 client_hello S2 --json")
    guard case .data(let data) = hellos.answers.first,
      case .array(let fields)? = data.find(["different"])
    else {
      Issue.record("no fields")
      return
    }
    #expect(fields.contains(.string("key_share")))
  }

  @Test("Completion offers sessions, then their messages")
  func completion() {
    let prompt = Self.prepared
    #expect(prompt.interpreter.candidates(after: "diff ").map(\.insert).contains("S2"))
    let inside = prompt.interpreter.candidates(after: "diff S1 S2.")
    #expect(inside.contains { $0.insert == "S2.1" && $0.description == "client_hello" })
  }
}
