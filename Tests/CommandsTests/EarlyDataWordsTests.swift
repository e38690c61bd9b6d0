import Commands
import Lab
import Testing

@Suite("Early data is told apart from what waits for the handshake")
struct EarlyDataWordsTests {
  private static func prompt(_ policy: String) -> Typed {
    var prompt = Typed()
    prompt.succeed("set server.early-data \(policy)", "connect version=1.3")
    return prompt
  }

  /// The lines of a screen that hold a text, by their places.
  private static func places(_ text: String, in seen: String) -> [Int] {
    seen.split(separator: "\n").enumerated().filter { $0.element.contains(text) }.map(\.offset)
  }

  @Test("Taken: the record after Finished stands after it, and both times are said") func taken() {
    var prompt = Self.prompt("on")
    prompt.succeed("connect version=1.3 resume=S1 early=\"MESSAGE sip:ben@uc.test\"")
    let seen = prompt.seen
    #expect(seen.contains("23 bytes of early data at once (0 round trips), replayable"))
    #expect(seen.contains("the rest could flow after 40 ms (1 round trip)"))
    #expect(seen.contains("early data, 1 record, taken"))
    let (early, hello) = (
      Self.places("== early data", in: seen), Self.places("ServerHello", in: seen)
    )
    let (finished, rest) = (
      Self.places("EndOfEarlyData, Finished", in: seen), Self.places("of data ==", in: seen)
    )
    #expect(early.count == 1 && hello.count == 1 && finished.count == 1 && rest.count == 1)
    #expect(early + hello + finished + rest == (early + hello + finished + rest).sorted())
    prompt.succeed("where")
    #expect(prompt.seen.contains("early data  taken  MESSAGE sip:ben@uc.test"))
    prompt.succeed("view eavesdropper", "where")
    #expect(prompt.seen.contains("protected application_data record"))
    #expect(!prompt.seen.contains("taken") && !prompt.seen.contains("MESSAGE"))
  }

  @Test("Refused: what was sent in vain is drawn as such, and the reason said") func refused() {
    var prompt = Self.prompt("once")
    prompt.succeed("connect version=1.3 resume=S1 early=hello")
    for (settings, reason) in [
      ("", "early data came with this ticket before"), ("server.early-data=off", "takes none"),
      ("server.retry=on", "another ClientHello"),
    ] {
      prompt.succeed("connect version=1.3 resume=S1 early=hello \(settings)")
      let words = prompt.seen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("5 bytes of early data at once, in vain: "), "\(settings)")
      #expect(words.contains(reason), "\(settings)")
      #expect(words.contains("early data, 1 record, in vain"), "\(settings)")
      #expect(words.contains("the rest could flow"), "\(settings)")
      prompt.succeed("expect sessions.last.early_data == rejected")
    }
  }

  @Test("A replayed flight says what the server did") func replayed() {
    var prompt = Self.prompt("once")
    prompt.succeed("connect version=1.3 resume=S1 early=hello", "replay flight S2")
    #expect(prompt.seen.contains("did NOT take the early data"))
    #expect(prompt.seen.contains("ATTACKER"))
    prompt.succeed(
      "expect sessions.S3.replay_of == S2", "expect sessions.S3.early_data == rejected")
    prompt.succeed("replay flight S2 to=second-server")
    #expect(prompt.seen.contains("TOOK the early data: its application got 5 bytes, as in S2"))
    prompt.succeed(
      "expect sessions.S4.replay_to == second-server", "expect sessions.S4.early_data == accepted",
      "show attacks", "where", "list", "knowledge", "why S4", "vault", "matrix", "m 3",
      "diff S2 S4", "view interceptor", "where", "view client", "where", "view all", "audit S4",
      "show keys", "show state", "undo", "undo", "redo", "redo", "back", "next")
    #expect(prompt.fail("replay flight S1").contains("no first flight"))
    #expect(prompt.fail("replay flight S2 to=third").contains("second-server"))
    #expect(prompt.fail("replay flight").contains("flight"))
    prompt.succeed("record off", "connect version=1.3 resume=S1 early=hello")
    #expect(prompt.fail("replay flight last").contains("was not recorded"))
  }

  @Test("Who listens reads nothing of a replayed flight in any view but that of all")
  func secrecy() {
    var prompt = Self.prompt("on")
    prompt.succeed(
      "connect version=1.3 resume=S1 early=\"the secret word\"", "replay flight S2")
    for view in ["client", "eavesdropper", "interceptor"] {
      prompt.succeed("view \(view)")
      for line in ["where", "list", "m 3", "show keys", "step", "show bytes"] {
        prompt.type(line)
        #expect(!prompt.seen.contains("secret word"), "\(view) \(line)")
      }
    }
  }

  @Test("A copied record is told by its number") func numbers() {
    var prompt = Typed()
    prompt.succeed("replay application_data", "connect version=1.2 kx=ecdhe")
    let words = prompt.seen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("made by the client as number 1; the server expected number 2"))
    #expect(!words.contains("changed on the way"))
    prompt.succeed("why S1")
    #expect(prompt.seen.contains("expected number 2"))
    prompt.succeed("tamper application_data@20 ff", "connect version=1.2 kx=ecdhe")
    #expect(prompt.seen.contains("changed on the way") && !prompt.seen.contains("expected number"))
  }
}
