import Bytes

extension Lab {
  /// What is small of a lab; the properties of the lab say what each part is.
  struct Rest: Sendable, Codable {
    var settings = Settings()
    var predictions: [String: VaultState] = [:]
    /// Nil in a lab that an older program saved.
    var settledPredictions: [String: VaultState]?
    var predictedNotice: PredictedNotice?
    var current: String?
    var trials: [String: Trial]?
    var breakpoints: [Breakpoint] = []
    var view: View = .all
  }

  /// Takes over what is small of a lab that was saved.
  mutating func take(_ saved: Rest) {
    rest = saved
    settings.settle(in: world.preset)
  }

  public internal(set) var settings: Settings {
    _read { yield rest.settings }
    _modify { yield &rest.settings }
  }

  /// What the learner predicted of the next theft: which recordings are open after it.
  public internal(set) var predictions: [String: VaultState] {
    _read { yield rest.predictions }
    _modify { yield &rest.predictions }
  }

  /// What had been predicted of the last theft, by session.
  public internal(set) var settledPredictions: [String: VaultState] {
    get { rest.settledPredictions ?? [:] }
    set { rest.settledPredictions = newValue }
  }

  /// Whom the learner expects to notice the next attack on a message.
  public internal(set) var predictedNotice: PredictedNotice? {
    get { rest.predictedNotice }
    set { rest.predictedNotice = newValue }
  }

  /// The session that the stepping commands act on.
  public internal(set) var current: String? {
    get { rest.current }
    set { rest.current = newValue }
  }

  /// What was tried in the toolbox, by tool; a lab that an older program saved has none.
  var trials: [String: Trial]? {
    _read { yield rest.trials }
    _modify { yield &rest.trials }
  }

  /// Where `continue` stops.
  public internal(set) var breakpoints: [Breakpoint] {
    _read { yield rest.breakpoints }
    _modify { yield &rest.breakpoints }
  }

  /// Whose eyes the screens use.
  public internal(set) var view: View {
    get { rest.view }
    set { rest.view = newValue }
  }
}

// As programs before this one saved it. All of it is there but for the way back, which would take a
// hundred times the room.
extension Lab: Codable {
  private enum CodingKeys: String, CodingKey {
    case world, sessions, attacker, beginning
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(world: try container.decode(World.self, forKey: .world))
    sessions = try container.decode(SessionList.self, forKey: .sessions)
    attacker = try container.decode(Attacker.self, forKey: .attacker)
    beginning = try container.decodeIfPresent(Session.self, forKey: .beginning)
    take(try Rest(from: decoder))
  }

  public func encode(to encoder: any Encoder) throws {
    try rest.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(world, forKey: .world)
    try container.encode(sessions, forKey: .sessions)
    try container.encode(attacker, forKey: .attacker)
    try container.encodeIfPresent(beginning, forKey: .beginning)
  }
}
