/// What was done on one page: goals are met by that, and not by what lay about before.
public struct Deeds: Hashable, Sendable, Codable {
  /// The task of the page.
  public var task: String
  /// Commands that were carried out: the verb, and the word behind it that says of what.
  public var commands: [String] = []
  /// What was looked at: `message client_hello`, `vault S1`.
  public var looks: [String] = []
  /// How many commands changed the lab.
  public var used = 0
  /// The sessions as they were when the page was opened: a hash of each, by its name.
  public var before: [String: String] = [:]
  /// Goals that held already then.
  public var standing: [String] = []

  init(task: String) { self.task = task }

  mutating func add(command: String) {
    if !commands.contains(command) { commands.append(command) }
  }

  mutating func add(look: String) {
    if !looks.contains(look) { looks.append(look) }
  }
}
