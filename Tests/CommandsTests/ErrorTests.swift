import Commands
import Lab
import Testing

@Suite("An error says what is wrong, what was meant, and that nothing was changed")
struct ErrorTests {
  @Test("The three lines")
  func threeLines() {
    var prompt = Typed()
    let text = prompt.fail("comprimise server.key")
    #expect(
      text == """
        error: unknown command 'comprimise'
          did you mean: compromise server.key
          nothing was changed

        """)
  }

  @Test("What was probably meant", arguments: Self.meant)
  func suggestion(line: String, meant: String) {
    var prompt = Typed.afterConnecting
    let text = prompt.fail(line)
    #expect(text.contains("did you mean: \(meant)"), "\(text)")
    #expect(text.hasPrefix("error: "))
    #expect(text.contains("nothing was changed"))
  }

  static let meant: [(String, String)] = [
    ("conect", "connect"), ("shwo message", "show message"), ("show mesage", "show message"),
    ("show message --sa tree", "show message --as"),
    ("set client.verfy off", "set client.verify off"),
    ("set client.verify offf", "set client.verify off"), ("connect kx=ecdeh", "connect kx=ecdhe"),
    ("compromise server.kye", "compromise server.key"), ("vault S2", "vault S1"),
    ("expect sessions.S1.vualt == open", "expect sessions.S1.vault == open"),
    ("state curser", "state cursor"),
    ("why mastr_secret", "why master_secret"), ("break client_helo", "break client_hello"),
    ("show derivation mastersecret", "show derivation master_secret"),
    ("show field server_hello.radnom", "show field server_hello.random"),
    ("view eavesdroper", "view eavesdropper"),
    ("world new ucc", "world new uc"), ("mitm on cert=own-cb", "mitm on cert=own-ca"),
    ("m server_helo", "m server_hello"), ("cert use weak", "cert use weak-key"),
    ("expect S1.vault == open", "expect sessions.S1.vault == open"),
    ("break encrypted", "break encrypted_extensions"),
  ]

  @Test("Where several words begin as was typed, all of them stand there")
  func several() {
    var prompt = Typed.afterConnecting
    let text = prompt.fail("cert use wrong")
    #expect(text.contains("several begin so: wrong-host wrong-usage"), "\(text)")
    #expect(prompt.fail("break certif").contains("certificate"))
    #expect(prompt.fail("set client.check yes").contains("client.check."))
  }

  @Test("What can't be done now", arguments: Self.impossible)
  func refused(line: String, reason: String) {
    var prompt = Typed()
    let text = prompt.fail(line)
    #expect(text.contains(reason), "\(text)")
  }

  static let impossible: [(String, String)] = [
    ("step", "there is no session yet"), ("back", "there is no session yet"),
    ("send client hello", "there is no session yet"), ("undo", "nothing to take back"),
    ("vault S1", "there is none yet"), ("forget server.key", "does not hold server.key"),
    ("predict S1=open", "no session 'S1'"), ("predict S1=maybe", "'maybe' is no prediction"),
    ("predict", "needs SESSION=open|sealed"),
    ("step 0", "takes no '0'"), ("step -1", "takes no '-1'"),
    ("step 99999999999999999999", "takes no"), ("where now", "takes no 'now'"),
    ("connect bogus", "takes no 'bogus'"), ("world new uc seed=x", "'x' is no seed"),
    ("world new uc sead=7", "knows no 'sead='"), ("load nowhere", "No such file or directory"),
    ("source nowhere", "No such file or directory"), ("show message --as", "needs a word after it"),
    ("send client \"hello", "the quote \" is not closed"), ("find 'a\\q'", "unknown escape"),
    ("expect sessions.S9.vault == open", "no 'sessions.S9.vault' in the state"),
    ("expect schema < blue", "compares numbers"), ("delete alert", "no breakpoint at alert"),
    ("cert issue a path-length=x", "path-length=x is no number from 0 to 100"),
    ("cert issue a usage=x", "usage=x is unknown"), ("cert issue a to=x", "to=x is no date"),
    ("cert issue a days=99999", "days=99999 is too long"), ("predict attack=x", "is no prediction"),
    ("continue secret", "goes to a message"), ("settings nobody", "has no 'nobody'"),
  ]

  @Test("A theft of one session is taken back for that session, and the state says whose is held")
  func forgettingOne() {
    var prompt = Typed()
    prompt.succeed("connect version=1.3", "compromise server.traffic-secret S1")
    prompt.succeed("connect version=1.3", "compromise server.traffic-secret S2")
    prompt.succeed("expect attacker.leaks contains server.traffic-secret")
    prompt.succeed("forget server.traffic-secret S1")
    #expect(prompt.seen.contains("forgotten: server.traffic-secret of S1"))
    prompt.succeed("expect attacker.leaks_by_session.S2 contains server.traffic-secret")
    let text = prompt.fail("forget server.traffic-secret S1")
    #expect(text.contains("does not hold server.traffic-secret of S1"), "\(text)")
    #expect(text.contains("forget server.traffic-secret S2"), "\(text)")
    prompt.succeed("undo", "forget server.traffic-secret")
    #expect(prompt.seen.contains("forgotten: server.traffic-secret of S1, S2"))
  }

  @Test("What is proposed for 'predict' can be typed")
  func predicting() throws {
    var prompt = Typed()
    prompt.succeed("connect")
    let meant = try #require(prompt.type("predict").error?.meant)
    prompt.succeed(meant)
  }

  @Test(
    "An exporter names the limit that holds: RFC 5869 §2.3, RFC 9846 §7.1, RFC 5705 §4",
    arguments: [
      ("1.3", "X 8161", "8160 bytes at most"), ("1.2", "X 16385", "16384 bytes at most"),
      ("1.3", String(repeating: "x", count: 250), "at most 249 bytes"),
      ("1.2", "\"master secret\"", "a label of the handshake's own"),
    ])
  func exporter(version: String, words: String, reason: String) {
    var prompt = Typed()
    prompt.succeed("connect version=\(version)", "show exporter X 8160")
    let text = prompt.fail("show exporter \(words)")
    #expect(text.contains(reason), "\(text)")
  }

  @Test("A session that is closed within its handshake says that the handshake came first")
  func closingEarly() {
    var prompt = Typed()
    prompt.succeed("walk kx=rsa", "step", "close")
    #expect(prompt.seen.contains("the handshake was under way"))
    prompt.succeed("connect kx=rsa", "close")
    #expect(!prompt.seen.contains("under way"))
  }

  @Test("Settings that contradict each other are refused with both names")
  func contradiction() {
    var prompt = Typed()
    prompt.succeed("set server.kx rsa")
    let text = prompt.fail("set server.cert ecdsa")
    #expect(text.contains("server.kx and server.cert contradict each other"), "\(text)")
    #expect(prompt.fail("connect kx=dhe group=x25519").contains("server.groups"))
  }

  @Test("A failure ends its line, and says so once")
  func lineEnds() {
    var prompt = Typed()
    let outcome = prompt.type("walk; bogus; connect")
    #expect(outcome.status == .failed)
    #expect(outcome.changed)
    #expect(prompt.lab.sessions.count == 1)
  }

  @Test("A failed expectation shows what was expected and what was found")
  func expectation() {
    var prompt = Typed()
    prompt.succeed("connect kx=rsa")
    let text = prompt.fail("expect sessions.S1.vault == open", .expectationFailed)
    #expect(
      text == """
        error: expectation failed: sessions.S1.vault
          expected: == open
          found:    sealed

        """)
    let missing = prompt.fail("expect sessions.S2 exists", .expectationFailed)
    #expect(missing.contains("no such path"))
  }

  @Test("The operators", arguments: Self.passing)
  func operators(line: String) {
    var prompt = Typed.afterStealing
    prompt.succeed(line)
  }

  static let passing = [
    "expect schema == 1", "expect schema != 2", "expect schema < 2", "expect schema <= 1",
    "expect schema > 0", "expect schema >= 1", "expect attacker.leaks contains server.key",
    "expect sessions.S1.suite contains RSA", "expect sessions.S1 exists",
    "expect sessions.S1.version == 1.2", "expect sessions.S1.version >= 1.2",
    "expect settings.client.verify == on", "expect sessions.last.alert == null",
  ]
}
