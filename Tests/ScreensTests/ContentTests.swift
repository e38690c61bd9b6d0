import Bytes
import Foundation
import Knowledge
import Lab
import Screens
import TLSEngine
import TLSKeys
import Testing

@Suite("A screen says what happened in this lab, in words that can be relied on")
struct ContentTests {
  @Test("A stolen key opens RSA and not ECDHE, beside what was predicted")
  func stolen() throws {
    var lab = try preparedLab()
    try lab.connect([("kx", "rsa")])
    try lab.connect([("kx", "ecdhe")])
    try lab.predict("S2", .open)
    let new = try lab.compromise(.serverKey)
    let shown = text(Screens.stolen(lab, LootName(.serverKey), new: new))
    let lines = shown.split(separator: "\n").map(String.init)
    #expect(lines.first?.contains("RSA-2048 private key of sip.uc.test") == true)
    let first = try #require(lines.first { $0.hasPrefix(" S1 ") })
    let second = try #require(lines.first { $0.hasPrefix(" S2 ") })
    #expect(first.contains("RSA") && first.contains("[OPEN]"))
    #expect(
      second.contains("ECDHE x25519") && second.contains("open") && second.contains("[SEALED]"))
    #expect(second.contains("only signed; both keys erased"))
    #expect(shown.contains("S1 said:  REGISTER sip:uc.test"))
    #expect(shown.contains("username=\"ada\""))
    #expect(shown.contains("past    S1 only"))
    #expect(shown.contains("future  RSA sessions only"))
    #expect(shown.contains("it can prove to be sip.uc.test"))
  }

  @Test("The outlook follows the settings: without RSA key exchange there is nothing to listen to")
  func outlook() throws {
    var lab = try preparedLab()
    try lab.connect([("kx", "dhe")])
    try lab.set("server.kx", to: "dhe")
    let new = try lab.compromise(.serverKey)
    let shown = text(Screens.stolen(lab, LootName(.serverKey), new: new))
    #expect(shown.contains("past    none of 1"))
    #expect(shown.contains("future  nothing"))
    try lab.set("server.kx", to: "rsa")
    #expect(text(Screens.vault(lab)).contains("[SEALED]"))
    let again = text(Screens.stolen(lab, LootName(.serverKey), new: []))
    #expect(again.contains("future  every session (RSA)"))
  }

  @Test("why names each missing secret, its maker, and the step at which it was erased")
  func why() throws {
    var lab = try Scene.dhe.finished()
    try lab.compromise(.serverKey)
    let session = try #require(lab.currentSession)
    let shown = text(Screens.why(lab, thing: "S1"), width: 200)
    for side in Side.allCases {
      let name = ValueName.ephemeralPrivate(side)
      let actor = side == .client ? Actor.client : .server
      let erased = try #require(session.ledger.erasure(of: name, by: actor, on: .direct))
      #expect(shown.contains("\(name)  made by the \(side) at step"))
      #expect(shown.contains("erased at step \(erased): nobody has it any more"))
    }
    #expect(shown.contains("server.key  it only signed, at step"))
    let value = text(Screens.why(lab, thing: "S1 master_secret"))
    #expect(value.contains("attacker  does not have it"))
    #expect(value.contains("client.ephemeral_private, server.ephemeral_private or"))
    #expect(value.contains("server.ticket_key"))
  }

  @Test("A secret that is still in memory is said to be there to steal")
  func midway() throws {
    var lab = try Scene.ecdhe.lab()
    try lab.goOn(to: "finished")
    let shown = text(Screens.why(lab, thing: "S1"), width: 200)
    #expect(shown.contains("STILL IN MEMORY, can be stolen now"))
  }

  @Test("An open recording shows the path from the stolen key to the data, and the data")
  func opened() throws {
    var lab = try Scene.rsa.finished()
    try lab.compromise(.serverKey)
    let why = text(Screens.why(lab, thing: "last"))
    #expect(why.contains("[OPEN]"))
    #expect(why.contains("server.private_key (STOLEN)"))
    #expect(why.contains("7  client.application_data"))
    let session = try #require(lab.currentSession)
    let opened = text(Screens.opened(lab, session))
    #expect(opened.contains("INVITE sip:bob@uc.test SIP/2.0"))
    #expect(opened.contains("ada@uc.test calls bob@uc.test"))
  }

  @Test(
    "A client that verifies refuses the attacker: check, alert, OpenSSL's words, a user's words")
  func refused() throws {
    let lab = try Scene.refusedByClient.finished()
    let shown = text(Screens.connected(lab, try #require(lab.currentSession)), width: 120)
    #expect(shown.hasPrefix("[SAFE]  S1  0 bytes of application data sent"))
    #expect(shown.contains("issued by CN=Mallory CA"))
    #expect(shown.contains("error 20, unable to get local issuer certificate"))
    #expect(shown.contains("48 unknown_ca"))
    #expect(shown.contains("this server's identity can't be verified"))
  }

  @Test("A client that does not verify is fooled, and what it did not check is named")
  func fooled() throws {
    let lab = try Scene.fooled.finished()
    let session = try #require(lab.currentSession)
    let shown = text(Screens.connected(lab, session), width: 120)
    #expect(shown.hasPrefix("[FOOLED]  S1  the client thinks: sip.uc.test   really: the attacker"))
    #expect(shown.contains("checked: chain, dates, name, usage, strength and revocation"))
    #expect(shown.contains("username=\"ada\""))
    #expect(text(Screens.why(lab, thing: "S1")).contains("took the attacker for the server"))
    // The client takes the other end for the server.
    #expect(!text(Screens.ladder(session, eyes: Eyes(.client))).contains("ATTACKER"))
    #expect(text(Screens.ladder(session, eyes: .all)).contains("ATTACKER"))
  }

  @Test("A connection names what was agreed on, verified, and not verified")
  func connected() throws {
    let lab = try Scene.ecdhe.finished()
    let shown = text(Screens.connected(lab, try #require(lab.currentSession)), width: 120)
    #expect(shown.hasPrefix("[ESTABLISHED]  S1  TLS 1.2  ECDHE x25519  to sip.uc.test"))
    #expect(shown.contains("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"))
    #expect(shown.contains("chain, dates, name, usage, strength"))
    #expect(shown.contains("checked: revocation"))
    #expect(shown.contains("80 ms (2 round trips)"))
  }

  @Test("A ClientHello is taken apart down to its last byte")
  func hello() throws {
    var lab = try Scene.ecdhe.lab()
    let played = try lab.next()
    let shown = text(Screens.step(lab, played: played))
    #expect(shown.contains("SENT client -> server ClientHello"))
    #expect(shown.contains("PLAINTEXT: anyone reads it"))
    #expect(shown.contains("000  16               type"))
    #expect(shown.contains("says \"TLS 1.0\"[1]"))
    #expect(shown.contains("next: the server reads ClientHello"))
    let session = try #require(lab.currentSession)
    let field = text(
      Screens.field(session, number: nil, path: .init(parsing: "server_name"), eyes: .all))
    #expect(field.contains("says      sip.uc.test"))
  }

  @Test("Every field of every message has a word on what it is for", arguments: Scene.allCases)
  func meanings(_ scene: Scene) throws {
    let session = try #require(try scene.finished().currentSession)
    for number in 1...min(10, session.messages.count) {
      for path in Screens.fieldPaths(session, number: number) {
        let last = path.split(separator: ".").last.map(String.init) ?? path
        // Structures that carry a message's or a structure's own name explain themselves.
        let isStructure =
          ["value", "params", "signed_params", "record", "fragment", "alert"].contains(last)
          || !path.contains(".") || last.hasPrefix("certificate[")
          || last == "change_cipher_spec"
        if isStructure { continue }
        let page = Screens.field(session, number: number, path: .init(parsing: path), eyes: .all)
        #expect(text(page).contains(" is for "), "\(path)")
      }
    }
  }
}

@Suite("The command that a derivation shows recomputes its value in a real shell")
struct RecomputationTests {
  @Test(arguments: [Scene.rsa, .ecdhe, .dhe, .plain])
  func recompute(_ scene: Scene) throws {
    let session = try #require(try scene.finished().currentSession)
    let values = session.ledger.values(on: .direct)
    for name in Screens.derivationNames(session) {
      let page = try #require(Screens.derivation(session, name: name, eyes: .all))
      let command = page.blocks.compactMap { block in
        if case .verbatim(let command, _) = block { command } else { nil }
      }
      // The server's key is not part of a session.
      guard command.first?.contains("server.key") == false,
        let value = values[.init(rawValue: name)]
      else { continue }
      let shown = Layout(width: 80).lines(of: Page([.verbatim(command[0], indent: 1)]))
        .map(\.text).joined(separator: "\n")
      let printed = try run(shown).lowercased().filter { $0.isHexDigit }
      #expect(printed.hasPrefix(value.hex), "\(name)")
    }
  }

  @Test("Over lines, a command with quotes stays the same for a shell", arguments: 20...60)
  func broken(width: Int) throws {
    let command =
      "printf '%s|' 's/^-----BEGIN .*/-----BEGIN CERTIFICATE-----/; s/a/b/' "
      + "\"it's \\\" \\\\ $0\" c\\'d '\\'\\\\'\\' x\\ \\ y"
    let shown = Layout(width: width).lines(of: Page([.verbatim(command, indent: 2)]))
      .map(\.text).joined(separator: "\n")
    #expect(shown.contains("\n"))
    #expect(try run(shown) == run(command))
  }

  private func run(_ command: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", command]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let written = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: written, as: UTF8.self)
  }
}
