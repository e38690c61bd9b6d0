import Commands
import Foundation
import Lab
import Testing

@Suite("Tab offers what is possible now")
struct CandidateTests {
  private func offered(_ line: String, after lines: String...) -> [String] {
    var prompt = Typed()
    for line in lines { prompt.succeed(line) }
    return prompt.interpreter.candidates(after: line).map(\.insert)
  }

  @Test func verbs() {
    let atFirst = offered("")
    #expect(atFirst.contains("connect"))
    #expect(!atFirst.contains("step"))
    #expect(!atFirst.contains("undo"))
    let later = offered("", after: "walk")
    #expect(later.contains("step"))
    #expect(later.contains("undo"))
    #expect(!later.contains("back"))
    #expect(offered("con") == ["connect"])
    #expect(offered("ste", after: "walk") == ["step", "steal"])
    #expect(offered("walk; wo") == ["world"])
  }

  @Test func objects() {
    #expect(offered("show ") == ["state", "sessions", "ciphers", "cert", "attacks"])
    #expect(offered("show ", after: "connect").contains("message"))
    #expect(offered("world ") == ["new", "show"])
    #expect(offered("back ", after: "walk", "s") == ["message", "start"])
    #expect(offered("show bogus ").isEmpty)
    #expect(offered("bogus ").isEmpty)
  }

  @Test("Names of files with blanks go on in quotes, and what was typed stays")
  func files() throws {
    let folder = try TemporaryFolder()
    for name in ["my keys.txt", "my other.txt", "plain.txt", "it's.txt"] {
      try folder.write("", to: name)
    }
    try FileManager.default.createDirectory(
      at: folder.file("a folder"), withIntermediateDirectories: true)
    try folder.write("", to: "a folder/in it.txt")
    var prompt = Typed(folder: folder.url)
    prompt.succeed("connect")
    func offered(_ line: String) -> [String] {
      prompt.interpreter.candidates(after: line).map(\.insert)
    }
    #expect(offered("source pl") == ["plain.txt"])
    #expect(offered("source my") == ["my\" keys.txt\"", "my\" other.txt\""])
    #expect(offered("source \"my k") == ["\"my keys.txt\""])
    #expect(offered("source 'my k") == ["'my keys.txt'"])
    #expect(offered("source i") == ["i\"t's.txt\""])
    #expect(offered("source a") == ["a\" folder\"/"])
    #expect(offered("source a\" folder\"/i") == ["a\" folder\"/i\"n it.txt\""])
    // What is no file is completed in no quotes.
    #expect(offered("show \"sess").isEmpty)
    for line in ["source \"my k", "source my", "source a\" folder\"/i"] {
      let whole = "source " + (offered(line).first ?? "")
      // It is an empty script.
      #expect(prompt.type(whole).status == .ok, "\(whole)")
    }
  }

  @Test func settings() {
    #expect(offered("set client.ver") == ["client.versions", "client.verify"])
    #expect(offered("set client.verify ") == ["on", "off"])
    #expect(offered("set client.groups x25519,secp2") == ["x25519,secp256r1"])
    #expect(offered("connect k") == ["kx="])
    #expect(offered("connect kx=e") == ["kx=ecdhe", "kx=ecdhe-psk"])
    #expect(!offered("connect kx=rsa ").contains("kx="))
    #expect(offered("unset ", after: "set client.verify off") == ["client.verify"])
  }

  @Test func whatTheLabHolds() {
    #expect(offered("vault ", after: "connect", "connect") == ["S1", "S2"])
    #expect(
      offered("compromise ", after: "connect") == [
        "server.key", "client.key", "ca.key", "server.ticket-key", "server.traffic-secret",
        "client.traffic-secret", "psk", "quantum",
      ])
    #expect(
      offered(
        "compromise server.", after: "connect version=1.2", "steal server.key",
        "steal server.ticket-key"
      ).isEmpty)
    let during = offered("steal ", after: "walk kx=ecdhe version=1.2", "c server_key_exchange")
    #expect(during.contains("server.ephemeral"))
    #expect(offered("forget ", after: "steal ca.key") == ["ca.key"])
    #expect(offered("predict ", after: "connect") == ["S1="])
    #expect(offered("predict S1=", after: "connect") == ["S1=open", "S1=sealed"])
    #expect(offered("show field client_hello.ra", after: "connect") == ["client_hello.random"])
    #expect(
      offered("m server_h", after: "connect version=1.2") == ["server_hello", "server_hello_done"])
    #expect(offered("show derivation mas", after: "connect") == ["master_secret"])
    #expect(offered("expect sess") == ["sessions"])
    #expect(offered("expect sessions.S1.va", after: "connect") == ["sessions.S1.vault"])
    #expect(offered("delete ", after: "break alert") == ["alert"])
  }

  @Test func options() {
    #expect(offered("m -", after: "connect") == ["--as", "--json"])
    #expect(offered("m --as d", after: "connect") == ["diagram"])
    #expect(offered("m 1 --as tree ", after: "connect") == ["session="])
  }

  @Test("Nothing is carried out, and quotes are left alone")
  func harmless() {
    var prompt = Typed()
    prompt.succeed("connect")
    let before = prompt.lab.stateDocument
    for line in ["compromise ", "undo ", "send client 'a ", "quit", "steal server.k"] {
      _ = prompt.interpreter.candidates(after: line)
    }
    #expect(prompt.lab.stateDocument == before)
    #expect(prompt.interpreter.candidates(after: "send client 'a").isEmpty)
  }

  @Test("Words of short lists come with what they mean")
  func meanings() {
    let prompt = Typed()
    func described(_ line: String) -> [String] {
      prompt.interpreter.candidates(after: line).map { "\($0.insert): \($0.description)" }
    }
    #expect(described("send cl") == ["client: the one who calls"])
    #expect(described("mitm on cert=c") == ["cert=copied: the server's own, without its key"])
    #expect(described("world new w") == ["web: a shop"])
    #expect(described("break v") == ["verify: something is verified"])
    #expect(described("record o") == ["on: it copies everything", "off: it copies nothing"])
    #expect(
      described("cert issue mine da") == ["days=: how long, from the first day on; 40000 at most"])
  }

  @Test("Every offer has a description where it is a command")
  func descriptions() {
    var prompt = Typed()
    prompt.succeed("walk")
    for candidate in prompt.interpreter.candidates(after: "") {
      #expect(!candidate.description.isEmpty, "\(candidate.insert)")
    }
  }
}
