import Lab
import X509

/// What was asked about a certificate's revocation and what was answered, for other programs.
enum RevocationData {
  static func of(_ status: RevocationStatus) -> JSONValue {
    .object([
      "subject": .string(status.certificate.subject), "verdict": .string(word(status.verdict)),
      "answers": .array(status.answers.map(answer)),
    ])
  }

  private static func word(_ verdict: RevocationStatus.Verdict) -> String {
    switch verdict {
    case .good: "good"
    case .revoked: "revoked"
    case .unknown: "unknown"
    }
  }

  private static func answer(_ answer: RevocationStatus.Answer) -> JSONValue {
    var object: JSONObject = ["source": .string(answer.source.rawValue)]
    switch answer.content {
    case .good(let from, let end):
      object["says"] = .string("good")
      object["from"] = .number(Int(from))
      object["to"] = end.map { .number(Int($0)) } ?? .null
    case .revoked(let since, let reason):
      object["says"] = .string("revoked")
      object["since"] = .number(Int(since))
      object["reason"] = reason.map { .string("\($0)") } ?? .null
    case .unusable(let problem):
      object["says"] = .string("nothing")
      object["problem"] = .string(problem.rawValue)
    }
    return .object(object)
  }
}
