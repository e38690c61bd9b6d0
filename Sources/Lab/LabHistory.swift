/// The lab with the way back: earlier and later values, nothing is replayed.
public struct LabHistory: Sendable {
  public private(set) var lab: Lab
  private var past: [Change] = []
  private var future: [Change] = []
  /// What was looked at, by the change behind which it was.
  private var looks: [(change: Int, command: String)] = []
  /// How many changes were carried out in all; each has its number from this.
  private var count = 0
  /// How many changes can be undone.
  public static let limit = 50

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
    count += 1
    past.append(Change(lab: lab, command: command, number: count))
    if past.count > Self.limit { past.removeFirst() }
    future = []
    lab = changed
    return result
  }

  /// Takes back the last command.
  ///
  /// - Returns: the command; nil when there is none.
  public mutating func undo() -> String? {
    guard var change = past.popLast() else { return nil }
    swap(&change.lab, &lab)
    future.append(change)
    return change.command
  }

  /// Carries out again what was taken back.
  ///
  /// - Returns: the command; nil when there is none.
  public mutating func redo() -> String? {
    guard var change = future.popLast() else { return nil }
    swap(&change.lab, &lab)
    past.append(change)
    return change.command
  }

  // MARK: The way here

  /// Notes a command that showed something and changed nothing.
  public mutating func note(look command: String) {
    looks.append((past.last?.number ?? 0, command))
    if looks.count > 4 * Self.limit { looks.removeFirst() }
  }

  /// The commands that led here and what was looked at on the way, in order, without what was undone; the last
  /// ``limit`` changes.
  public var trail: [Deed] {
    func looks(behind number: Int) -> [Deed] {
      self.looks.filter { $0.change == number }.map { Deed(command: $0.command, isChange: false) }
    }
    return looks(behind: 0)
      + past.flatMap { [Deed(command: $0.command, isChange: true)] + looks(behind: $0.number) }
  }

  /// The lab in which that way begins.
  public var beginning: Lab { past.first?.lab ?? lab }

  /// The commands of which one brings back what is not there now, because it was undone: the last undone first.
  public func undone(until isThere: (Lab) -> Bool) -> [String]? {
    var commands: [String] = []
    for change in future.reversed() {
      commands.append(change.command)
      if isThere(change.lab) { return commands }
    }
    return nil
  }
}
