import Explanations
public import Lab
import Media
import TLSKeys

/// What is heard of one side of a call: how much, and a drawing of it.
struct SoundBlocks {
  let side: Side
  let voice: HeardCall.Voice

  init(_ side: Side, _ voice: HeardCall.Voice) {
    self.side = side
    self.voice = voice
  }

  /// Columns of the drawing.
  static let width = 60
  /// Rows of the drawing, of two steps each.
  private static let rows = 3

  /// `150 of 150 packets are authentic: 3.0 seconds`
  var sentence: String {
    let counts = voice.counts
    let isProtected = voice.master != nil
    return said(
      .ability, isProtected ? "call.heard.authentic" : "call.heard.open",
      [
        "count": String(counts.authenticated),
        "all": String(counts.authenticated + counts.refused + counts.lost),
        "seconds": Self.seconds(voice.samples.count),
      ])
  }

  /// `3.0 seconds`
  var length: String {
    said(.ability, "cascade.sound.short", ["seconds": Self.seconds(voice.samples.count)])
  }

  /// `3.0`, of samples at 8,000 a second.
  static func seconds(_ samples: Int) -> String {
    let tenths = samples * 10 / Phrase.rate
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// The loudness along time.
  var drawing: [Block] {
    let heights = Waveform(voice.samples, columns: Self.width).heights(steps: 2 * Self.rows)
    return (0..<Self.rows).reversed().map { row in
      let columns = heights.map { $0 >= 2 * row + 2 ? "#" : $0 == 2 * row + 1 ? "." : " " }
      let spoken =
        row == Self.rows - 1
        ? said(.ability, "call.sound.spoken", ["side": side.telephone, "sentence": sentence]) : ""
      return .drawn(Line("            " + columns.joined(), .bad), spoken: spoken)
    }
  }
}

extension Side {
  /// Whose telephone it is.
  var telephone: String { said(.ability, self == .client ? "call.caller" : "call.called") }
}

extension HeardCall.State {
  var badge: Line {
    switch self {
    case .readable: Line("[HEARD]", .bad)
    case .partly: Line("[ONE SIDE]", .bad)
    case .sealed: Line("[SEALED]", .good)
    case .notRecorded: Line("[NOT RECORDED]", .faint)
    case .none: Line("[NO SOUND]", .faint)
    }
  }
}

extension HeardCall.Reason {
  /// One sentence.
  var words: String { said(.ability, "call.reason.\(rawValue)") }
}

extension HeardCall {
  /// How the call stands, in one sentence.
  var sentence: String {
    if let reason { return reason.words }
    return said(.ability, protection == .rtp ? "call.heard-by-all" : "call.heard")
  }
}

extension Screens {
  /// How a call stands, in one sentence.
  public static func sentence(of call: HeardCall) -> String { call.sentence }

  /// How long the longer side of a call is heard: `3.0`.
  public static func seconds(of call: HeardCall) -> String {
    SoundBlocks.seconds(call.voices.values.map(\.samples.count).max() ?? 0)
  }
}
