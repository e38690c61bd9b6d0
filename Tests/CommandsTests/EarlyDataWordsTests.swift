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
    #expect(prompt.seen.contains("early data ="))
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
}
