import Bytes
import Eavesdropper

/// What every theft would open: recordings against loot, with a real attempt in each cell.
public struct Matrix: Hashable, Sendable {
  /// What is stolen in each column; nil: everything at once.
  public var columns: [Loot?]
  public var rows: [Row]
  /// What can't be stolen any more, or never existed.
  public var unavailable: [Loot]

  /// One recording.
  public struct Row: Hashable, Sendable {
    public var session: String
    public var wire: Wire
    /// In the order of the columns.
    public var states: [VaultState]
  }
}

extension Lab {
  /// Tries every kind of loot on every recording, on copies of this lab: nothing is really stolen.
  /// What belongs to one session is taken from all of them.
  public var matrix: Matrix {
    var bare = self
    bare.attacker.leaks = []
    let thieves = Loot.allCases.map { loot in
      (loot: loot, held: bare.stealing(loot).attacker.held)
    }
    let possible = thieves.filter { !$0.held.leaks.isEmpty }
    var everything = bare
    // A simulation of a quantum computer is no theft.
    for thief in possible where thief.loot != .quantum {
      for leak in thief.held.leaks { everything.add(leak) }
    }
    let columns = possible.map(\.held) + [everything.attacker.held]
    let stretches = sessions.mapInParallel(\.stretches).flatMap { $0 }
    let rows = stretches.mapInParallel { stretch in
      Matrix.Row(
        session: stretch.session.id, wire: stretch.wire,
        states: columns.map { vaultState(of: stretch.session, on: stretch.wire, with: $0) })
    }
    return Matrix(
      columns: possible.map(\.loot) + [nil], rows: rows,
      unavailable: thieves.filter { $0.held.leaks.isEmpty }.map(\.loot))
  }

  private func stealing(_ loot: Loot) -> Lab {
    var lab = self
    guard loot.isOfOneSession else {
      _ = try? lab.compromise(loot)
      return lab
    }
    for session in sessions { _ = try? lab.compromise(loot, of: session.id) }
    return lab
  }
}
