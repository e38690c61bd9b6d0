public import Explanations
import Screens

/// Something that `search` finds: what it is, and the command that shows it.
public struct Findable: Hashable, Sendable {
  public var kind: Kind
  public var name: String
  /// Further words by which people look for it.
  public var keywords: [String]
  /// What it is, in one line.
  public var about: String
  /// All else that is said of it.
  public var text: String
  /// What to type to see it.
  public var command: String

  public init(
    _ kind: Kind, _ name: String, keywords: [String] = [], about: String, text: String = "",
    command: String
  ) {
    self.kind = kind
    self.name = name
    self.keywords = keywords
    self.about = about
    self.text = text
    self.command = command
  }

  /// What kind of thing it is.
  public enum Kind: Hashable, Sendable {
    case command, setting, lesson, demonstration, cipherSuite
    case explained(ExplanationKind)

    /// What one such thing is called.
    public var singular: String {
      switch self {
      case .command: "command"
      case .setting: "setting"
      case .lesson: "lesson"
      case .demonstration: "demonstration"
      case .cipherSuite: "cipher suite"
      case .explained(.word): "word"
      case .explained(.fault): "fault"
      case .explained(.error): "error"
      case .explained(.suite): "suite's part"
      case .explained(.signature): "signature"
      case .explained(let kind): kind.singular
      }
    }

    /// How much it is worth beside another thing that fits as well: a page that leads on comes before a
    /// single field.
    var weight: Double {
      switch self {
      case .explained(.topic): 1.4
      case .command, .explained(.alert), .explained(.fault), .explained(.word): 1.2
      case .lesson, .explained(.attack), .explained(.error), .explained(.check): 1.1
      case .explained(.field), .explained(.value), .cipherSuite: 0.8
      default: 1
      }
    }
  }
}
