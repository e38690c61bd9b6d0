import Bytes

/// Where one end of a connection stands.
enum ConnectionState: Sendable {
  /// A client that has sent nothing.
  case starting(StartingClient)
  /// A message is to come.
  case waiting(any HandshakeState)
  /// Our close_notify is out, the peer's is not in.
  case closing
  case closed
  // Indirect, because it is several times as large as the others.
  indirect case failed(HandshakeFailure)

  var name: StateName {
    switch self {
    case .starting: .start
    case .waiting(let state): state.name
    case .closing: .closing
    case .closed: .closed
    case .failed: .failed
    }
  }

  /// The state of that kind, if it is in it.
  func waiting<State: HandshakeState>(in _: State.Type) -> State? {
    if case .waiting(let state) = self { state as? State } else { nil }
  }
}

// MARK: Saving

// A state is saved under its name, as the compiler would save one case of an enumeration.
extension ConnectionState: Codable {
  private struct Key: CodingKey, Equatable {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue _: Int) { nil }

    static let starting = Key(stringValue: "startingClient")
    static let closing = Key(stringValue: "closing")
    static let closed = Key(stringValue: "closed")
    static let failed = Key(stringValue: "failed")
  }

  private enum ContentKey: String, CodingKey { case content = "_0" }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    guard let key = container.allKeys.first else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: container.codingPath, debugDescription: "no state"))
    }
    func read<Content: Decodable>(_ type: Content.Type) throws -> Content {
      try container.nestedContainer(keyedBy: ContentKey.self, forKey: key)
        .decode(type, forKey: .content)
    }
    func readState<State: HandshakeState>(_ type: State.Type) throws -> any HandshakeState {
      try read(type)
    }
    switch key {
    case .starting: self = .starting(try read(StartingClient.self))
    case .closing: self = .closing
    case .closed: self = .closed
    case .failed: self = .failed(try read(HandshakeFailure.self))
    default:
      guard let state = Self.structsByKey[key.stringValue] else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: container.codingPath, debugDescription: "no state \(key.stringValue)"))
      }
      self = .waiting(try readState(state))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    func write(_ content: (any Encodable)? = nil, as key: Key) throws {
      var nested = container.nestedContainer(keyedBy: ContentKey.self, forKey: key)
      if let content { try nested.encode(content, forKey: .content) }
    }
    switch self {
    case .starting(let client): try write(client, as: .starting)
    case .waiting(let state): try write(state, as: Key(stringValue: state.name.savedKey))
    case .closing: try write(as: .closing)
    case .closed: try write(as: .closed)
    case .failed(let failure): try write(failure, as: .failed)
    }
  }

  private static let structsByKey: [String: any HandshakeState.Type] = TransitionTable.structs
    .reduce(into: [:]) { $0[$1.key.savedKey] = $1.value }
}

extension StateName {
  /// The name without the marks between its words, as in `expectingServerFinished13`.
  fileprivate var savedKey: String {
    let words = rawValue.filter { $0 != "." }.split(separator: "_")
    let joined = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return joined.prefix(1).lowercased() + joined.dropFirst()
  }
}
