public import Knowledge
import Synchronization

/// Which rules hold: those of a whole session, or of a part of it.
public enum RuleSet: Hashable, Sendable, Codable {
  case whole(KeySchedule)
  /// What follows from a pre-shared key before the server's answer.
  case early(KeySchedule13)
  /// A client's proof of identity after the handshake, and after so many key updates.
  case postHandshake(KeySchedule13, after: Int)
  /// The way from one generation of a direction's keys to the next, and those keys: the rules of all
  /// generations together would be more with each.
  case generation(KeySchedule13, of: Side, Int)
  /// The key that a ticket stands for.
  case ticket(KeySchedule13)

  fileprivate var rules: [Rule] {
    switch self {
    case .whole(.tls12(let schedule)): schedule.rules
    case .whole(.tls13(let schedule)): schedule.rules
    case .early(let schedule): schedule.earlyRules
    case .postHandshake(let schedule, let number):
      schedule.postHandshakeFinishedRules(after: number)
    case .generation(let schedule, let side, let number): schedule.generationRules(side, number)
    case .ticket(let schedule): [schedule.ticketSecretRule]
    }
  }
}

/// A set of rules, found by what they give. Sessions of one kind share one book: making the rules
/// anew for each would cost more than applying them, and each step of a recorded session keeps the
/// rule that it applied.
public final class RuleBook: Sendable {
  public let rules: [Rule]
  private let waysByOutput: [ValueName: [Way]]
  /// Every value that must not get about: what the rules extract, expand, agree on or unseal, and
  /// the key that was shared before.
  public let secrets: [ValueName]

  private init(_ rules: [Rule]) {
    self.rules = rules
    waysByOutput = Dictionary(grouping: rules.map(Way.init), by: \.rule.output)
    var names: [ValueName] = [.preSharedKey]
    for rule in rules where rule.formula.givesSecret && !names.contains(rule.output) {
      names.append(rule.output)
    }
    secrets = names
  }

  /// The rules that give a value, in the order in which they are tried.
  public func ways(to name: ValueName) -> [Rule] { steps(to: name).map(\.rule) }

  /// The same, each with the values that it needs.
  public func steps(to name: ValueName) -> [Way] { waysByOutput[name, default: []] }

  /// A rule with its inputs, which are read off its formula once.
  public struct Way: Sendable {
    public let rule: Rule
    public let inputs: [ValueName]

    init(_ rule: Rule) {
      self.rule = rule
      inputs = rule.inputs
    }
  }

  /// The book of a set of rules.
  public static func of(_ set: RuleSet) -> RuleBook {
    if let known = books.withLock({ $0[set] }) { return known }
    let made = RuleBook(set.rules)
    books.withLock { books in
      // Key updates without end must not fill the memory.
      if books.count >= 256 { books = [:] }
      books[set] = made
    }
    return made
  }

  private static let books = Mutex<[RuleSet: RuleBook]>([:])
}

extension Formula {
  fileprivate var givesSecret: Bool {
    switch self {
    case .extract, .expandLabel, .keyAgreement, .ticketDecryption: true
    default: false
    }
  }
}
