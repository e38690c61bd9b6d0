import Lab
import Screens
import Testing

@testable import Commands

/// Where somebody is stuck, one line says what helps on.
@Suite("A remedy is offered where one is stuck")
struct RemedyTests {
  /// With a session that left a ticket, one of TLS 1.2 and one with early data, which is the current one.
  private static let lab: Lab = {
    var interpreter = Interpreter(Lab(seed: 7))
    for line in [
      "set server.early-data on", "connect", "connect version=1.2", "connect resume=S1 early=hi",
    ] { _ = interpreter.execute(line) }
    return interpreter.lab
  }()

  @Test(
    "A word that is no command: the thing of that name, or what there is on it",
    arguments: [
      ("unknown_ca", "explain unknown_ca"), ("srtp", "explain SRTP"), ("SNI", "explain SNI"),
      ("telephone", "search telephone"), ("kx=rsa", "connect kx=rsa"),
      ("client.verify off", "set client.verify off"),
      ("client.verify=off", "set client.verify off"),
      ("comprimise server.key", "compromise server.key"), ("conect kx=rsa", "connect kx=rsa"),
    ])
  func unknown(line: String, meant: String) {
    var interpreter = Interpreter(Lab(seed: 7))
    let error = interpreter.execute(line).error
    #expect(error?.meant == meant)
    #expect(error?.what.hasPrefix("unknown command") == true)
  }

  @Test("Nonsense is not searched for")
  func nonsense() {
    var interpreter = Interpreter(Lab(seed: 7))
    let error = interpreter.execute("qwfpgj").error
    #expect(error?.meant == nil && error?.details == ["'help' lists the commands"])
  }

  @Test(
    "Words that 'connect' and others do not take as they stand",
    arguments: [
      ("connect kx rsa", "connect kx=rsa"), ("connect rsa", "connect kx=rsa"),
      ("connect version=1.2 kx rsa", "connect version=1.2 kx=rsa"),
      ("walk 1.2", "walk version=1.2"),
      ("compromise server key", "compromise server.key"),
      ("steal server ticket-key", "compromise server.ticket-key"),
      ("set verify off", "set client.verify off"),
      ("set server tickets off", "set server.tickets off"),
      ("set client.fallback off", "set client.fallback-scsv off"),
      ("show server_hello", "show message server_hello"),
      ("replay flight", "replay flight last"), ("set client.cert on", "set client.cert good"),
      ("set server.client-auth on", "set server.client-auth request"),
      ("set suite TLS_AES_128_GCM_SHA256", "connect suite=TLS_AES_128_GCM_SHA256"),
    ])
  func refused(line: String, meant: String) {
    var interpreter = Interpreter(Self.lab)
    let count = interpreter.lab.sessions.count
    #expect(interpreter.execute(line).error?.meant == meant)
    #expect(interpreter.lab.sessions.count == count)
    #expect(throws: Never.self) { try interpreter.table.check(meant) }
  }

  @Test("A session that is named by its place is named by its number")
  func sessions() {
    var interpreter = Interpreter(Lab(seed: 7))
    _ = interpreter.execute("connect version=1.2")
    #expect(interpreter.execute("connect version=1.2 resume=last").error == nil)
    #expect(
      interpreter.lab.current.flatMap(interpreter.lab.session)?.settings[.clientResume] == "S1")
    let replay = interpreter.execute("replay S1").error
    #expect(replay?.meant == nil && replay?.details.first?.hasPrefix("'replay flight S1'") == true)
    #expect(interpreter.execute("ladder").error == nil)
  }

  @Test(
    "A beginning, a part or an abbreviation leads to the whole word, and never to its opposite",
    arguments: [
      ("export md x", "export markdown x"), ("mitm on cert=wrong", "mitm on cert=wrong-host"),
      ("compromise ticket", "compromise server.ticket-key"),
      ("compromise client.traffic", "compromise client.traffic-secret"),
      ("set client.check.revocation on", "set client.check.revocation soft"),
      ("resume S1", "connect resume=S1"), ("resume", "connect resume=S3"),
      ("diff", "diff S2 S3"), ("send hello", "send client hello"), ("cert use", "cert list"),
      ("ca", "ca list"), ("replay flight S3 to=second", "replay flight S3 to=second-server"),
      (
        "connect resume=S1 early=MESSAGE sip:ada kx=ecdhe",
        "connect resume=S1 early=\"MESSAGE sip:ada\" kx=ecdhe"
      ),
    ])
  func parts(line: String, meant: String) {
    var interpreter = Interpreter(Self.lab)
    let error = interpreter.execute(line).error
    #expect(error?.meant == meant, "\(error?.what ?? "none")")
  }

  @Test("What was typed is not suggested, nor what is so already")
  func same() {
    var interpreter = Interpreter(Lab(seed: 7))
    for line in ["connect", "set server.early-data on"] { _ = interpreter.execute(line) }
    let replay = interpreter.execute("replay flight last").error
    #expect(replay != nil && replay?.meant == nil)
    let early = interpreter.execute("connect resume=S1 early=hello").error
    #expect(early?.meant == "connect version=1.3")
  }

  @Test("Behind the beginning of some keys 'set' lists them; what is none is refused")
  func keys() {
    var interpreter = Interpreter(Lab(seed: 7))
    let page = Layout(width: 80).text(of: interpreter.execute("set client.check").page)
    #expect(page.contains("client.check.revocation") && !page.contains("server.kx"))
    #expect(interpreter.execute("set nothing").error != nil)
    let values = Layout(width: 80).text(of: interpreter.execute("set client.cert").page)
    #expect(values.contains("expired") && values.contains("off") && values.contains("good"))
  }

  @Test("Early data without a ticket is not sent, and that is said")
  func unsent() {
    var interpreter = Interpreter(Lab(seed: 7))
    let page = Layout(width: 80).text(of: interpreter.execute("connect early=hello").page)
    #expect(page.contains("early     not sent"))
  }

  @Test(
    "An act that waits says for what, and how it is taken back", arguments: ["replay", "truncate"])
  func waiting(verb: String) {
    var interpreter = Interpreter(Lab(seed: 7))
    let before = Layout(width: 160).text(of: interpreter.execute(verb).page)
    #expect(before.contains("in the next session") && before.contains("'undo' takes it back"))
    _ = interpreter.execute("undo")
    _ = interpreter.execute("walk")
    let during = Layout(width: 160).text(of: interpreter.execute(verb).page)
    #expect(during.contains("it is done in S1"))
  }

  @Test("The server turns a client's certificate away: what is shown is the client's")
  func shown() {
    var interpreter = Interpreter(Lab(seed: 7))
    for line in ["set server.client-auth require", "set client.cert expired"] {
      _ = interpreter.execute(line)
    }
    let page = Layout(width: 80).text(of: interpreter.execute("connect").page)
    #expect(page.contains("shown     CN=ada.uc.test, issued by CN=Test Intermediate"))
    #expect(!page.contains("a user"))
  }

  @Test(
    "Behind an alert stands how one learns what it means",
    arguments: [
      ("cert use expired", "explain certificate_expired"),
      ("mitm on cert=own-ca", "explain unknown_ca"),
      ("tamper application_data@20 flip", "explain bad_record_mac"),
    ])
  func alert(before: String, expected: String) {
    var interpreter = Interpreter(Lab(seed: 7))
    _ = interpreter.execute(before)
    let page = interpreter.execute("connect version=1.2").page
    #expect(page.next.first == expected)
    #expect(interpreter.execute("vault").page.next.contains(expected) == false)
    #expect(interpreter.execute(expected).error == nil)
  }
}
