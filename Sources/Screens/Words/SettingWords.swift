import Explanations
public import Lab

// What the catalogue says of settings; its entries bear their keys.
extension Setting {
  /// What it is for, in a few words.
  public var summary: String { said(.setting, key) }

  /// What one of the words that it takes means, where that needs to be said.
  public func meaning(of word: String) -> String? {
    let own = ExplanationKey(.setting, "\(key)=\(word)")
    let phrase = Catalogue.current.phrase(.brief, of: isOfWords ? [own, Self.any(word)] : [own])
    return phrase?.filled()
  }

  /// What a word means wherever it may be typed.
  private static func any(_ word: String) -> ExplanationKey { ExplanationKey(.setting, word) }

  private var isOfWords: Bool {
    switch accepted {
    case .choice, .list: true
    default: false
    }
  }
}

extension AcceptedValue {
  /// What may be typed, for help and for error messages.
  public var description: String {
    switch self {
    case .choice(let words): words.joined(separator: " ")
    case .certificate(let words):
      said(.setting, "takes.certificate", ["words": words.joined(separator: " ")])
    case .list(let names, let others):
      said(.setting, "takes.list", ["words": (names + others).joined(separator: " ")])
    case .number(let bounds):
      said(
        .setting, "takes.number", ["least": "\(bounds.lowerBound)", "most": "\(bounds.upperBound)"])
    case .name: said(.setting, "takes.name")
    case .text: said(.setting, "takes.text")
    case .namedSecret: said(.setting, "takes.secret")
    case .session: said(.setting, "takes.session")
    }
  }
}

extension SettingConsequence {
  /// What else changed, for whoever set the key.
  public var words: String {
    switch self {
    case .limitsSuites(.anonymous): said(.setting, "consequence.suites.anonymous", exchange)
    case .limitsSuites: said(.setting, "consequence.suites", exchange)
    case .limitsVersions: said(.setting, "consequence.versions")
    }
  }

  private var exchange: [String: String] {
    if case .limitsSuites(let limit) = self { ["exchange": limit.rawValue] } else { [:] }
  }
}

extension Contradiction.Reason {
  /// Why the settings can't both hold.
  public var words: String { said(.setting, "contradiction.\(rawValue)") }
}
