import Applications
import Interceptor
public import Network
import TLSKeys

/// What two ends say without TLS: before it begins, or because it never does.
public struct OpenTalk: Hashable, Sendable, Codable {
  /// What it leads to.
  public enum End: String, Hashable, Sendable, Codable {
    /// TLS begins on the same connection.
    case secured
    /// Nothing but words in the open.
    case plain
    /// The client said its password in the open, where it could have had TLS.
    case fooled
    /// The client left for lack of TLS.
    case refused
  }

  public internal(set) var end: End
  /// Whether somebody in between takes the offer of TLS out of it.
  public let isStripped: Bool
  /// Whether a listener copied it.
  public let isRecorded: Bool
  /// The way, and all that passed on it, copied or not.
  private var link: Link

  /// Messages of one talk at most: no two ends here need as many.
  private static let most = 200

  init(_ link: Link, isStripped: Bool, isRecorded: Bool) {
    self.link = link
    self.isStripped = isStripped
    self.isRecorded = isRecorded
    end = .plain
  }

  public var flow: Flow { link.flow }

  /// The way with what was copied on it.
  var tappedLink: Link {
    isRecorded ? link : Link(flow: link.flow, roundTrip: link.roundTrip, isTapOn: false)
  }

  /// All that passed, in the order of time; on the client's stretch of the way where somebody stands
  /// between.
  public var segments: [Segment] { link.recording.segments }

  /// Whether nothing else follows.
  public var isWhole: Bool { end != .secured }

  /// What the attacker has of one side's words.
  func heard(of side: Side) -> [UInt8] {
    isRecorded || isStripped ? link.recording.bytes(side.sending) : []
  }

  /// Lets one end speak, and plays what follows.
  ///
  /// - Parameter time: microseconds.
  /// - Returns: when the last word had arrived.
  mutating func play(
    _ words: [[UInt8]], by side: Side, _ client: inout ApplicationClient,
    _ server: inout ApplicationServer, at time: Int64
  ) -> Int64 {
    var queue = words.map { (side: side, bytes: $0, time: time) }[...]
    var now = time
    while let next = queue.popFirst(), segments.count < Self.most {
      let bytes =
        isStripped && next.side == .server ? STARTTLSStripping.strip(next.bytes) : next.bytes
      now = max(now, link.transmit(bytes, direction: next.side.sending, at: next.time))
      let answers = next.side == .client ? server.receive(bytes) : client.receive(bytes)
      queue += answers.map { (side: next.side.other, bytes: $0, time: now) }
    }
    return now
  }
}

extension OpenTalk {
  /// How a session stands that is nothing else.
  var outcome: Session.Outcome {
    switch end {
    // Who talks without TLS was shown no certificate: nothing has fooled it.
    case .secured, .plain, .fooled: .plain
    case .refused: .refused
    }
  }
}
