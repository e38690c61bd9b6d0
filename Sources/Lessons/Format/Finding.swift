public import Screens

/// What is wrong with a lesson, where, and what to write instead.
public struct Finding: Error, Hashable, Sendable, CustomStringConvertible {
  /// `forward-secrecy/lesson.md`.
  public var file: String
  /// Counted from 1; nil where it is about the whole file.
  public var line: Int?
  public var what: String
  /// What to write instead; empty where that is plain.
  public var instead: String
  /// Whether it is about what a translation does otherwise than its original: of no use while there is something
  /// wrong with that.
  var isDifference = false
  /// Whether its author has only not written something yet.
  var isGap = false

  public init(file: String, line: Int? = nil, _ what: Wording, instead: Wording = "") {
    self.init(file: file, line: line, what.text, instead: instead.text)
  }

  /// The same in words that were made elsewhere.
  @_disfavoredOverload
  public init(
    file: String, line: Int? = nil, _ what: some StringProtocol, instead: some StringProtocol = ""
  ) {
    self.file = file
    self.line = line
    self.what = String(what)
    self.instead = String(instead)
  }

  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(what)" + (instead.isEmpty ? "" : "; \(instead)")
  }
}
