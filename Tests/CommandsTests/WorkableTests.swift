import Foundation
import Lab
import Screens
import Testing

@testable import Commands

/// Whoever types what is offered gets on.
@Suite("What is offered to be typed works when it is typed")
struct WorkableTests {
  @Test(
    "In the words of the place",
    arguments: [
      ("set client.verify=off", "set client.verify off"),
      ("set verify=off", "set client.verify off"),
      ("set server.kx = rsa", "set server.kx rsa"),
      ("unset client.verify=off", "unset client.verify"),
      ("connect media=dtls-srtp", "connect app.media=dtls-srtp"),
      ("connect media dtls-srtp", "connect app.media=dtls-srtp"),
      ("connect tls1.2 ecdhe", "connect version=1.2 kx=ecdhe"),
      ("connect TLSv1.3", "connect version=1.3"), ("walk tls12 rsa", "walk version=1.2 kx=rsa"),
      ("connect version=1.4", "connect version=1.3"),
      ("connect kx rsa version 1.2", "connect kx=rsa version=1.2"),
      ("set media dtls", "set app.media dtls-srtp"), ("read S1", "decrypt S1"),
      ("decrypt S9", "decrypt S1"), ("show S1", "where session=S1"),
      ("show certificate", "show cert"),
      ("expect sessions.S1.kxx == rsa", "expect sessions.S1.kx == rsa"),
    ])
  func exact(line: String, meant: String) {
    var prompt = Typed.afterStealing
    #expect(prompt.interpreter.execute(line).error?.meant == meant)
    #expect(prompt.interpreter.execute(meant).error == nil || meant.hasPrefix("expect"))
  }

  @Test(
    "What is offered keeps the switches that were typed, and the session",
    arguments: [
      ("export all v1 session=S2 --redact", "export all v1 session=S1 --redact"),
      ("export text v3.txt session=S9 --redact", "export text v3.txt session=S1 --redact"),
      ("export pcapng F --redact session=S2", "export pcapng F --redact session=S1"),
      ("export all v1 S9 --redact --replace", "export all v1 S1 --redact --replace"),
      ("exprt all 'my file' --redact", "export all \"my file\" --redact"),
      ("show client_hello session=S1 --as tree", "show message client_hello session=S1 --as tree"),
      ("show field client_hello.randm session=S1", "show field client_hello.random session=S1"),
    ])
  func switches(line: String, meant: String) {
    var prompt = Typed.afterStealing
    #expect(prompt.interpreter.execute(line).error?.meant == meant)
    #expect(throws: Never.self) { try prompt.interpreter.table.check(meant) }
  }

  @Test(
    "Where two sessions are named none is taken",
    arguments: ["session=S2 S1", "session=S1 S9", "S1 S2", "session=S1 session=S1"])
  func twoSessions(names: String) throws {
    let folder = try TemporaryFolder()
    var prompt = Typed(folder: folder.url)
    prompt.succeed("connect kx=rsa", "connect kx=rsa")
    #expect(prompt.fail("export all v1 \(names) --redact").contains("two sessions are named"))
    #expect(prompt.fail("show keys \(names)").contains("two sessions are named"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("v1").path))
  }

  @Test("The key of somebody who has another name here")
  func otherName() {
    var prompt = Typed()
    #expect(prompt.interpreter.execute("steal proxy.key").error?.meant == "compromise server.key")
  }

  @Test("Where nothing near can be done nothing is offered, but why not")
  func none() {
    var prompt = Typed()
    let error = prompt.interpreter.execute("set scenario sip-chat").error
    #expect(error?.meant == nil)
    #expect(error?.details.contains { $0.contains("sip-call") } == true)
    #expect(prompt.interpreter.execute("break S1").error?.meant == nil)
  }

  @Test("Why it can't be done is said once")
  func once() {
    var prompt = Typed.afterConnecting
    let error = prompt.interpreter.execute("compromise server.ephemeral").error
    #expect(error?.what.contains("was erased at step") == true)
    #expect(error?.details.contains { $0.contains("was erased at step") } == false)
  }

  @Test("What was tried to find it leaves nothing behind")
  func untouched() {
    var prompt = Typed.afterConnecting
    let before = prompt.lab.stateDocument
    _ = prompt.interpreter.execute("conect kx=rsa")
    _ = prompt.interpreter.execute("comprimise server.key")
    #expect(prompt.lab.stateDocument == before)
  }

  // MARK: Properties

  /// Commands as people type them, to be spoilt.
  private static let right = [
    "connect kx=rsa version=1.2", "connect version=1.3 group=x25519", "set client.verify off",
    "set server.kx ecdhe", "compromise server.key", "forget server.key", "decrypt S1", "why S1",
    "mitm on cert=own-ca", "show message client_hello", "show cert", "vault S1", "walk kx=dhe",
    "tamper application_data@20 flip", "replay application_data", "update-keys server",
    "send client hello", "audit", "timeline", "renew server.key", "settings client",
    "cert use expired",
    "ca distrust firm", "show field server_hello.random", "explain SNI", "diff S1 S1", "strip on",
    "predict S1=open", "help connect", "view proxy", "downgrade 1.2", "break certificate",
  ]

  @Test("Of lines that are spoilt in many ways, whatever is offered can be done", arguments: 0..<12)
  func spoilt(round: Int) {
    var generator = SmallGenerator(state: UInt64(round) &+ 77)
    let prompt = round % 2 == 0 ? Typed.afterConnecting : Typed.afterStealing
    var offered = 0
    for line in Self.right {
      let spoilt = Self.spoilt(line, &generator)
      var interpreter = prompt.interpreter
      guard let meant = interpreter.execute(spoilt).error?.meant else { continue }
      offered += 1
      var fresh = prompt.interpreter
      let error = fresh.execute(meant).error
      #expect(error == nil, "'\(spoilt)' offers '\(meant)': \(error?.what ?? "")")
    }
    #expect(offered > 5)
  }

  private static func spoilt(_ line: String, _ generator: inout SmallGenerator) -> String {
    var characters = Array(line)
    let place = Int(generator.next() % UInt64(characters.count))
    switch generator.next() % 7 {
    case 0: characters.remove(at: place)
    case 1: characters.insert(characters[place], at: place)
    case 2 where place > 0: characters.swapAt(place, place - 1)
    case 3: return line.replacing("=", with: " ")
    case 4: return line.replacing(" ", with: "=")
    case 5: return line.split(separator: " ").dropLast().joined(separator: " ") + "x"
    default: return line.split(separator: " ").dropFirst().joined(separator: " ")
    }
    return String(characters)
  }

  @Test("What a screen offers next can be done then, wherever one stands")
  func next() {
    var prompt = Typed()
    let lines = [
      "world show", "settings", "connect kx=rsa", "vault", "compromise server.key", "decrypt S1",
      "forget server.key", "why S1", "knowledge", "where", "list", "matrix", "audit", "timeline",
      "walk kx=ecdhe version=1.2", "next", "show message 1", "finish", "list", "continue", "list",
      "where", "set app.hops proxy", "connect", "cascade", "view proxy", "view all",
      "set app.hops direct", "strip on", "connect scenario=chat-xmpp client.starttls=opportunistic",
      "list", "where", "knowledge", "connect scenario=chat-xmpp client.starttls=require",
      "strip off",
      "mitm on cert=own-ca", "connect", "why last", "set client.verify off", "connect", "mitm off",
      "set server.early-data on", "connect", "show attacks", "loot", "cert list", "ca list", "undo",
      "downgrade 1.2", "connect", "show sessions", "explain SNI", "help", "record off", "connect",
      "vault", "cascade", "wait 30d", "renew server.key", "connect version=1.3", "update-keys",
      "compromise server.traffic-secret", "reset", "vault", "matrix", "timeline",
    ]
    for line in lines {
      let outcome = prompt.interpreter.execute(line)
      guard case .page(let page)? = outcome.answers.last else { continue }
      for next in page.next where !Self.isForm(next) && (try? CommandTable.lab.check(next)) != nil {
        var copy = prompt.interpreter
        let error = copy.executeConfined(next).error
        #expect(error == nil, "behind '\(line)' stands '\(next)': \(error?.what ?? "")")
      }
    }
  }

  /// A form with something to be filled in, or what reaches files.
  private static func isForm(_ next: String) -> Bool {
    next.contains("|") || next.hasPrefix("export")
      || next.split(separator: " ").contains { $0.count > 1 && $0.allSatisfy { $0.isUppercase } }
  }
}
