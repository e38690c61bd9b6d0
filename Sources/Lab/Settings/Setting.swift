import TLSEngine

/// One key, declared once: what it takes, what it is without being set, what it does. What it is for stands
/// in the catalogue under the same key. Each is a static member of this class, spelled like its key:
/// `client.verify` is `clientVerify`.
///
/// `@unchecked Sendable`: nothing changes it after it was made.
public class Setting: @unchecked Sendable {
  public let key: String
  public let accepted: AcceptedValue
  /// What it is in most worlds, without being set.
  public let defaultValue: String

  fileprivate init(
    _ key: String, _ accepted: AcceptedValue, _ defaultValue: String
  ) {
    self.key = key
    self.accepted = accepted
    self.defaultValue = defaultValue
  }

  /// Whether it is about how screens look, and about nothing in the lab.
  public var isOfDisplay: Bool { key.hasPrefix("ui.") }

  /// What it is in a world without being set.
  public func defaultValue(in preset: World.Preset) -> String { defaultValue }

  /// What was typed, as a value; nil where the setting does not take it.
  func read(_ text: String) -> Settings.Choice? { nil }

  /// Puts the value in force where the client has a place for just that.
  func apply(_ settings: Settings, to client: inout ClientConfiguration) {}

  /// The same for the server.
  func apply(_ settings: Settings, to server: inout ServerConfiguration) {}
}

/// A key that knows the type of its value: `settings[.serverPreference]` is a `Side`.
public final class SettingKey<Value: Sendable>: Setting, @unchecked Sendable {
  typealias Applied<Configuration> = @Sendable (inout Configuration, Value) -> Void

  private let takes: Accepted<Value>
  private let usual: Value
  private let presets: [World.Preset: Value]
  private let client: Applied<ClientConfiguration>?
  private let server: Applied<ServerConfiguration>?

  /// - Parameters:
  ///   - usual: the value without being set.
  ///   - presets: the worlds in which that is another.
  ///   - client: where the value goes in the client's configuration, if it goes there as it is.
  ///   - server: the same for the server's.
  init(
    _ key: String, _ takes: Accepted<Value>, usually usual: Value,
    in presets: [World.Preset: Value] = [:],
    client: Applied<ClientConfiguration>? = nil, server: Applied<ServerConfiguration>? = nil
  ) {
    self.takes = takes
    self.usual = usual
    self.presets = presets
    self.client = client
    self.server = server
    super.init(key, takes.shape, takes.write(usual))
  }

  /// A change of this setting, as `Settings.set` takes it.
  public func to(_ value: Value) -> (key: String, value: String) { (key, takes.write(value)) }

  func value(in preset: World.Preset) -> Value { presets[preset] ?? usual }

  public override func defaultValue(in preset: World.Preset) -> String {
    takes.write(value(in: preset))
  }

  override func read(_ text: String) -> Settings.Choice? {
    guard let value = takes.read(text) else { return nil }
    return Settings.Choice(text: takes.write(value), value: value)
  }

  override func apply(_ settings: Settings, to client: inout ClientConfiguration) {
    self.client?(&client, settings[self])
  }

  override func apply(_ settings: Settings, to server: inout ServerConfiguration) {
    self.server?(&server, settings[self])
  }
}

extension SettingKey<Bool> {
  /// A switch; its usual position is named first.
  convenience init(
    _ key: String, usually usual: Bool,
    client: Applied<ClientConfiguration>? = nil, server: Applied<ServerConfiguration>? = nil
  ) {
    let words = [("on", true), ("off", false)]
    self.init(
      key, .choice(usual ? words : words.reversed()), usually: usual, client: client,
      server: server)
  }
}
