import Bytes

/// The lab with the way back: earlier and later values, nothing is replayed.
public struct LabHistory: Sendable {
  public private(set) var lab: Lab
  @Boxed private var way = Way()
  /// How many changes can be undone.
  public static let limit = 50

  /// The way to the lab as it is now, and on from it.
  private struct Way: Sendable {
    var past: [Change] = []
    var future: [Change] = []
    /// What was looked at, by the change behind which it was.
    var looks: [(change: Int, command: String)] = []
    /// How many changes were carried out in all; each has its number from this.
    var count = 0
  }

  /// A value of the lab and the command that led away from it.
  private struct Change: Sendable {
    var lab: Lab
    var command: String
    /// Counted from 1.
    var number: Int
  }

  /// A command of the way to the lab as it is now.
  public struct Deed: Hashable, Sendable {
    public var command: String
    /// Whether it changed the lab; else it only showed something.
    public var isChange: Bool
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
    way.count += 1
    way.past.append(Change(lab: lab, command: command, number: way.count))
    if way.past.count > Self.limit { way.past.removeFirst() }
    way.future = []
    lab = changed
    return result
  }

  /// Takes back the last command.
  ///
  /// - Returns: the command; nil when there is none.
  public mutating func undo() -> String? {
    guard var change = way.past.popLast() else { return nil }
    swap(&change.lab, &lab)
    way.future.append(change)
    return change.command
  }

  /// Carries out again what was taken back.
  ///
  /// - Returns: the command; nil when there is none.
  public mutating func redo() -> String? {
    guard var change = way.future.popLast() else { return nil }
    swap(&change.lab, &lab)
    way.past.append(change)
    return change.command
  }

  // MARK: The way here

  /// Notes a command that showed something and changed nothing.
  public mutating func note(look command: String) {
    way.looks.append((way.past.last?.number ?? 0, command))
    if way.looks.count > 4 * Self.limit { way.looks.removeFirst() }
  }

  /// The commands that led here and what was looked at on the way, in order, without what was undone; the last
  /// ``limit`` changes.
  public var trail: [Deed] {
    func looks(behind number: Int) -> [Deed] {
      way.looks.filter { $0.change == number }.map { Deed(command: $0.command, isChange: false) }
    }
    return looks(behind: 0)
      + way.past.flatMap { [Deed(command: $0.command, isChange: true)] + looks(behind: $0.number) }
  }

  /// The lab in which that way begins.
  public var beginning: Lab { way.past.first?.lab ?? lab }

  /// The commands of which one brings back what is not there now, because it was undone: the last undone first.
  public func undone(until isThere: (Lab) -> Bool) -> [String]? {
    var commands: [String] = []
    for change in way.future.reversed() {
      commands.append(change.command)
      if isThere(change.lab) { return commands }
    }
    return nil
  }
}
