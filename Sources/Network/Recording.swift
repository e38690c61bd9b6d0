public import Bytes

/// Bytes that passed the tap together.
public struct Segment: Sendable, Hashable, Codable {
  public var direction: Direction
  /// When the bytes passed the tap: microseconds since 1970 of the simulated clock.
  public var time: Int64
  /// What a stranger on the wire sees; never empty.
  @Hexadecimal public var bytes: [UInt8]

  public init(direction: Direction, time: Int64, bytes: [UInt8]) {
    self.direction = direction
    self.time = time
    self.bytes = bytes
  }
}

/// Everything that a passive attacker has of one session: who talks to whom, and the wire bytes.
///
/// Nothing that an endpoint knows can be put in here, which is what makes the eavesdropper honest.
public struct Recording: Sendable, Hashable, Codable {
  public var flow: Flow
  /// In the order in which they passed the tap.
  public var segments: [Segment]
  /// Whether it is known not to be whole: a capture made elsewhere lost bytes, ends within a record, or has
  /// something behind the records that is none.
  public var isPartial: Bool?

  public init(flow: Flow, segments: [Segment] = []) {
    self.flow = flow
    self.segments = segments
  }

  /// Whether nothing was recorded: the tap was off, or nothing was sent.
  public var isEmpty: Bool { segments.isEmpty }

  /// The stream of one direction, its segments put together.
  public func bytes(_ direction: Direction) -> [UInt8] {
    var stream: [UInt8] = []
    for segment in segments where segment.direction == direction {
      stream += segment.bytes
    }
    return stream
  }

  /// Adds what passed the tap, behind everything that passed no later.
  mutating func insert(_ segment: Segment) {
    var position = segments.endIndex
    while position > 0, segments[position - 1].time > segment.time { position -= 1 }
    segments.insert(segment, at: position)
  }
}
