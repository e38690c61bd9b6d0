import Screens

/// What may follow a verb, and the value that an action gets for it: a form has no action that asks
/// for something else.
package struct Parameter<Value: Sendable>: Sendable {
  /// Most have one part; several make one value together.
  var parts: [Part]
  /// The value of what was typed for each part.
  var read: @Sendable ([[Token]], Interpreter) throws(CommandError) -> Value

  init(
    _ part: Part,
    read: @escaping @Sendable ([Token], Interpreter) throws(CommandError) -> Value
  ) {
    parts = [part]
    self.read = { tokens, interpreter throws(CommandError) in
      try read(tokens.first ?? [], interpreter)
    }
  }

  /// Several that make one value.
  package init<each Item>(
    _ parameters: repeat Parameter<each Item>,
    make: @escaping @Sendable (repeat each Item) throws(CommandError) -> Value
  ) {
    parts = []
    repeat parts.append(contentsOf: (each parameters).parts)
    read = { tokens, interpreter throws(CommandError) in
      var reader = ParameterReader(tokens: tokens[...], interpreter: interpreter)
      return try make(repeat try reader.read(each parameters))
    }
  }
}

extension Parameter {
  /// The value of words that a shell took apart, read as they are behind a verb.
  ///
  /// - Throws: what the prompt would say of them.
  package func value(
    of words: [String], after verb: String, _ interpreter: Interpreter
  ) throws(CommandError) -> Value {
    let form = Form(self, meaning: "") { (_, _: Value) in Page() }
    let command = Command(verb, .connect, "", forms: [form])
    return try read(try command.match(words.map(Token.init(shellWord:))).taken, interpreter)
  }
}

/// Gives each parameter of a form what was typed for it.
struct ParameterReader {
  var tokens: ArraySlice<[Token]>
  let interpreter: Interpreter

  mutating func read<Value>(_ parameter: Parameter<Value>) throws(CommandError) -> Value {
    let own = Array(tokens.prefix(parameter.parts.count))
    tokens = tokens.dropFirst(parameter.parts.count)
    return try parameter.read(own, interpreter)
  }
}

extension Parameter {
  /// One word.
  package static func one(_ word: Word<Value>) -> Parameter {
    Parameter(.one(word.shape)) { tokens, interpreter throws(CommandError) in
      // The grammar sees to it that it is there.
      guard let token = tokens.last else { throw CommandError("\(word.shape.label) is missing") }
      return try word.read(token.text, interpreter)
    }
  }

  /// One word, or nothing.
  package static func optional<Item>(_ word: Word<Item>) -> Parameter where Value == Item? {
    Parameter(.optional(word.shape)) { tokens, interpreter throws(CommandError) in
      try tokens.last.map { token throws(CommandError) in try word.read(token.text, interpreter) }
    }
  }

  /// All words that are left, at least one.
  package static func rest<Item>(_ word: Word<Item>) -> Parameter where Value == [Item] {
    Parameter(.rest(word.shape, isText: false)) { tokens, interpreter throws(CommandError) in
      try tokens.map { token throws(CommandError) in try word.read(token.text, interpreter) }
    }
  }

  /// `key=value`, or nothing; of several with that key the last one counts, but no two sessions may be named.
  package static func named<Item>(
    _ key: String, _ word: Word<Item>, meaning: String = ""
  ) -> Parameter where Value == Item? {
    Parameter(.named(key, word.shape, meaning: meaning)) {
      tokens, interpreter throws(CommandError) in
      try tokens.last?.pair.map { pair throws(CommandError) in
        try word.read(pair.value, interpreter)
      }
    }
  }

  /// A switch with a word after it, or nothing: `--as tree`.
  package static func option<Item>(
    _ name: String, _ word: Word<Item>, meaning: String
  ) -> Parameter where Value == Item? {
    Parameter(.option(name, word.shape, meaning: meaning)) {
      tokens, interpreter throws(CommandError) in
      try tokens.last.map { token throws(CommandError) in try word.read(token.text, interpreter) }
    }
  }
}

extension Parameter where Value == String {
  /// Text to the end of the line, put together with blanks; nothing in it is a switch.
  package static func text(_ label: String) -> Parameter {
    Parameter(.rest(WordShape(label: label), isText: true)) { tokens, _ in
      tokens.map(\.text).joined(separator: " ")
    }
  }

  /// All words that are left, put together with blanks.
  package static func joined(_ word: Word<String>) -> Parameter {
    Parameter(.rest(word.shape, isText: false)) { tokens, _ in
      tokens.map(\.text).joined(separator: " ")
    }
  }
}

extension Parameter where Value == Bool {
  /// A switch: `--diff`.
  package static func flag(_ name: String, meaning: String) -> Parameter {
    Parameter(.flag(name, meaning: meaning)) { tokens, _ in !tokens.isEmpty }
  }

  /// This very word, or nothing.
  package static func whether(_ choice: Choice) -> Parameter {
    var shape = WordShape(label: choice.word, choices: [choice])
    shape.isClosed = true
    shape.accepts = { $0 == choice.word }
    return Parameter(.optional(shape)) { tokens, _ in !tokens.isEmpty }
  }
}
