import Screens

/// Takes a line apart: `;` separates commands, `#` at the beginning of a word starts a comment,
/// blanks separate words, `"…"` and `'…'` keep them together; behind a letter `'` is an apostrophe.
package struct Tokenizer {
  private var rest: Substring
  private var commands: [TypedCommand] = []
  private var tokens: [Token] = []
  private var word: Word?
  private var start: String.Index
  /// The quote that was not closed.
  private var openQuote: Character?

  private struct Word {
    var text = ""
    var isQuoted = false
    /// Characters before the first `=` outside quotes.
    var keyLength: Int?
  }

  /// The commands in a line.
  ///
  /// - Throws: when a quote is not closed or an escape is unknown.
  package static func commands(in line: String) throws(CommandError) -> [TypedCommand] {
    var tokenizer = Tokenizer(line)
    try tokenizer.read()
    return tokenizer.commands
  }

  /// The words of the command that a line ends in, for completion: with the last, unfinished word,
  /// which is empty after a blank. A quote may be open.
  static func unfinishedCommand(in line: String) -> UnfinishedCommand {
    var tokenizer = Tokenizer(line)
    var place = line.startIndex
    do throws(CommandError) {
      while !tokenizer.rest.isEmpty {
        if tokenizer.word == nil { place = tokenizer.rest.startIndex }
        try tokenizer.readCharacter()
      }
    } catch {
      guard tokenizer.openQuote != nil else {
        return UnfinishedCommand(tokens: tokenizer.tokens + [Token("", isQuoted: true)])
      }
    }
    guard tokenizer.word != nil else {
      return UnfinishedCommand(tokens: tokenizer.tokens + [Token("")])
    }
    tokenizer.endWord()
    return UnfinishedCommand(
      tokens: tokenizer.tokens, typed: String(line[place...]), openQuote: tokenizer.openQuote)
  }

  /// A command as far as it was typed.
  struct UnfinishedCommand {
    /// Its words, the unfinished one last.
    var tokens: [Token]
    /// The last word as it was typed, with its quotes.
    var typed = ""
    /// The quote in which that stands.
    var openQuote: Character?
  }

  private init(_ line: String) {
    rest = line[...]
    start = line.startIndex
  }

  private mutating func read() throws(CommandError) {
    while let character = rest.first {
      if character == "#" && word == nil {
        endCommand(before: rest.startIndex)
        return
      }
      try readCharacter()
    }
    endCommand(before: rest.endIndex)
  }

  private mutating func readCharacter() throws(CommandError) {
    if readRun() { return }
    let place = rest.startIndex
    let character = rest.removeFirst()
    switch character {
    case ";":
      endCommand(before: place)
      start = rest.startIndex
    // An apostrophe: won't.
    case "'" where word?.isQuoted == false && word?.text.last?.isLetter == true:
      add(character)
    case "\"", "'":
      try readQuoted(until: character)
    case _ where character.isWhitespace:
      endWord()
    default:
      add(character)
    }
  }

  /// Takes letters, digits and the like in one piece, up to whatever could mean something.
  private mutating func readRun() -> Bool {
    var end = rest.startIndex
    var last = end
    let bytes = rest.utf8
    while end < bytes.endIndex, bytes[end] > 0x20, bytes[end] < 0x7f,
      !Self.marks.contains(bytes[end])
    {
      last = end
      end = bytes.index(after: end)
    }
    // What is not ASCII may change the character before it.
    if end < bytes.endIndex, bytes[end] >= 0x80 { end = last }
    guard end > rest.startIndex else { return false }
    if word == nil { word = Word() }
    word?.text.append(contentsOf: rest[..<end])
    rest = rest[end...]
    return true
  }

  /// Whatever may be more than a letter of a word.
  private static let marks = Array(";\"'#=\\".utf8)

  /// In place: a copy for each character would make a long word cost the square of its length.
  private mutating func add(_ character: Character) {
    if word == nil { word = Word() }
    if character == "=", let word, word.keyLength == nil { self.word?.keyLength = word.text.count }
    word?.text.append(character)
  }

  private mutating func readQuoted(until quote: Character) throws(CommandError) {
    var longer = word ?? Word()
    longer.isQuoted = true
    while let character = rest.popFirst() {
      if character == quote {
        word = longer
        return
      }
      longer.text.append(character == "\\" ? try readEscape() : character)
    }
    (word, openQuote) = (longer, quote)
    throw CommandError("the quote \(quote) is not closed")
  }

  private mutating func readEscape() throws(CommandError) -> Character {
    guard let character = rest.popFirst() else { throw CommandError("nothing follows the \\") }
    switch character {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "\\", "\"", "'": return character
    default:
      throw CommandError("unknown escape '\\\(character)'", details: [#"known: \n \r \t \\ \" \'"#])
    }
  }

  private mutating func endWord() {
    guard let word else { return }
    tokens.append(Token(word.text, isQuoted: word.isQuoted, pair: pair(in: word)))
    self.word = nil
  }

  private func pair(in word: Word) -> Token.Pair? {
    // Operators such as `==` are no pairs.
    guard let length = word.keyLength, word.text.first?.isLetter == true else { return nil }
    return Token.Pair(
      key: String(word.text.prefix(length)), value: String(word.text.dropFirst(length + 1)))
  }

  private mutating func endCommand(before end: String.Index) {
    endWord()
    if !tokens.isEmpty {
      let typed = rest.base[start..<end]
      let text = typed.drop { $0.isWhitespace }
      commands.append(TypedCommand(text: String(text).trimmedAtEnd, tokens: tokens))
    }
    tokens = []
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var copy = self
    while copy.last?.isWhitespace == true { copy.removeLast() }
    return copy
  }
}
