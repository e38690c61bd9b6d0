import Explanations
public import Knowledge
import Lab
public import TLSKeys

/// How a reader gets a value again with nothing of ours.
public enum Recomputation: Hashable, Sendable {
  /// With the `openssl` program.
  case command(ShellCommand)
  /// With the eye alone: these hexadecimal digits, counted from 1, of another value.
  case digits(ClosedRange<Int>, of: ValueName)
  /// The `openssl` program has no way.
  case none
  /// With a secret that the viewer does not have.
  case needsSecret

  /// - Parameters:
  ///   - values: the inputs, as far as they are known; a command holds them. The server's private key may
  ///     be left out: the command names the file that it is exported to.
  public init(_ rule: Rule, from values: KnownValues) {
    switch rule.formula {
    case .slice(let whole, let offset, let count) where offset >= 0 && count > 0:
      self = .digits(offset * 2 + 1...(offset + count) * 2, of: whole)
    case .slice, .concatenation, .decryption, .publicKey: self = .none
    default:
      var values = values
      values[.serverPrivateKey] = []
      guard rule.inputs.allSatisfy({ values[$0] != nil }) else {
        self = .needsSecret
        return
      }
      self = ShellCommand.recomputing(rule, from: values).map { .command($0) } ?? .none
    }
  }

  /// - Parameter viewer: whose: what it can't see is no input.
  init(_ rule: Rule, on wire: Wire, _ viewer: Viewer) {
    self.init(rule, from: viewer.values(on: wire))
  }

  /// What is said where there is no command.
  ///
  /// - Parameter viewer: `the eavesdropper`.
  func words(for viewer: String) -> String? {
    switch self {
    case .command: nil
    case .digits(let digits, let whole):
      said(
        .page, "recompute.digits",
        [
          "first": "\(digits.lowerBound)", "last": "\(digits.upperBound)",
          "whole": whole.rawValue,
        ])
    case .none: said(.page, "recompute.none")
    case .needsSecret: said(.page, "recompute.secret", ["viewer": viewer])
    }
  }

  /// What is said where there is no command; nil where there is one.
  public var words: String? { words(for: "the eavesdropper") }
}
