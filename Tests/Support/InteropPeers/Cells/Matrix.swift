/// The cells, and what is not among them.
public enum Matrix {
  /// Every cell, peer by peer.
  public static let cells: [Cell] = Peer.allCases.flatMap(cells)

  /// The cells of one peer.
  public static func cells(of peer: Peer) -> [Cell] {
    rows.filter { reason(peer, $0) == nil }.map { Cell(peer: peer, row: $0) }
  }

  /// Something that peers are not asked to do, nearly always since they can't, and why.
  public struct LeftOut: Sendable, Hashable {
    public var peers: [Peer]
    public var what: String
    public var why: String
  }

  /// What is in the table for some peers and not for others, and why; to be printed below it.
  public static let leftOut: [LeftOut] = {
    var found: [LeftOut] = []
    for peer in Peer.allCases {
      for row in rows {
        guard let (what, why) = reason(peer, row) else { continue }
        if let place = found.firstIndex(where: { $0.what == what && $0.why == why }) {
          if !found[place].peers.contains(peer) { found[place].peers.append(peer) }
        } else {
          found.append(LeftOut(peers: [peer], what: what, why: why))
        }
      }
    }
    return found
  }()

  private static let rows = Row.plain + Row.featured
}
