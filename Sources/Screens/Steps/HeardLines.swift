import Lab
import TLSEngine

/// What a real program has said in steps that stand in a line each: of a conversation in the lab both halves
/// are known, of this one only what comes.
struct HeardLines {
  private let data: [UInt8]

  init(_ played: [Step], _ viewer: Viewer) {
    let isReal = viewer.session.outside != nil
    data = played.flatMap { step -> [UInt8] in
      guard isReal, case .deliver(let bytes) = step.effect else { return [] }
      return bytes
    }
  }

  /// As many lines as tell what it is.
  private static let most = 4

  var blocks: [Block] {
    let lines = TextBlocks.textLines(data)
    guard !lines.isEmpty else { return [] }
    let shown = lines.prefix(Self.most).enumerated().map { place, line in
      Block.headed(place == 0 ? "HEARD" : "", Line(Screens.shortened(line)))
    }
    let more = lines.count - Self.most
    let rest = more > 0 ? [Block.headed("", Line(".. +\(more)", .faint))] : []
    return [.blank] + shown + rest
  }
}
