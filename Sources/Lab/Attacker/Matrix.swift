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
    let thieves = Loot.allCases.map { loot in (loot: loot, lab: bare.stealing(loot)) }
    let possible = thieves.filter { !$0.lab.attacker.leaks.isEmpty }
    var everything = bare
    // A simulation of a quantum computer is no theft.
    for thief in possible where thief.loot != .quantum {
      for leak in thief.lab.attacker.leaks { everything.add(leak) }
    }
    let labs = possible.map(\.lab) + [everything]
    let vaults = labs.map { lab in sessions.flatMap(lab.vault(of:)) }
    let rows = (vaults.first ?? []).indices.map { index in
      Matrix.Row(
        session: vaults[0][index].session, wire: vaults[0][index].wire,
        states: vaults.map { $0[index].state })
    }
    return Matrix(
      columns: possible.map(\.loot) + [nil], rows: rows,
      unavailable: thieves.filter { $0.lab.attacker.leaks.isEmpty }.map(\.loot))
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
