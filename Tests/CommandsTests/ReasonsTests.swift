import Commands
import Lab
import Screens
import Testing

@Suite("Reasons that are held back come when they are asked for")
struct ReasonsTests {
  /// What each screen says only as a reason.
  private static let told: [(lines: [String], screen: String, reasons: [String])] = [
    ([], "connect kx=rsa", ["stolen later", "needs the certificate's private key"]),
    (
      [], "connect kx=ecdhe version=1.2",
      ["only signs", "keys erased", "ephemeral keys erased"]
    ),
    ([], "connect version=1.3", ["only signs", "erased"]),
    (["connect kx=rsa", "connect version=1.3"], "vault", ["needs the certificate", "erased"]),
    (["connect kx=rsa"], "decrypt all", ["needs the certificate"]),
    (
      ["connect kx=rsa", "connect kx=ecdhe version=1.2"], "compromise server.key",
      ["decrypts the pre-master", "only signed", "impersonate", "can prove to be"]
    ),
    (["connect kx=rsa"], "compromise client.key", ["only ever signs"]),
    (["connect kx=rsa"], "matrix", ["erased or never made"]),
    (["compromise server.key"], "mitm on cert=stolen", ["nothing is wrong"]),
    ([], "mitm on cert=own-ca", ["nobody trusts"]),
    (["mitm on cert=own-ca"], "connect", ["no path", "because", "wanted"]),
    (["tamper server_hello.random flip"], "connect version=1.2 kx=ecdhe", ["both randoms"]),
  ]

  @Test(
    "The result alone, and with 'why' the screen as it would have been", arguments: told.indices)
  func screen(place: Int) {
    let (lines, screen, reasons) = Self.told[place]
    var shown = Typed()
    var asked = Typed()
    for line in lines {
      shown.succeed(line)
      asked.succeed(line)
    }
    asked.succeed("set ui.reasons asked")
    let whole = shown.interpreter.execute(screen).page
    let result = asked.interpreter.execute(screen).page
    #expect(result.next.last == "why")
    for reason in reasons where whole.plainText.contains(reason) {
      #expect(!result.plainText.contains(reason), "\(reason)")
    }
    #expect(reasons.contains { whole.plainText.contains($0) })
    #expect(!result.blocks.isEmpty && result != whole)
    let why = asked.interpreter.execute("why").page
    #expect(why.plainText.hasPrefix(whole.plainText.split(separator: "\n")[0]))
    #expect(Page(why.blocks).plainText == Page(whole.blocks).plainText)
  }

  @Test("Results stay: the outcome, the alert, what opened, what was read")
  func results() {
    var prompt = Typed()
    prompt.succeed("set ui.reasons asked", "connect kx=rsa")
    #expect(prompt.seen.contains("[SEALED]") && prompt.seen.contains("bytes"))
    prompt.succeed("compromise server.key")
    #expect(prompt.seen.contains("[OPEN]") && prompt.seen.contains("S1 said:"))
    prompt.succeed("mitm on cert=own-ca", "connect")
    #expect(prompt.seen.contains("[SAFE]") && prompt.seen.contains("unknown_ca"))
    prompt.succeed("set client.verify off", "connect")
    #expect(prompt.seen.contains("[FOOLED]") && prompt.seen.contains("READ"))
    prompt.succeed("matrix")
    #expect(prompt.seen.contains("OPEN"))
  }

  @Test("Whoever asks about one session, and every other program, gets all of it")
  func whole() {
    var prompt = Typed()
    prompt.succeed("connect kx=rsa", "set ui.reasons asked")
    for line in ["why S1", "vault S1", "decrypt S1", "vault --json", "state sessions"] {
      var shown = prompt
      shown.succeed("set ui.reasons shown")
      let held = prompt.interpreter.execute(line).page
      #expect(held.plainText == shown.interpreter.execute(line).page.plainText, "\(line)")
    }
    prompt.succeed("expect sessions.S1.vault == sealed")
  }

  @Test("Nothing is held back of what was undone, and without anything held 'why' is a session's")
  func forgotten() {
    var prompt = Typed()
    prompt.succeed("connect kx=rsa", "set ui.reasons asked", "vault", "connect kx=dhe", "undo")
    let why = prompt.interpreter.execute("why").page.plainText
    #expect(why == prompt.interpreter.execute("why S1").page.plainText)
  }

  @Test("It is the reader's own: another world and a reset leave it as it is")
  func kept() {
    var prompt = Typed()
    prompt.succeed("set ui.reasons asked", "world new uc seed=5")
    prompt.succeed("expect settings.ui.reasons == asked")
    prompt.succeed("unset ui.reasons", "expect settings.ui.reasons == shown")
  }

  @Test("A prediction is about the next theft, is shown beside it, and then is history")
  func theft() {
    var prompt = Typed()
    prompt.succeed("connect kx=rsa", "predict S1=sealed", "vault")
    #expect(!prompt.seen.contains("you said sealed\n\n"))
    let first = prompt.interpreter.execute("compromise server.key").page.plainText
    #expect(first.contains("you said") && first.contains("sealed"))
    prompt.succeed("expect settled_predictions.S1 == sealed")
    #expect(prompt.interpreter.lab.predictions.isEmpty)
    let second = prompt.interpreter.execute("compromise ca.key").page.plainText
    #expect(!second.contains("you said"))
    prompt.succeed("undo", "undo")
    #expect(prompt.interpreter.lab.predictions == ["S1": .sealed])
  }

  @Test("On a projector it stands beside the result, too")
  func projected() {
    var prompt = Typed()
    prompt.succeed("connect kx=rsa", "set ui.present on", "predict S1=sealed")
    let page = prompt.interpreter.execute("compromise server.key").page
    #expect(page.presented.plainText.contains("you said sealed"))
    #expect(!prompt.interpreter.execute("compromise ca.key").page.plainText.contains("you said"))
  }

  @Test("No screen suggests a prediction")
  func suggested() {
    var prompt = Typed()
    for line in ["connect kx=rsa", "vault", "tamper application_data", "downgrade 1.2"] {
      for next in prompt.interpreter.execute(line).page.next where next.hasPrefix("predict") {
        #expect(next.contains("|"), "\(line): \(next)")
      }
    }
  }
}
