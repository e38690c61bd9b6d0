/// To which of several calls that share their ports a packet belongs: by its time.
struct CallPeriods {
  private let calls: [(number: Int, call: SignalledCall)]

  /// - Parameters:
  ///   - numbers: the calls that tell of a flow.
  ///   - all: by their numbers.
  init(_ numbers: [Int], _ all: [SignalledCall], _ key: MediaFlow.Key) {
    // One that names both ends tells more than one that names a single one.
    let exact = numbers.filter { all[$0].namesBoth(key) }
    calls = (exact.isEmpty ? numbers : exact).map { ($0, all[$0]) }
      .sorted { ($0.call.begin, $0.number) < ($1.call.begin, $1.number) }
  }

  /// The number of the call that stands at a moment, the one that was agreed on before one that still rings, the
  /// later one before the earlier; where none stands, the last that began before it.
  ///
  /// - Parameter time: microseconds since 1970.
  func owner(at time: Int64) -> Int? {
    let standing = calls.filter { $0.call.contains(time) }
    let agreed = standing.last { one in one.call.agreed.map { $0 <= time } == true }
    let chosen =
      agreed ?? standing.last ?? calls.last { $0.call.begin <= time } ?? calls.first
    return chosen?.number
  }
}
