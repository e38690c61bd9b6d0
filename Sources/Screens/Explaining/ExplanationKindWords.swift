public import Explanations

extension ExplanationKind {
  /// What one such thing is called.
  public var singular: String {
    switch self {
    case .ability: "ability of the attacker"
    case .alert: "alert"
    case .attack: "attack"
    case .audit: "part of an audit"
    case .authority: "certificate of an authority"
    case .check: "check"
    case .choice: "word to choose"
    case .connection: "state of a connection"
    case .decrypting: "capture decrypted"
    case .deed: "deed of the attacker"
    case .demonstration: "part of a demonstration"
    case .difference: "difference between two connections"
    case .error: "error of another program"
    case .examination: "part of an examination"
    case .extensionType: "extension"
    case .failure: "failure of a handshake"
    case .fault: "fault of a certificate"
    case .field: "field"
    case .formula: "formula"
    case .group: "group"
    case .message: "message"
    case .page: "part of a page"
    case .probe: "finding about a server"
    case .question: "question about a session"
    case .reason: "reason"
    case .refusal: "refusal of a command"
    case .setting: "setting"
    case .signature: "signature scheme"
    case .step: "step"
    case .suite: "part of a cipher suite"
    case .tool: "building block"
    case .topic: "topic"
    case .value: "value"
    case .word: "word of the glossary"
    case .world: "part of the world"
    }
  }

  /// Whether its things have names of their own form, and are looked up apart.
  var isFoundByItself: Bool { [.topic, .word, .attack, .error].contains(self) }
}

extension Screens {
  /// What a thing is, in one sentence; without what a colon or a semicolon adds to it.
  public static func summary(of key: ExplanationKey) -> String {
    guard let explanation = Catalogue.current.explanation(key) else { return "" }
    var sentence = text(explanation)[...]
    if let end = sentence.firstRange(of: ". ") { sentence = sentence[..<end.lowerBound] }
    for mark in [": ", "; "] {
      guard let end = sentence.firstRange(of: mark) else { continue }
      let before = sentence[..<end.lowerBound]
      // What is shorter only names the place.
      if before.count >= 20 { sentence = before }
    }
    return sentence.hasSuffix(".") ? String(sentence) : sentence + "."
  }
}
