package import Lab
package import Screens

/// One way to use a verb.
public struct Form: Sendable {
  /// What follows the verb.
  var parts: [Part]
  /// Other words for the verb together with the fixed words of this form.
  public var aliases: [String]
  public var meaning: String
  /// Carries it out; nil when all there is to show is data.
  var run: Run?
  /// The same for other programs, where there is something to show: what `--json` asks for.
  var data: ReadData?
  /// Whether it does nothing before the first session.
  var needsSession = false

  typealias Run =
    @Sendable (inout Interpreter, [[Token]]) throws(CommandError) -> Page
  typealias ReadData =
    @Sendable (Interpreter, [[Token]]) throws(CommandError) -> JSONValue

  /// A form that does something.
  ///
  /// - Parameters:
  ///   - words: the fixed words that it begins with.
  ///   - run: gets a value for each parameter.
  package init<each Value>(
    words: String = "", _ parameters: repeat Parameter<each Value>, aliases: [String] = [],
    meaning: String,
    run: @escaping @Sendable (inout Interpreter, repeat each Value) throws(CommandError) -> Page
  ) {
    self.init(words: words, repeat each parameters, aliases: aliases, meaning: meaning)
    self.run = Self.reading(repeat each parameters, after: leadingWords.count, run)
  }

  /// A form that shows something, to people and to other programs.
  package init<each Value>(
    words: String = "", _ parameters: repeat Parameter<each Value>, aliases: [String] = [],
    meaning: String,
    data: @escaping @Sendable (Interpreter, repeat each Value) throws(CommandError) -> JSONValue,
    run: (@Sendable (inout Interpreter, repeat each Value) throws(CommandError) -> Page)? = nil
  ) {
    self.init(words: words, repeat each parameters, aliases: aliases, meaning: meaning)
    let start = leadingWords.count
    if let run { self.run = Self.reading(repeat each parameters, after: start, run) }
    self.data = { interpreter, tokens throws(CommandError) in
      let values = try Self.values(repeat each parameters, of: tokens[start...], interpreter)
      return try data(interpreter, repeat each values)
    }
    parts.append(.json)
  }

  private init<each Value>(
    words: String, _ parameters: repeat Parameter<each Value>, aliases: [String], meaning: String
  ) {
    parts = words.split(separator: " ").map { .fixed(String($0)) }
    repeat parts.append(contentsOf: (each parameters).parts)
    self.aliases = aliases
    self.meaning = Wording.text(of: meaning)
  }

  private static func reading<each Value>(
    _ parameters: repeat Parameter<each Value>, after start: Int,
    _ run: @escaping @Sendable (inout Interpreter, repeat each Value) throws(CommandError) -> Page
  ) -> Run {
    { interpreter, tokens throws(CommandError) in
      let values = try values(repeat each parameters, of: tokens[start...], interpreter)
      return try run(&interpreter, repeat each values)
    }
  }

  /// All values, before the action begins: whoever reads them keeps no copy of the lab meanwhile.
  private static func values<each Value>(
    _ parameters: repeat Parameter<each Value>, of tokens: ArraySlice<[Token]>,
    _ interpreter: Interpreter
  ) throws(CommandError) -> (repeat each Value) {
    var reader = ParameterReader(tokens: tokens, interpreter: interpreter)
    return (repeat try reader.read(each parameters))
  }
}

extension Form {
  /// The same form, offered from the first session on only.
  func afterConnecting() -> Form {
    var copy = self
    copy.needsSession = true
    return copy
  }

  /// The fixed words that the form begins with.
  package var leadingWords: [String] {
    var words: [String] = []
    for part in parts {
      guard case .fixed(let word) = part else { break }
      words.append(word)
    }
    return words
  }

  /// The form as it is printed: `show message [N|NAME] [--as FORM]`.
  public func syntax(of verb: String) -> String {
    ([verb] + parts.map(\.syntax)).joined(separator: " ")
  }

  /// What its words, pairs and switches mean.
  var meanings: [Choice] { parts.flatMap(\.meanings) }

  /// Whether it takes pairs at all: then no pair is a word.
  var takesPairs: Bool {
    parts.contains { if case .named = $0 { true } else if case .pairs = $0 { true } else { false } }
  }

  /// The keys that are fixed.
  var keys: [String] {
    parts.compactMap { if case .named(let key, _, _) = $0 { key } else { nil } }
  }

  /// Pairs whose keys are not fixed, where it takes them.
  var pairs: PairShape? {
    for case .pairs(let shape) in parts { return shape }
    return nil
  }

  /// Whether it lists what the other forms of its command are about.
  var lists: Bool { leadingWords == ["list"] }

  var optionNames: [String] { parts.compactMap(\.option?.name) }

  /// Whether it ends in free text, in which `--` has no meaning.
  var isText: Bool {
    parts.contains { if case .rest(_, isText: true) = $0 { true } else { false } }
  }

  /// Whether what was typed asks for data.
  func asksForData(_ tokens: [[Token]]) -> Bool {
    run == nil || saysJSON(tokens)
  }

  /// Whether `--json` was typed.
  func saysJSON(_ tokens: [[Token]]) -> Bool {
    zip(parts, tokens).contains { part, tokens in
      if case .json = part { !tokens.isEmpty } else { false }
    }
  }
}
