import Lab
import Screens
import Testing

@testable import Commands

/// Where somebody is stuck, one line says what helps on.
@Suite("A remedy is offered where one is stuck")
struct RemedyTests {
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
      ("walk 1.2", "walk version=1.2"), ("connect example.org", "connect example.org:443"),
      ("connect localhost version=1.2", "connect localhost:443 version=1.2"),
      ("compromise server key", "compromise server.key"),
      ("steal server ticket-key", "compromise server.ticket-key"),
      ("set verify off", "set client.verify off"),
      ("set server tickets off", "set server.tickets off"),
      ("set client.fallback off", "set client.fallback-scsv off"),
      ("show certificate", "show cert"), ("show server_hello", "show message server_hello"),
      ("replay flight", "replay flight last"), ("set client.cert on", "set client.cert off"),
      ("set server.client-auth on", "set server.client-auth off"),
      ("set suite TLS_AES_128_GCM_SHA256", "connect suite=TLS_AES_128_GCM_SHA256"),
    ])
  func refused(line: String, meant: String) {
    var interpreter = Interpreter(Lab(seed: 7))
    #expect(interpreter.execute(line).error?.meant == meant)
    #expect(interpreter.lab.sessions.isEmpty)
    // Sockets are another target's.
    guard !meant.contains(":443") else { return }
    #expect(throws: Never.self) { try interpreter.table.check(meant) }
  }

  @Test("A session that is named by its place is named by its number")
  func sessions() {
    var interpreter = Interpreter(Lab(seed: 7))
    _ = interpreter.execute("connect version=1.2")
    let resume = interpreter.execute("connect version=1.2 resume=last").error
    #expect(resume?.meant == "connect version=1.2 resume=S1")
    #expect(interpreter.execute("replay S1").error?.meant == "replay flight S1")
    #expect(interpreter.execute("ladder").error == nil)
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
