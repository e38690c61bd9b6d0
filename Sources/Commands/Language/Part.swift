/// What may follow a verb, as the grammar sees it.
enum Part: Sendable {
  /// This very word.
  case fixed(String)
  case one(WordShape)
  /// One word, or nothing.
  case optional(WordShape)
  /// All words that are left, at least one. Nothing in a text is a switch.
  case rest(WordShape, isText: Bool)
  /// `key=value`.
  case named(String, WordShape, meaning: String)
  /// Any number of pairs whose keys are not fixed.
  case pairs(PairShape)
  /// A switch: `--redact`.
  case flag(String, meaning: String)
  /// A switch with a word after it: `--as tree`.
  case option(String, WordShape, meaning: String)
  /// The switch that asks for what other programs read.
  case json

  /// The key under which a session is named.
  static let sessionKey = "session"

  var syntax: String {
    switch self {
    case .fixed(let word): word
    case .one(let shape): shape.syntax
    case .optional(let shape): "[\(shape.syntax)]"
    case .rest(let shape, _): shape.syntax
    case .named(let key, let shape, _): "[\(Self.pair(key, shape))]"
    case .pairs(let shape): shape.syntax
    case .flag(let name, _): "[\(name)]"
    case .option(let name, let shape, _): "[\(name) \(shape.syntax)]"
    case .json: "[--json]"
    }
  }

  /// Whether it is pairs of any settings.
  var isSettings: Bool {
    if case .pairs(let shape) = self { shape.syntax == PairShape.settings.syntax } else { false }
  }

  /// Whether it names a file.
  var isFile: Bool {
    switch self {
    case .one(let shape), .optional(let shape), .rest(let shape, _), .named(_, let shape, _),
      .option(_, let shape, _):
      shape.isFile
    case .fixed, .pairs, .flag, .json: false
    }
  }

  static func pair(_ key: String, _ shape: WordShape) -> String {
    "\(key)=\(shape.alternatives ?? key.uppercased())"
  }

  var isPositional: Bool {
    switch self {
    case .fixed, .one, .optional, .rest: true
    case .named, .pairs, .flag, .option, .json: false
    }
  }

  /// A switch and what it does.
  var option: (name: String, meaning: String)? {
    switch self {
    case .flag(let name, let meaning), .option(let name, _, let meaning): (name, meaning)
    case .json: ("--json", "for other programs")
    default: nil
    }
  }

  /// What its words, its key or its switch mean. What every form for other programs has is not told
  /// each time.
  var meanings: [Choice] {
    switch self {
    case .fixed, .json: []
    case .one(let shape), .optional(let shape), .rest(let shape, _): shape.choices.told
    case .named(let key, let shape, let meaning):
      ([Choice(Self.pair(key, shape), meaning)]
        + shape.choices.map { Choice("\(key)=\($0.word)", $0.meaning) }).told
    case .pairs(let shape): shape.choices.told
    case .flag(let name, let meaning): [Choice(name, meaning)]
    case .option(let name, let shape, let meaning):
      ([Choice("\(name) \(shape.syntax)", meaning)]
        + shape.choices.map { Choice("\(name) \($0.word)", $0.meaning) }).told
    }
  }
}

extension [Choice] {
  /// Those that say something.
  fileprivate var told: [Choice] { filter { !$0.meaning.isEmpty } }
}

/// What stands before and after the `=` where the keys are not fixed.
package struct PairShape: Sendable {
  var syntax: String
  /// Pairs with a meaning that help tells.
  var choices: [Choice] = []
  /// The keys that can be typed now, each with its `=`.
  var keys: @Sendable (Unfinished) -> [Candidate]
  /// The values for a key.
  var values: @Sendable (Unfinished, String) -> [Candidate]
}
