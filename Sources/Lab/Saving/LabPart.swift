import SavedValues

/// What a saved lab consists of beside its sessions: each part is written when it has changed.
enum LabPart: String, CaseIterable {
  case world, attacker
  /// The value of the current session from which the way back is found again.
  case beginning
  /// Settings, predictions, breakpoints: what is small.
  case rest

  /// The part's bytes.
  func bytes(of lab: Lab) throws -> [UInt8] {
    switch self {
    case .world: try SavedValues.encode(lab.world)
    case .attacker: try SavedValues.encode(lab.attacker)
    case .beginning: try SavedValues.encode(lab.beginning)
    case .rest: try SavedValues.encode(lab.rest)
    }
  }

  /// Whether two labs hold this part in common, so that there is nothing to compare.
  func isShared(by one: Lab, _ other: Lab) -> Bool {
    switch self {
    case .world: one.hasSameWorld(as: other)
    case .attacker: one.hasSameAttacker(as: other)
    case .beginning: Session.areOne(one.beginning, other.beginning)
    case .rest: one.hasSameRest(as: other)
    }
  }

  /// A lab without sessions.
  static func lab(from parts: [String: [UInt8]]) throws -> Lab {
    func part<Part: Decodable>(_ part: LabPart, _ type: Part.Type) throws -> Part {
      guard let bytes = parts[part.rawValue] else {
        throw SavedLab.Failure.damaged("it has no part '\(part.rawValue)'")
      }
      return try SavedValues.reading(type, from: bytes)
    }
    var lab = Lab(world: try part(.world, World.self))
    guard Lab.isPlausible(lab.world.chronicle) else { throw SavedLab.Failure.absurd }
    lab.attacker = try part(.attacker, Attacker.self)
    lab.beginning = try part(.beginning, Session?.self)
    lab.take(try part(.rest, Lab.Rest.self))
    return lab
  }
}
