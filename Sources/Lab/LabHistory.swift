/// The lab with the way back: earlier and later values, nothing is replayed.
public struct LabHistory: Sendable {
  public private(set) var lab: Lab
  private var past: [Change] = []
  private var future: [Change] = []
  /// How many changes can be undone.
  public static let limit = 50

  /// A value of the lab and the command that led away from it.
  private struct Change: Sendable {
    var lab: Lab
    var command: String
  }

  public init(_ lab: Lab) {
    self.lab = lab
  }

  /// Carries out a command on the lab. When it throws, the lab stays what it was.
  public mutating func perform<Result>(
    _ command: String, _ body: (inout Lab) throws -> Result
  ) rethrows -> Result {
    var changed = lab
    let result = try body(&changed)
    past.append(Change(lab: lab, command: command))
    if past.count > Self.limit { past.removeFirst() }
    future = []
    lab = changed
    return result
  }

  /// Takes back the last command.
  ///
  /// - Returns: the command; nil when there is none.
  public mutating func undo() -> String? {
    guard let change = past.popLast() else { return nil }
    future.append(Change(lab: lab, command: change.command))
    lab = change.lab
    return change.command
  }

  /// Carries out again what was taken back.
  ///
  /// - Returns: the command; nil when there is none.
  public mutating func redo() -> String? {
    guard let change = future.popLast() else { return nil }
    past.append(Change(lab: lab, command: change.command))
    lab = change.lab
    return change.command
  }
}
