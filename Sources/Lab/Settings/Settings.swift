/// The settings of a lab: a value for each key.
public struct Settings: Hashable, Sendable {
  /// The world whose defaults they have.
  private var preset: World.Preset
  /// What was set by hand, by key.
  private var choices: [String: Choice] = [:]

  /// What was set: as words for people and files, and as the value that they stand for.
  struct Choice: Hashable, Sendable {
    var text: String
    var value: any Sendable

    static func == (one: Choice, other: Choice) -> Bool { one.text == other.text }
    func hash(into hasher: inout Hasher) { hasher.combine(text) }
  }

  public init(preset: World.Preset = .uc) { self.preset = preset }

  /// The value in force.
  public subscript<Value>(key: SettingKey<Value>) -> Value {
    choices[key.key]?.value as? Value ?? key.value(in: preset)
  }

  /// The words for the value in force.
  public func text(of setting: Setting) -> String {
    choices[setting.key]?.text ?? setting.defaultValue(in: preset)
  }

  /// Whether it was set by hand, be it to its default.
  public func isSet(_ setting: Setting) -> Bool { choices[setting.key] != nil }

  /// What was set by hand, in words; all other keys have their defaults.
  public var overrides: [String: String] { choices.mapValues(\.text) }

  /// Sets one key.
  ///
  /// - Returns: what else changed with it: a shorthand changes other keys.
  /// - Throws: `SettingError`; nothing is changed then.
  @discardableResult
  public mutating func set(
    _ key: String, to value: String
  ) throws(SettingError) -> [SettingConsequence] {
    try set([(key, value)])
    return key == Setting.serverKX.key ? consequences(of: self[.serverKX]) : []
  }

  /// Sets several keys at once: only what comes of all of them must hold together.
  ///
  /// - Throws: `SettingError`; nothing is changed then.
  public mutating func set(_ changes: [(key: String, value: String)]) throws(SettingError) {
    var changed = self
    for (key, value) in changes {
      let setting = try Self.setting(key)
      guard let choice = setting.read(value) else {
        throw .badValue(key: key, value: value, allowed: setting.accepted)
      }
      changed.choices[key] = choice
    }
    try take(changed)
  }

  /// Gives a key its default back.
  public mutating func unset(_ key: String) throws(SettingError) {
    var changed = self
    changed.choices[try Self.setting(key).key] = nil
    try take(changed)
  }

  private static func setting(_ key: String) throws(SettingError) -> Setting {
    guard let setting = SettingCatalogue.setting(key) else {
      throw .unknownKey(key, suggestions: SettingCatalogue.suggestions(for: key))
    }
    return setting
  }

  private mutating func take(_ changed: Settings) throws(SettingError) {
    if let contradiction = changed.contradictions.first { throw .contradiction(contradiction) }
    self = changed
  }

  /// What a limit changes beside its own key.
  private func consequences(of limit: KeyExchangeLimit) -> [SettingConsequence] {
    guard limit != .any else { return [] }
    return [.limitsSuites(limit)] + (limit.isOnlyBefore13 ? [.limitsVersions] : [])
  }
}

// In a file it is what was set by hand, and the world where its defaults are others than usual.
extension Settings: Codable {
  private enum CodingKeys: String, CodingKey { case overrides, preset }

  /// Settings from a file: what could not have been set is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    preset = try container.decodeIfPresent(World.Preset.self, forKey: .preset) ?? .uc
    for (key, text) in try container.decode([String: String].self, forKey: .overrides) {
      guard let choice = SettingCatalogue.setting(key)?.read(Self.respelled(text)) else {
        throw DecodingError.dataCorruptedError(
          forKey: .overrides, in: container, debugDescription: "\(key) can't be \(text)")
      }
      choices[key] = choice
    }
  }

  /// What was set, in today's words: programs before this one left the hash out of two names.
  private static func respelled(_ text: String) -> String {
    text.split(separator: ",", omittingEmptySubsequences: false)
      .map { ccmOfRFC8442.contains($0) ? "\($0)_SHA256" : $0 }.joined(separator: ",")
  }

  private static let ccmOfRFC8442: Set<Substring> = [
    "TLS_ECDHE_PSK_WITH_AES_128_CCM", "TLS_ECDHE_PSK_WITH_AES_128_CCM_8",
  ]

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(overrides, forKey: .overrides)
    if preset != .uc { try container.encode(preset, forKey: .preset) }
  }

  /// Takes the defaults of the world in which they are found. Programs before this one set those of
  /// theirs that were not the usual ones as if by hand.
  mutating func settle(in preset: World.Preset) {
    guard self.preset != preset else { return }
    self.preset = preset
    for setting in SettingCatalogue.all
    where setting.defaultValue(in: preset) != setting.defaultValue
      && overrides[setting.key] == setting.defaultValue(in: preset)
    {
      choices[setting.key] = nil
    }
  }
}
