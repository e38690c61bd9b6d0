public import Eavesdropper
import Knowledge

/// What can be stolen, by the word that is typed for it: `server.key` is the one in force, `server.key-1` an
/// earlier one.
public struct LootName: Hashable, Sendable {
  public var loot: Loot
  /// Which of the keys of this kind, counted from 1; nil: the one in force.
  public var number: Int?

  public init(_ loot: Loot, number: Int? = nil) {
    (self.loot, self.number) = (loot, number)
  }

  /// Reads a word; nil where it is no name of loot.
  public init?(_ word: String) {
    if let loot = Loot(rawValue: word) {
      self.init(loot)
      return
    }
    guard let dash = word.lastIndex(of: "-"),
      let number = Int(word[word.index(after: dash)...]), number > 0,
      let loot = Loot(rawValue: String(word[..<dash])), World.renewable.contains(loot)
    else { return nil }
    self.init(loot, number: number)
  }

  public var word: String { loot.rawValue + (number.map { "-\($0)" } ?? "") }
}

/// By what a long-term key is known in a leak: whose it is, and which of those it had, counted from 1.
struct KeyLabel: Hashable, Sendable {
  var owner: String
  var number: Int

  init(_ owner: String, _ number: Int) { (self.owner, self.number) = (owner, number) }

  init(reading text: String) {
    let parts = text.split(separator: "/", maxSplits: 1)
    if parts.count == 2, let number = Int(parts[1]) {
      self.init(String(parts[0]), number)
    } else {
      self.init(text, 1)
    }
  }

  /// The first key has the owner's name alone.
  var text: String { number == 1 ? owner : "\(owner)/\(number)" }
}

extension Leak {
  /// The session that it is a secret of; nil where it is a key that belongs to somebody for years.
  public var session: String? {
    switch origin {
    case .session(let id), .computed(let id): id
    case .longTerm, .computedLongTerm, .file: nil
    }
  }

  /// Of a key that belongs to somebody for years: whose, and which.
  var keyLabel: KeyLabel? {
    switch origin {
    case .longTerm(let text), .computedLongTerm(let text): KeyLabel(reading: text)
    case .session, .computed, .file: nil
    }
  }
}

extension Lab {
  /// The names of all that can be stolen, the earlier keys of each kind before the one in force.
  public var lootNames: [LootName] {
    Loot.allCases.flatMap { loot in
      (1..<world.number(of: loot)).map { LootName(loot, number: $0) } + [LootName(loot)]
    }
  }

  /// The name by which a leak is stolen now; nil where it came in a file, or is a value that nobody steals by
  /// name.
  public func lootName(of leak: Leak) -> LootName? {
    guard let loot = Loot(leak) else { return nil }
    guard World.renewable.contains(loot), let label = leak.keyLabel,
      label.number != world.number(of: loot)
    else { return LootName(loot) }
    return LootName(loot, number: label.number)
  }

  /// The word for a leak: what is typed to steal it, or the value's own name.
  public func word(for leak: Leak) -> String {
    lootName(of: leak)?.word ?? leak.name.rawValue
  }

  /// The number that a name means.
  ///
  /// - Throws: `noSuchKey`.
  func number(of name: LootName) throws(LabError) -> Int {
    let inForce = world.number(of: name.loot)
    guard let number = name.number else { return inForce }
    guard number <= inForce else { throw .noSuchKey(name, keys: inForce) }
    return number
  }

  /// Which of the keys of a kind was in force when a session began.
  func number(of loot: Loot, for session: Session) -> Int {
    world.events.isEmpty ? 1 : world.number(of: loot, at: session.beginning)
  }

  /// The name under which the key of a kind is stolen that was in force when a session began.
  public func lootName(_ loot: Loot, for session: Session) -> LootName {
    let number = number(of: loot, for: session)
    return number == world.number(of: loot) ? LootName(loot) : LootName(loot, number: number)
  }

  /// Of the server's stolen keys which is the newest; nil: none was stolen, or it was computed.
  var newestStolenServerKey: Int? {
    attacker.leaks.filter { Loot($0) == .serverKey }.compactMap { $0.keyLabel?.number }.max()
  }
}

extension Session {
  /// The moment at which it began, in microseconds since 1970.
  public var beginning: Int64 { steps.first?.time ?? agenda.first?.time ?? now }
}
