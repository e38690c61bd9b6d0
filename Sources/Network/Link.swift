/// A simulated wire between a client and a server, with a tap half-way.
///
/// Bytes of one direction arrive in the order in which they were sent, as TCP delivers them. The
/// link holds no clock: whoever sends says when, and learns when the bytes arrive.
public struct Link: Sendable, Hashable, Codable {
  public let flow: Flow
  /// Microseconds from one end to the other and back; never negative.
  public let roundTrip: Int64
  /// Whether passing bytes are copied. Switched off, they still arrive.
  public var isTapOn: Bool
  /// What the tap copied.
  public private(set) var recording: Recording

  private var lastPassage = PerDirection()

  /// Makes an idle link.
  ///
  /// - Parameter roundTrip: microseconds; a negative number counts as none.
  public init(flow: Flow, roundTrip: Int64 = 40_000, isTapOn: Bool = true) {
    self.flow = flow
    self.roundTrip = max(0, roundTrip)
    self.isTapOn = isTapOn
    recording = Recording(flow: flow)
  }

  /// A link over which everything has passed.
  public init(_ recording: Recording) {
    self.init(flow: recording.flow, roundTrip: 0)
    self.recording = recording
  }

  /// Sends bytes.
  ///
  /// - Parameter time: when they are sent, in microseconds since 1970.
  /// - Returns: when they arrive, in microseconds since 1970.
  @discardableResult
  public mutating func transmit(
    _ bytes: [UInt8], direction: Direction, at time: Int64
  ) -> Int64 {
    let toTap = roundTrip / 4
    let fromTap = oneWay(direction) - toTap
    let passage = max(time.addingClamped(toTap), lastPassage[direction])
    lastPassage[direction] = passage
    if isTapOn, !bytes.isEmpty {
      recording.insert(Segment(direction: direction, time: passage, bytes: bytes))
    }
    return passage.addingClamped(fromTap)
  }

  /// Microseconds from end to end; both ways together make the round trip, odd ones too.
  private func oneWay(_ direction: Direction) -> Int64 {
    switch direction {
    case .clientToServer: roundTrip / 2
    case .serverToClient: roundTrip - roundTrip / 2
    }
  }
}

/// When the last bytes of each direction passed the tap.
private struct PerDirection: Sendable, Hashable, Codable {
  private var clientToServer = Int64.min
  private var serverToClient = Int64.min

  subscript(direction: Direction) -> Int64 {
    get {
      switch direction {
      case .clientToServer: clientToServer
      case .serverToClient: serverToClient
      }
    }
    set {
      switch direction {
      case .clientToServer: clientToServer = newValue
      case .serverToClient: serverToClient = newValue
      }
    }
  }
}

extension Int64 {
  /// The sum, or the nearest number that can be held: a saved file may hold any time.
  func addingClamped(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    guard overflow else { return sum }
    return other < 0 ? .min : .max
  }
}
