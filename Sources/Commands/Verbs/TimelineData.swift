import Lab
import TLSWire

/// What `timeline --json` says.
enum TimelineData {
  static func timelines(_ lab: Lab) -> JSONValue {
    .array(lab.timelines.filter(\.isTold).map(document))
  }

  private static func document(_ timeline: Timeline) -> JSONValue {
    .object([
      "clock": .string(timeline.clock.rawValue),
      "stops": .array(timeline.stops.map(document)),
      "keys": .array(timeline.lanes.map { document($0, timeline) }),
    ])
  }

  private static func document(_ stop: Timeline.Stop) -> JSONValue {
    var members: JSONObject = [
      "time": stop.time.map { .number(Int($0 / 1_000_000)) } ?? .null
    ]
    switch stop.what {
    case .sessions(let ids):
      members["sessions"] = .array(ids.map { .string($0) })
      members["vault"] = stop.state.map { .string($0.rawValue) } ?? .null
    case .renewal(let loot, let number):
      members["renewed"] = .string(loot.rawValue)
      members["number"] = .number(number)
    case .theft(let word): members["stolen"] = .string(word)
    case .now: members["now"] = .bool(true)
    }
    return .object(members)
  }

  private static func document(_ lane: Timeline.Lane, _ timeline: Timeline) -> JSONValue {
    let opened = lane.opened.flatMap { place -> [String] in
      if case .sessions(let ids) = timeline.stops[place].what { ids } else { [] }
    }
    let coming = lane.prospects.map { $0.listening + $0.elsewhere.flatMap(\.listening) } ?? []
    let read = coming.filter { [.open, .partly].contains($0.state) }
    return .object([
      "key": .string(lane.word), "in_force": .bool(lane.reign != nil && !lane.isRetired),
      "stolen": .bool(lane.theft != nil), "opens": .array(opened.map { .string($0) }),
      "opens_from_now_on": lane.prospects == nil
        ? .null
        : .array(read.map { .string("\($0.version.number) \($0.keyExchange)") }),
    ])
  }
}
