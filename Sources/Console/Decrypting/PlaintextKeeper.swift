import Decryptor
import Screens
import Synchronization
import TLSKeys

/// What `--text` shows: the beginning of each session's plaintext, in the order in which it was opened.
final class PlaintextKeeper: Sendable {
  private struct Kept {
    var pieces: [PlaintextRows.Piece] = []
    var bytes = 0
    var left = 0
  }

  private let kept = Mutex<[Int: Kept]>([:])
  /// Bytes of a session; `--out` writes all of them.
  private static let limit = 1 << 16

  /// Takes plaintext; any thread may.
  func take(_ number: Int, _ side: Side, _ bytes: ArraySlice<UInt8>) {
    kept.withLock { kept in
      var session = kept[number] ?? Kept()
      let shown = bytes.prefix(Self.limit - session.bytes)
      session.bytes += shown.count
      session.left += bytes.count - shown.count
      if let last = session.pieces.indices.last, session.pieces[last].side == side {
        session.pieces[last].bytes += shown
      } else if !shown.isEmpty {
        session.pieces.append(.init(side, Array(shown)))
      }
      kept[number] = session
    }
  }

  /// What was said in a session; it is kept no longer.
  func end(_ session: DecryptedSession) -> PlaintextRows {
    let kept = kept.withLock { $0.removeValue(forKey: session.stream) } ?? Kept()
    let early = session.earlyData.flatMap { $0.isTaken == false ? $0.plaintext : nil }
    return PlaintextRows(kept.pieces, left: kept.left, skipped: early ?? 0)
  }
}
