/// Which of the two ends of a conversation something is.
public protocol ConversationRole: Sendable {
  /// The type of this end in an application.
  static func type<A: Application>(in application: A.Type) -> any ConversationEnd.Type
}

public enum ClientRole: ConversationRole {
  public static func type<A: Application>(in _: A.Type) -> any ConversationEnd.Type {
    A.Client.self
  }
}

public enum ServerRole: ConversationRole {
  public static func type<A: Application>(in _: A.Type) -> any ConversationEnd.Type {
    A.Server.self
  }
}

public typealias ApplicationClient = ApplicationEnd<ClientRole>
public typealias ApplicationServer = ApplicationEnd<ServerRole>

/// One end of a conversation, whatever the application.
public struct ApplicationEnd<Role: ConversationRole>: Sendable, Hashable {
  /// The end itself, for whoever knows the application.
  public private(set) var end: any ConversationEnd
  /// Of which application it is.
  private let savedName: String

  /// - Parameter scenario: of which application it is.
  public init(_ end: some ConversationEnd, of scenario: ApplicationScenario) {
    self.init(end, savedAs: scenario.savedName)
  }

  init(_ end: some ConversationEnd, savedAs savedName: String) {
    self.end = end
    self.savedName = savedName
  }

  /// The first words; nothing when they were said before.
  public mutating func start() -> [[UInt8]] { end.start() }

  /// Takes what has arrived, in whatever pieces, and returns the answers, one element a record.
  public mutating func receive(_ bytes: [UInt8]) -> [[UInt8]] { end.receive(bytes) }

  /// What its owner ends a call with; nothing where there is none.
  public mutating func hangUp() -> [[UInt8]] { end.hangUp() }

  /// Whether something that it writes comes from beyond another hop.
  public func isFromBeyond(_ written: [UInt8]) -> Bool { end.isFromBeyond(written) }

  /// Whether the conversation is over, well or badly.
  public var isFinished: Bool { end.isFinished }

  /// Whether the conversation reached what it was for.
  public var hasSucceeded: Bool { end.hasSucceeded }

  public static func == (one: Self, other: Self) -> Bool {
    one.savedName == other.savedName && AnyHashable(one.end) == AnyHashable(other.end)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(end)) }
}

// In a saved lab: the application's name, and below it the end.
extension ApplicationEnd: Codable {
  public init(from decoder: any Decoder) throws {
    let names = try decoder.container(keyedBy: SavedName.self)
    for application in ApplicationScenario.applications + ApplicationScenario.hops {
      let name = SavedName(application.savedName)
      guard names.contains(name) else { continue }
      let container = try names.nestedContainer(keyedBy: SavedName.self, forKey: name)
      self = try Self.decoded(Role.type(in: application), name.stringValue, container)
      return
    }
    throw DecodingError.dataCorrupted(
      .init(codingPath: decoder.codingPath, debugDescription: "no application of this name"))
  }

  private static func decoded<End: ConversationEnd>(
    _ type: End.Type, _ name: String, _ container: KeyedDecodingContainer<SavedName>
  ) throws -> Self {
    Self(try container.decode(type, forKey: .end), savedAs: name)
  }

  public func encode(to encoder: any Encoder) throws {
    var names = encoder.container(keyedBy: SavedName.self)
    var container = names.nestedContainer(keyedBy: SavedName.self, forKey: SavedName(savedName))
    try container.encode(end, forKey: .end)
  }
}

private struct SavedName: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }

  static let end = Self("_0")
}
