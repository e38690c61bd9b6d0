/// What was last done with one tool of the toolbox.
public struct Trial: Hashable, Sendable, Codable {
  /// How often the tool was used.
  public var times: Int
  /// What went in and what came out, by name.
  public var values: [String: String]
}

/// The tools that can be tried by themselves.
public enum Tool: String, Hashable, Sendable, Codable, CaseIterable {
  case hash, hmac, encrypt, sign
  case diffieHellman = "dh"
  case x25519
  case rsa
  case realRSA = "rsa-real"
}

extension Lab {
  /// What was tried, by tool; tools that were not used are missing.
  public func trial(_ tool: Tool) -> Trial? { trials?[tool.rawValue] }

  /// Notes what a tool was used for.
  public mutating func note(_ tool: Tool, _ values: [String: String]) {
    let times = trial(tool)?.times ?? 0
    trials = (trials ?? [:]).merging([tool.rawValue: Trial(times: times + 1, values: values)]) {
      _, new in new
    }
  }

  var toolboxDocument: JSONValue {
    .object(
      JSONObject(
        (trials ?? [:]).mapValues { trial in
          let values = JSONObject(trial.values.mapValues { .string($0) })
          return .object(values.merging(["times": .number(trial.times)]))
        }))
  }
}
