import Testing

@testable import Commands

@Suite("A line is taken apart as it was meant")
struct TokenizerTests {
  private func words(_ line: String) throws -> [[String]] {
    try Tokenizer.commands(in: line).map { $0.tokens.map(\.text) }
  }

  @Test func separators() throws {
    #expect(try words("a b;c  d ; ;e") == [["a", "b"], ["c", "d"], ["e"]])
    #expect(try words("a#b # c ; d") == [["a#b"]])
    #expect(try words("  # nothing") == [])
    #expect(try words("") == [])
  }

  @Test func quotes() throws {
    #expect(try words(#"send client "a; b # c""#) == [["send", "client", "a; b # c"]])
    #expect(try words(#"x 'it"s' "it's" """#) == [["x", "it\"s", "it's", ""]])
    #expect(try words(#"x "a\"b\\c\n\t\r" 'it\'s'"#) == [["x", "a\"b\\c\n\t\r", "it's"]])
    #expect(try words(#"early="a b"c"#) == [["early=a bc"]])
    #expect(
      try words("search phone won't register") == [["search", "phone", "won't", "register"]])
    #expect(try words("psk=ada:'a b'") == [["psk=ada:a b"]])
  }

  @Test(arguments: [#"x "a"#, "x 'a", #"x "a\"#, #"x "\q""#])
  func unfinished(line: String) {
    #expect(throws: CommandError.self) { try words(line) }
  }

  @Test func pairs() throws {
    let tokens = try #require(try Tokenizer.commands(in: "x a=b c==d == <= '=' k=\"v=w\"").first)
    #expect(tokens.tokens.map(\.pair?.key) == [nil, "a", "c", nil, nil, nil, "k"])
    #expect(tokens.tokens.map(\.pair?.value) == [nil, "b", "=d", nil, nil, nil, "v=w"])
  }

  @Test func typedText() throws {
    let commands = try Tokenizer.commands(in: "  set  a 'b c' ; walk # x")
    #expect(commands.map(\.text) == ["set  a 'b c'", "walk"])
  }

  @Test func unfinishedCommands() {
    func last(_ line: String) -> [String] {
      Tokenizer.unfinishedCommand(in: line).tokens.map(\.text)
    }
    #expect(last("") == [""])
    #expect(last("sh") == ["sh"])
    #expect(last("show ") == ["show", ""])
    #expect(last("walk; show mes") == ["show", "mes"])
    #expect(last("send client 'a b") == ["send", "client", "a b"])
  }
}
