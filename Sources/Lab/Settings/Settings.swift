import TLSKeys
import TLSWire

/// The settings of the lab: a value for each key, kept as it is typed and checked when it is set.
public struct Settings: Hashable, Sendable, Codable {
  /// What was set by hand; all other keys have their defaults.
  public private(set) var overrides: [String: String] = [:]

  public init() {}

  /// Settings from a file: what could not have been set is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    overrides = try container.decode([String: String].self, forKey: .overrides)
    for (key, value) in overrides {
      guard let setting = SettingCatalogue.setting(key),
        (try? setting.accepted.normalise(value, for: key)) == value
      else {
        throw DecodingError.dataCorruptedError(
          forKey: .overrides, in: container, debugDescription: "\(key) can't be \(value)")
      }
    }
  }

  /// The value in force; the empty string for a key that does not exist.
  public subscript(key: String) -> String {
    overrides[key] ?? SettingCatalogue.setting(key)?.defaultValue ?? ""
  }

  /// Whether a switch is on.
  public func isOn(_ key: String) -> Bool { self[key] == "on" }

  /// The items of a list, in order.
  public func list(_ key: String) -> [String] {
    self[key].split(separator: ",").map { String($0.filter { $0 != " " }) }
  }

  /// Sets one key.
  ///
  /// - Returns: what else changed with it: a shorthand changes other keys.
  /// - Throws: `SettingError`; nothing is changed then.
  @discardableResult
  public mutating func set(_ key: String, to value: String) throws(SettingError) -> [String] {
    try set([(key, value)])
    return SettingCatalogue.consequences(of: key, self[key])
  }

  /// Sets several keys at once: only what comes of all of them must hold together.
  ///
  /// - Throws: `SettingError`; nothing is changed then.
  public mutating func set(_ changes: [(key: String, value: String)]) throws(SettingError) {
    var changed = self
    for (key, value) in changes {
      guard let setting = SettingCatalogue.setting(key) else {
        throw .unknownKey(key, suggestions: SettingCatalogue.suggestions(for: key))
      }
      changed.overrides[key] = try setting.accepted.normalise(value, for: key)
    }
    if let contradiction = changed.contradictions.first { throw .contradiction(contradiction) }
    self = changed
  }

  /// Gives a key its default back.
  public mutating func unset(_ key: String) throws(SettingError) {
    guard SettingCatalogue.setting(key) != nil else {
      throw .unknownKey(key, suggestions: SettingCatalogue.suggestions(for: key))
    }
    var changed = self
    changed.overrides[key] = nil
    if let contradiction = changed.contradictions.first { throw .contradiction(contradiction) }
    self = changed
  }
}

/// Why a setting can't be set.
public enum SettingError: Error, Hashable, Sendable {
  case unknownKey(String, suggestions: [String])
  case badValue(key: String, value: String, allowed: String)
  case contradiction(Contradiction)
}

/// Two settings that can't both hold.
public struct Contradiction: Hashable, Sendable {
  /// The keys, the one that gives way first.
  public var keys: [String]
  public var reason: String
}

/// One key, declared once: what it takes, what it is without being set, what it does.
public struct Setting: Hashable, Sendable {
  public var key: String
  public var accepted: AcceptedValue
  public var defaultValue: String
  public var summary: String

  /// Whether it is about how screens look, and about nothing in the lab.
  public var isOfDisplay: Bool { key.hasPrefix("ui.") }
}

/// What a setting takes.
public enum AcceptedValue: Hashable, Sendable {
  /// One of these words.
  case choice([String])
  /// Some of these names, in order of preference, with commas between.
  case list(of: [String])
  /// One of these words, or the name of a certificate that was made by hand.
  case certificate([String])
  /// A number within bounds.
  case number(ClosedRange<Int>)
  /// Any name, or `off`.
  case name
  /// Any line of text, or `off`.
  case text
  /// A name and a secret with a colon between, or `off`.
  case namedSecret
  /// A session's name, or `off`.
  case session

  static let onOff = AcceptedValue.choice(["on", "off"])

  /// What may be typed, for help and for error messages.
  public var description: String {
    switch self {
    case .choice(let words): words.joined(separator: " ")
    case .certificate(let words):
      words.joined(separator: " ") + ", or a certificate of your own"
    case .list(let names): "a list of: " + names.joined(separator: " ")
    case .number(let bounds): "\(bounds.lowerBound) to \(bounds.upperBound)"
    case .name: "a name, or off"
    case .text: "a line of text, or off"
    case .namedSecret: "NAME:SECRET, or off"
    case .session: "a session such as S1, or off"
    }
  }

  /// The words to offer for completion.
  public var words: [String] {
    switch self {
    case .choice(let words), .list(let words), .certificate(let words): words
    case .number: []
    case .name, .text, .namedSecret, .session: ["off"]
    }
  }

  func normalise(_ value: String, for key: String) throws(SettingError) -> String {
    let refused = SettingError.badValue(key: key, value: value, allowed: description)
    switch self {
    case .choice(let words):
      guard let word = words.first(where: { $0 == value.lowercased() }) else { throw refused }
      return word
    case .certificate(let words):
      // Which names there are the world knows: `Lab.set` asks it.
      if let word = words.first(where: { $0 == value.lowercased() }) { return word }
      guard (1...40).contains(value.utf8.count), !value.utf8.contains(where: { $0 <= 0x20 }) else {
        throw refused
      }
      return value
    case .namedSecret:
      if value.lowercased() == "off" { return "off" }
      let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ (1...200).contains($0.utf8.count) }) else {
        throw refused
      }
      return value
    case .text:
      guard (1...1000).contains(value.utf8.count) else { throw refused }
      return value
    case .list(let names):
      let items = value.split(separator: ",").map { $0.filter { $0 != " " } }
      var found: [String] = []
      for item in items {
        guard let name = names.first(where: { $0.lowercased() == item.lowercased() }) else {
          throw refused
        }
        if !found.contains(name) { found.append(name) }
      }
      guard !found.isEmpty else { throw refused }
      return found.joined(separator: ",")
    case .number(let bounds):
      guard let number = Int(value), bounds.contains(number) else { throw refused }
      return String(number)
    case .session:
      let name = value.prefix(1).uppercased() + value.dropFirst()
      if value.lowercased() == "off" { return "off" }
      guard name.hasPrefix("S"), let number = Int(name.dropFirst()), (1...1 << 20).contains(number),
        name == "S\(number)"
      else { throw refused }
      return name
    case .name:
      // A host name or protocol name goes on the wire: printable ASCII and no longer than 255.
      guard (1...255).contains(value.utf8.count),
        value.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
      else { throw refused }
      return value
    }
  }
}
