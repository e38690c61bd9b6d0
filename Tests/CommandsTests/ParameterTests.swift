import Lab
import Screens
import TLSKeys
import Testing

@testable import Commands

@Suite("An action gets values, and nil for what was left out")
struct ParameterTests {
  private static let probe = Command(
    "probe", .help, "says what it gets",
    forms: [
      Form(
        words: "all of", .one(.number("N")), .optional(.side), .rest(.any("WORD")),
        .named("seed", .seed), .option("--as", .choice("FORM"), meaning: "how"),
        .flag("--loud", meaning: "louder"), meaning: "everything",
        data: everything),
      Form(words: "text", .text("TEXT"), meaning: "text", run: { Page(lines: [$1]) }),
      Form(
        words: "word", .whether(Choice("loud", "louder")), meaning: "a word",
        run: { _, isLoud in Page(lines: ["\(isLoud)"]) }),
      Form(words: "session", .session, meaning: "a session", run: { Page(lines: [$1.id]) }),
    ])

  private static func everything(
    _ interpreter: Interpreter, _ number: Int, _ side: Side?, _ words: [String], _ seed: UInt64?,
    _ form: MessageForm?, _ isLoud: Bool
  ) -> JSONValue {
    let form = form?.rawValue ?? "-"
    return .string(
      "\(number) \(side?.rawValue ?? "-") \(words) \(seed ?? 0) \(form) \(isLoud)")
  }

  private func said(_ line: String) -> String {
    var interpreter = Interpreter(Lab(seed: 1), table: CommandTable([Self.probe]))
    let outcome = interpreter.execute(line)
    return outcome.error?.what ?? outcome.page.plainText.split(separator: "\n").first.map(
      String.init) ?? ""
  }

  @Test(arguments: [
    ("3 client a b seed=7 --as hex --loud", #"3 client ["a", "b"] 7 hex true"#),
    ("3 server a --as tree b seed=1 seed=7", #"3 server ["a", "b"] 7 tree false"#),
    ("1 client client", #"1 client ["client"] 0 - false"#),
  ])
  func values(line: String, values: String) { #expect(said("probe all of " + line) == values) }

  @Test func texts() {
    #expect(said("probe text a  --b 'c d'") == "a --b c d")
    #expect(said("probe word loud") == "true")
    #expect(said("probe word") == "false")
  }

  @Test(
    "What can't be is refused before the action begins",
    arguments: [
      ("all of", "'probe all of' needs N"), ("all of 0 a", "'probe all of' takes no '0'"),
      ("all of 1 client", "'probe all of 1 client' needs WORD"),
      ("all of 1 client a --as x", "'probe all of 1 client a --as' has no 'x'"),
      ("all of 1 client a --x", "'probe all of 1 client a' has no option '--x'"),
      ("all of 1 client a seed=-1", "'-1' is no seed"),
      ("all of 1 client a sead=1", "'probe all of 1 client a' knows no 'sead=' but seed="),
      ("session", "there is no session yet"), ("session session=S9", "no session 'S9'"),
    ])
  func refused(line: String, reason: String) {
    #expect(said("probe " + line).contains(reason), "\(said("probe " + line))")
  }
}
