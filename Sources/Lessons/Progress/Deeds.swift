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
  /// Goals that are to be so before a session is made, as far as they were after the last command; nil in older files.
  public var arranged: [String]?
  /// The sessions as they were after the last command; nil in older files.
  public var latest: [String: String]?
  /// The sessions as they were before the last of those goals was reached: others count. Nil where all do.
  public var since: [String: String]?

  init(task: String) { self.task = task }

  mutating func add(command: String) {
    if !commands.contains(command) { commands.append(command) }
  }

  mutating func add(look: String) {
    if !looks.contains(look) { looks.append(look) }
  }
}
