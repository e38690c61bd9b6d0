public import Bytes

/// How a value can be obtained. Several rules may give one name: the client's private key with
/// the server's public one, or the reverse.
public struct Rule: Hashable, Sendable, Codable {
  /// What the rule gives.
  public var output: ValueName
  /// How.
  public var formula: Formula
  /// Where that is written down.
  public var source: RFCSection

  public init(_ output: ValueName, _ formula: Formula, _ source: RFCSection) {
    self.output = output
    self.formula = formula
    self.source = source
  }

  /// A rule from a file: its numbers are reckoned with, so absurd ones are refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    output = try container.decode(ValueName.self, forKey: .output)
    formula = try container.decode(Formula.self, forKey: .formula)
    source = try container.decode(RFCSection.self, forKey: .source)
    guard formula.numbers.allSatisfy({ (0...1 << 16).contains($0) }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .formula, in: container, debugDescription: "an absurd length")
    }
  }

  /// The values that the rule needs.
  public var inputs: [ValueName] { formula.inputs }
}

/// A rule applied in this run.
public struct Derivation: Hashable, Sendable, Codable {
  public var rule: Rule
  /// The value that the rule gave.
  @Hexadecimal public var value: [UInt8]

  public init(rule: Rule, value: [UInt8]) {
    self.rule = rule
    self.value = value
  }

  /// The name of the value.
  public var name: ValueName { rule.output }
}

extension [Derivation] {
  /// Those that lead to a value, each after those that it needs, where they stand in that order.
  public func path(to name: ValueName) -> [Derivation] {
    var needed: Set<ValueName> = [name]
    var path: [Derivation] = []
    for derivation in reversed() where needed.contains(derivation.name) {
      needed.formUnion(derivation.rule.inputs)
      path.append(derivation)
    }
    return path.reversed()
  }
}
