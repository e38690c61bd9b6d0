import Commands
import Knowledge
import Lab
import Testing

@Suite("Every verb does what it says")
struct EveryVerbTests {
  @Test("What RFC 9846 calls main secret goes by both names")
  func mainSecret() {
    var prompt = Typed()
    for command in [
      "connect version=1.3", "show derivation main_secret", "show derivation master_secret",
      "why main_secret", "show derivation main_secret --json", "explain main_secret",
    ] {
      #expect(prompt.interpreter.execute(command).status == .ok, "\(command)")
    }
  }

  @Test func worldAndSettings() {
    var prompt = Typed()
    prompt.succeed("world new web seed=3", "world show", "settings app", "help app.scenario")
    #expect(prompt.lab.settings.overrides.isEmpty)
    prompt.succeed("world new", "world new uc seed=7")
    #expect(prompt.lab.world.seed == 7)
    prompt.succeed("set client.verify off", "set client.groups x25519, secp256r1", "settings")
    #expect(prompt.lab.settings.overrides["client.groups"] == "x25519,secp256r1")
    prompt.succeed("audit", "expect audit.validation == bad", "expect audit.verdict == bad")
    prompt.succeed("settings client", "unset client.verify", "record off", "reset")
    #expect(prompt.lab.settings.overrides.isEmpty)
    prompt.succeed("world new")
    #expect(prompt.lab.world.seed == 99)
  }

  @Test func aWalk() {
    var prompt = Typed()
    prompt.succeed("walk kx=ecdhe version=1.2", "step", "s 2", "next", "n", "finish", "fin")
    prompt.succeed("break secret", "break ClientKeyExchange", "continue", "delete secret")
    prompt.succeed("c finished", "back", "b 2", "back message", "delete", "where", "w", "list", "l")
    prompt.succeed("back start")
    #expect(prompt.lab.currentSession?.steps.isEmpty == true)
    prompt.succeed("continue")
    #expect(prompt.lab.currentSession?.outcome == .established)
    prompt.succeed("send client \"hello there\"", "send server hello, you", "close")
    #expect(prompt.lab.currentSession?.outcome == .closed)
  }

  @Test func furtherHandshakes() {
    var prompt = Typed()
    prompt.succeed("connect version=1.2 kx=rsa client.cert=good", "renegotiate")
    prompt.succeed("expect sessions.S1.handshakes == 2", "renegotiate server", "show keys", "k")
    prompt.succeed("renegotiate server require", "expect sessions.S1.handshakes == 4")
    prompt.succeed("compromise server.key", "expect sessions.S1.vault == open", "why S1", "where")
    #expect(prompt.fail("renegotiate client require").contains("only the server"))
    prompt.succeed("connect version=1.2 server.renegotiation=off", "renegotiate")
    #expect(prompt.seen.contains("the other side makes no further handshake"))
    prompt.succeed("connect version=1.3")
    #expect(prompt.fail("renegotiate").contains("update-keys"))
  }

  @Test("Of two handshakes one is open: the screens say which, and what the other would take")
  func onlyTheFirstOpens() {
    var prompt = Typed()
    prompt.succeed("walk version=1.2 kx=ecdhe", "continue server_key_exchange", "next")
    prompt.succeed("steal server.ephemeral", "continue", "renegotiate", "vault")
    #expect(prompt.seen.contains("PARTLY OPEN"))
    prompt.succeed("expect sessions.S1.vault == partly", "decrypt S1")
    #expect(prompt.seen.contains("under the keys of handshake 2"))
    #expect(prompt.seen.contains("Any one of these would do"))
    #expect(!prompt.seen.contains("damaged"))
    prompt.succeed("connect version=1.2 kx=rsa", "renegotiate", "steal server.key", "decrypt S2")
    #expect(prompt.seen.contains("handshake 2, under the keys before, opens too"))
  }

  @Test func stapled() {
    var prompt = Typed()
    prompt.succeed("walk version=1.2 client.staple=on", "c certificate_status", "show message")
    prompt.succeed("p certificate_status.ocsp_response", "finish", "connect client.staple=on")
    prompt.succeed("m certificate", "connect client.staple=on server.staple=off")
    prompt.succeed("expect sessions.last.outcome == established")
  }

  @Test func exporters() {
    var prompt = Typed()
    for version in ["1.0", "1.2", "1.3"] {
      prompt.succeed("connect version=\(version)", "show exporter EXTRACTOR-dtls_srtp 60")
      #expect(prompt.seen.contains("the same"))
      prompt.succeed("show exporter EXPERIMENTAL-lab 16 \"ada and bob\"", "show exporter x")
    }
    #expect(prompt.fail("show exporter x 99999999").contains("8160 bytes at most"))
    prompt.seen = ""
    prompt.succeed("view eavesdropper", "show exporter x")
    #expect(prompt.seen.contains("not visible"))
    // The commands hold the secrets that go in.
    #expect(!prompt.seen.contains("openssl"))
    prompt.succeed("view all", "set client.verify off", "mitm on", "connect", "show exporter x")
    #expect(prompt.seen.contains("they differ"))
  }

  @Test func certificatesOfClients() {
    var prompt = Typed()
    prompt.succeed("connect version=1.3 client.cert=good", "request-certificate", "where", "k")
    #expect(
      prompt.lab.currentSession?.checks(by: .server).contains {
        $0.name == .certificateVerifySignature && $0.outcome == .passed
      } == true)
    prompt.succeed("send client still here")
    prompt.succeed("connect version=1.3")
    #expect(prompt.fail("request-certificate").contains("client.cert=good"))
    prompt.succeed("connect version=1.2")
    #expect(prompt.fail("request-certificate").contains("renegotiate"))
  }

  @Test("Who can pose as the client is said, and shown by a connection")
  func stolenClientKeys() {
    var prompt = Typed()
    prompt.succeed("connect client.cert=good server.client-auth=require", "knowledge")
    #expect(prompt.seen.contains("pose as the client?  NO"))
    prompt.succeed("compromise client.key")
    #expect(prompt.seen.contains("its signature fits"))
    #expect(prompt.seen.contains("opens no recording"))
    prompt.succeed("expect sessions.S1.vault == sealed", "knowledge")
    #expect(prompt.seen.contains("pose as the client?  YES"))
  }

  @Test func kindsOfKeys() {
    var prompt = Typed()
    for (word, name) in [
      ("rsa", "RSA-2048"), ("ecdsa", "EC secp256r1"), ("ecdsa-p384", "EC secp384r1"),
      ("ecdsa-p521", "EC secp521r1"), ("ed25519", "Ed25519"), ("ed448", "Ed448"),
    ] {
      for version in ["1.2", "1.3"] {
        prompt.succeed("connect server.cert=\(word) version=\(version)")
        #expect(prompt.seen.contains(", \(name)"), "\(word) \(version)")
        prompt.succeed("expect sessions.last.outcome == established")
      }
    }
    prompt.succeed("compromise server.key", "vault", "matrix", "world show")
    #expect(prompt.fail("connect server.cert=ed25519 kx=rsa").contains("contradict"))
    #expect(prompt.fail("connect server.cert=ed448 version=1.0-1.1").contains("contradict"))
    // Where it may take any, it takes one that the client can verify; where it may not, none.
    prompt.succeed("connect version=1.3 client.signatures=ed448")
    #expect(prompt.seen.contains(", Ed448"))
    prompt.succeed("connect version=1.2 client.signatures=ecdsa_secp384r1_sha384")
    #expect(prompt.seen.contains(", EC secp384r1"))
    prompt.succeed("connect version=1.3 server.cert=rsa client.signatures=ed25519")
    prompt.succeed("expect sessions.last.alert == handshake_failure")
  }

  @Test func oldHellos() {
    var prompt = Typed()
    prompt.succeed("connect client.hello=ssl2", "expect sessions.S1.alert == protocol_version")
    prompt.succeed("show message 1", "show message 1 --as tree", "why S1")
    prompt.succeed(
      "connect client.hello=ssl2 server.ssl2-hello=on version=1.0-1.2 kx=rsa", "m 1",
      "where")
    prompt.succeed("compromise server.key", "expect sessions.S2.vault == open", "show keys")
    prompt.succeed(
      "connect client.hello=ssl2 server.ssl2-hello=on version=1.1 kx=dhe", "diff S2 S3")
    prompt.succeed(
      "expect sessions.S3.outcome == established", "expect sessions.S3.vault == sealed")
    prompt.succeed("view eavesdropper", "m 1")
  }

  @Test func earlyDataOnce() {
    var prompt = Typed()
    prompt.succeed("set server.early-data once", "connect version=1.3")
    for words in ["with each ticket once", "in vain: early data came"] {
      prompt.succeed("connect resume=S1 early=hello")
      #expect(prompt.seen.contains(words))
    }
    prompt.succeed("set server.early-data on", "connect resume=S1 early=hello")
    #expect(prompt.seen.contains("can send it again"))
  }

  @Test func withoutCertificates() {
    var prompt = Typed()
    for exchange in ["psk", "dhe-psk", "ecdhe-psk"] {
      prompt.succeed("connect version=1.2 kx=\(exchange) psk=desk-42:hunter2", "k", "show keys")
      prompt.succeed("expect sessions.last.kx == \(exchange)", "why S1")
    }
    prompt.succeed("compromise psk S1", "expect sessions.S1.vault == open", "why S2", "matrix")
    prompt.succeed("expect sessions.S2.vault == sealed", "compromise quantum", "vault")
    prompt.succeed("expect sessions.S2.vault == open", "connect kx=anonymous", "diff S1 S4")
    prompt.succeed("expect sessions.last.not_checked contains certificate.name")
    #expect(prompt.fail("connect kx=dhe-psk").contains("psk=NAME:SECRET"))
  }

  @Test func whatIsToBeSeen() {
    var prompt = Typed()
    prompt.succeed(
      "connect kx=ecdhe version=1.2", "show message", "m 1", "m server_hello --as tree")
    for form in ["table", "diagram", "hex"] { prompt.succeed("show message 2 --as \(form)") }
    prompt.succeed("show field server_hello.random", "p random", "p 1.random", "show bytes 2")
    prompt.succeed("show keys", "show keys client", "show derivation master_secret", "show state")
    prompt.succeed("show sessions", "show ciphers", "find REGISTER", "find 0303", "knowledge", "k")
    prompt.succeed("knowledge --diff", "why S1", "state", "state sessions.S1.vault")
    for view in Lab.View.allCases { prompt.succeed("view \(view.rawValue)", "m 10", "k", "w") }
  }

  @Test func attacks() {
    var prompt = Typed()
    prompt.succeed(
      "connect kx=rsa", "connect kx=ecdhe version=1.2", "vault", "predict S1=open S2=sealed")
    prompt.succeed("compromise server.key", "vault S1", "vault S2", "decrypt all", "decrypt S2")
    prompt.succeed("expect sessions.S1.vault == open", "expect settled_predictions.S1 == open")
    prompt.succeed("forget server.key", "expect sessions.S1.vault == sealed", "steal ca.key")
    prompt.succeed("mitm on", "connect", "mitm off", "mitm on cert=own-ca", "record off", "connect")
    prompt.succeed("expect sessions.last.vault == not-recorded")
  }

  @Test func hopsAndStrippedOffers() {
    var prompt = Typed()
    prompt.succeed(
      "set app.hops proxy", "connect", "view proxy", "view all", "hang-up", "show sessions")
    prompt.succeed(
      "connect app.second-hop=none", "cascade", "expect sessions.last.opened_by contains S4",
      "why S4", "knowledge", "export pcapng hop.pcapng session=S4 --replace")
    prompt.succeed("strip on", "connect scenario=chat-xmpp client.starttls=opportunistic")
    prompt.succeed("expect sessions.last.outcome == plain", "where", "decrypt S5", "matrix")
    prompt.succeed("strip off", "connect scenario=chat-xmpp client.starttls=require")
    #expect(prompt.fail("hang-up").contains("no call stands"))
  }

  @Test func anEphemeralKeyWhileItExists() {
    var prompt = Typed()
    prompt.succeed(
      "walk kx=ecdhe version=1.2", "continue server_key_exchange", "steal server.ephemeral")
    prompt.succeed("continue", "expect sessions.S1.vault == open")
    let text = prompt.fail("compromise client.ephemeral S1")
    #expect(text.contains("erased at step"))
  }

  @Test func theWayBack() {
    var prompt = Typed()
    prompt.succeed("set client.verify off", "connect", "undo")
    #expect(prompt.lab.sessions.isEmpty)
    #expect(prompt.seen.contains("taken back: connect"))
    prompt.succeed("undo", "redo", "redo", "expect sessions.S1.outcome == established")
    prompt.succeed("view client", "undo")
    #expect(prompt.lab.view == .all)
    prompt.succeed("redo")
    #expect(prompt.fail("redo").contains("nothing to carry out again"))
  }

  @Test func findingOnesWay() {
    var prompt = Typed()
    prompt.succeed("help", "h attack", "? show", "help client.verify", "apropos key", "history")
    #expect(prompt.seen.contains("apropos key"))
    #expect(prompt.type("q").quits)
    #expect(prompt.type("connect; exit; bogus").quits)
  }

  @Test("Several commands in a line, a comment behind them")
  func severalInALine() {
    var prompt = Typed()
    let outcome = prompt.type("walk; s; s ;; n # and this is no command; quit")
    #expect(outcome.status == .ok)
    #expect(!outcome.quits)
    #expect(outcome.changed)
    #expect(!outcome.repeats)
  }

  @Test("Enter repeats step, next and back and nothing else")
  func repeating() {
    var prompt = Typed()
    let first = prompt.type("walk")
    #expect(!first.repeats)
    for line in ["s", "step 2", "n", "b", "back 2"] {
      let outcome = prompt.type(line)
      #expect(outcome.repeats, "\(line)")
    }
    for line in ["finish", "where", "s; s", "bogus", ""] {
      let outcome = prompt.type(line)
      #expect(!outcome.repeats, "\(line)")
    }
  }

  @Test("What shows something has --json", arguments: Self.shown)
  func json(line: String) throws {
    var prompt = Typed.afterStealing
    let outcome = prompt.type("\(line) --json")
    #expect(outcome.status == .ok, "\(outcome.page.plainText)")
    guard case .data(let value) = outcome.answers.first else {
      Issue.record("no data: \(line)")
      return
    }
    #expect(value != .null)
    #expect(!outcome.changed)
  }

  static let shown = [
    "show message", "show message 2", "show field client_hello.random", "show bytes",
    "show keys", "show keys server", "show derivation master_secret", "show state",
    "show sessions", "show ciphers", "where", "list", "vault", "vault S1", "knowledge",
    "settings", "settings client", "world show", "state", "state cursor", "list session=S1",
    "audit", "audit S1",
  ]
}
