import Knowledge
import Testing

@Suite("What follows from what is known")
struct ClosureTests {
  private static let source = RFCSection(5246, "8.1")

  private static func rule(_ output: ValueName, _ inputs: ValueName...) -> Rule {
    Rule(output, .concatenation(inputs), source)
  }

  /// Two ways to a pre-master secret, one way from there on.
  private let rules = [
    rule("traffic", "master", "randoms"), rule("master", "pre", "randoms"),
    rule("pre", "client.private", "server.public"),
    rule("pre", "server.private", "client.public"),
    rule("client.public", "client.private"), rule("server.public", "server.private"),
  ]
  private let wire: Set<ValueName> = ["randoms", "client.public", "server.public"]

  @Test("Without a secret nothing more is known")
  func wireAlone() {
    let closure = Closure(of: wire, under: rules)
    #expect(closure.known == wire)
    #expect(closure.path.isEmpty)
    #expect(closure.path(to: "traffic") == nil)
  }

  @Test("Either private key is enough", arguments: ["client.private", "server.private"])
  func eitherKey(leak: String) throws {
    let closure = Closure(of: wire.union([ValueName(rawValue: leak)]), under: rules)
    let path = try #require(closure.path(to: "traffic"))
    #expect(path.map(\.output) == ["pre", "master", "traffic"])
    #expect(path.first?.inputs.contains(ValueName(rawValue: leak)) == true)
  }

  @Test("What was given needs no path")
  func given() {
    #expect(Closure(of: wire, under: rules).path(to: "randoms") == [])
  }

  @Test("What is missing is named, one alternative each")
  func missing() {
    let closure = Closure(of: wire, under: rules)
    #expect(Set(closure.missing(for: "traffic")) == [["client.private"], ["server.private"]])
    #expect(closure.missing(for: "randoms") == [[]])
    #expect(closure.missing(for: "unheard of") == [["unheard of"]])
  }

  @Test("A public key comes from its private one where the wire has not shown it")
  func missingBlind() {
    let blind = Closure(of: ["randoms"], under: rules)
    #expect(blind.missing(for: "traffic") == [["client.private", "server.private"]])
  }

  @Test("Rules in a circle end")
  func circle() {
    let circle = [Self.rule("a", "b"), Self.rule("b", "a")]
    #expect(Closure(of: [], under: circle).known.isEmpty)
    #expect(Closure(of: [], under: circle).missing(for: "a").isEmpty)
    #expect(Closure(of: ["b"], under: circle).known == ["a", "b"])
  }
}

@Suite("The closure agrees with trying everything")
struct ClosurePropertyTests {
  /// Up to nine values, of which the first four come from no rule.
  private struct World {
    var rules: [Rule] = []
    static let base = (0..<4).map { ValueName(rawValue: "base\($0)") }
    static let derived = (0..<5).map { ValueName(rawValue: "derived\($0)") }

    init(seed: UInt64) {
      var random = Numbers(state: seed)
      for _ in 0..<random.below(9) + 1 {
        let inputs = (0..<random.below(3) + 1).map { _ in
          (Self.base + Self.derived)[random.below(9)]
        }
        rules.append(
          Rule(Self.derived[random.below(5)], .concatenation(inputs), RFCSection(5246, "1")))
      }
    }

    /// Every set of base values.
    static let subsets: [Set<ValueName>] = (0..<16).map { bits in
      Set(base.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element))
    }
  }

  private struct Numbers {
    var state: UInt64
    mutating func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33) % bound
    }
  }

  @Test("So it is where a derived value may be had by itself", arguments: UInt64(1)...200)
  func missingWithKept(seed: UInt64) {
    let world = World(seed: seed)
    let kept = World.derived[0]
    for given in World.subsets {
      let closure = Closure(of: given, under: world.rules)
      for goal in World.derived.dropFirst() where world.rules.contains(where: { $0.output == goal })
      {
        let alternatives = closure.missing(for: goal, kept: [kept])
        for extra in World.subsets.flatMap({ [$0, $0.union([kept])] }) {
          let reached = Closure(of: given.union(extra), under: world.rules).known.contains(goal)
          let predicted = alternatives.contains { $0.isSubset(of: given.union(extra)) }
          #expect(reached == predicted, "seed \(seed): \(goal) from \(given) and \(extra)")
        }
      }
    }
  }

  @Test("What is missing is enough, and nothing less is", arguments: UInt64(1)...200)
  func missingIsExact(seed: UInt64) {
    let world = World(seed: seed)
    for given in World.subsets {
      let closure = Closure(of: given, under: world.rules)
      for goal in World.derived where world.rules.contains(where: { $0.output == goal }) {
        let alternatives = closure.missing(for: goal)
        for extra in World.subsets {
          let reached = Closure(of: given.union(extra), under: world.rules).known.contains(goal)
          // A goal may also need a value that no rule and no base gives; such sets are no subset.
          let predicted = alternatives.contains { $0.isSubset(of: given.union(extra)) }
          #expect(reached == predicted, "seed \(seed): \(goal) from \(given) and \(extra)")
        }
      }
    }
  }

  @Test("A path uses only what came before", arguments: UInt64(1)...200)
  func pathsAreInOrder(seed: UInt64) {
    let world = World(seed: seed)
    for given in World.subsets {
      let closure = Closure(of: given, under: world.rules)
      for goal in closure.known {
        var known = given
        for rule in closure.path(to: goal) ?? [] {
          #expect(rule.inputs.allSatisfy(known.contains))
          known.insert(rule.output)
        }
        #expect(known.contains(goal))
      }
    }
  }
}
