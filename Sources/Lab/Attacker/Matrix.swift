import Bytes
import Eavesdropper
import Synchronization

/// What every theft would open: recordings against loot, with a real attempt in each cell.
public struct Matrix: Hashable, Sendable {
  /// What is stolen in each column; nil: everything at once.
  public var columns: [Loot?]
  public var rows: [Row]
  /// What can't be stolen any more, or never existed.
  public var unavailable: [Loot]
  /// The files from which the attacker has keys: what each alone opens.
  public var files: [String] = []

  /// One recording.
  public struct Row: Hashable, Sendable {
    public var session: String
    public var wire: Wire
    /// In the order of the columns; nil: what it would take is elsewhere, and could not be tried.
    public var states: [VaultState?]
    /// In the order of the files.
    public var ofFiles: [VaultState] = []
  }
}

extension Lab {
  /// Tries every kind of loot on every recording, on copies of this lab: nothing is really stolen.
  /// What belongs to one session is taken from all of them.
  public var matrix: Matrix { matrix { _, _ in } }

  /// The same.
  ///
  /// - Parameter report: is told from time to time how many recordings of how many are done; by
  ///   several threads.
  public func matrix(_ report: @Sendable (_ done: Int, _ all: Int) -> Void) -> Matrix {
    // Keys of the server's are looked up by the name in the settings.
    let memory = MatrixMemory(
      world: boxedWorld, certificate: settings[.serverCert].name,
      files: attacker.leaks.filter(\.isOfFile))
    return sessions.remembered(memory) { makeMatrix(report) }
  }

  /// The matrix of the same sessions in one and the same world.
  private struct MatrixMemory: Hashable, Sendable {
    var world: Boxed<World>
    var certificate: String?
    var files: [Leak]

    static func == (one: Self, other: Self) -> Bool {
      one.world.isOne(with: other.world) && one.certificate == other.certificate
        && one.files == other.files
    }

    func hash(into hasher: inout Hasher) { hasher.combine(world.identity) }
  }

  private func makeMatrix(_ report: @Sendable (_ done: Int, _ all: Int) -> Void) -> Matrix {
    sessions.readAhead { report(0, sessions.count) }
    var thief = self
    let thieves = Loot.allCases.map { (loot: $0, held: thief.everything($0)) }
    let possible = thieves.filter { !$0.held.leaks.isEmpty }
    let everything = LeakSet().adding(possible.flatMap(\.held.leaks))
    let columns = possible.map(\.held) + [everything]
    let byFile = keysByFile
    let stretches = sessions.mapInParallel(\.stretches).flatMap { $0 }
    let done = Atomic(0)
    let rows = stretches.mapInParallel { stretch in
      let elsewhere = lootElsewhere(for: stretch.session, on: stretch.wire)
      let states = zip(possible.map(\.loot) + [nil], columns).map { loot, held -> VaultState? in
        let state = vaultState(of: stretch.session, on: stretch.wire, with: held)
        let isTried = loot.map { !elsewhere.contains($0) } ?? elsewhere.isEmpty
        return state == .sealed && !isTried ? nil : state
      }
      let ofFiles = byFile.map { vaultState(of: stretch.session, on: stretch.wire, with: $0.held) }
      report(done.add(1, ordering: .relaxed).newValue, stretches.count)
      return Matrix.Row(
        session: stretch.session.id, wire: stretch.wire, states: states, ofFiles: ofFiles)
    }
    return Matrix(
      columns: possible.map(\.loot) + [nil], rows: rows,
      unavailable: thieves.filter { $0.held.leaks.isEmpty }.map(\.loot),
      files: byFile.map(\.file))
  }

  /// What would tell on a recording, and is not this lab's to be stolen: the key of another server's certificate,
  /// to which the client encrypted, and what a quantum computer would find.
  private func lootElsewhere(for session: Session, on wire: Wire) -> Set<Loot> {
    var found: Set<Loot> = isUncomputed(session, on: wire) ? [.quantum] : []
    if session.isOutside(.server), session.facts(on: wire).keyExchangeWord == "rsa" {
      found.insert(.serverKey)
    }
    return found
  }

  /// What came in each file, in the order in which it came.
  private var keysByFile: [(file: String, held: LeakSet)] {
    var files: [(file: String, leaks: [Leak])] = []
    for leak in attacker.leaks {
      guard case .file(let path) = leak.origin else { continue }
      if let place = files.firstIndex(where: { $0.file == path }) {
        files[place].leaks.append(leak)
      } else {
        files.append((path, [leak]))
      }
    }
    return files.map { ($0.file, LeakSet($0.leaks)) }
  }
}
