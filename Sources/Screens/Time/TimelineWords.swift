import Explanations
import Lab
import Platform

/// What one lane of a timeline says, in a sentence.
struct TimelineWords {
  private let timeline: Timeline
  private let lane: Timeline.Lane
  private let lab: Lab

  init(_ timeline: Timeline, _ lane: Timeline.Lane, _ lab: Lab) {
    (self.timeline, self.lane, self.lab) = (timeline, lane, lab)
  }

  var sentence: String {
    guard lane.prospects != nil else {
      let name = lane.theft == nil ? "timeline.would.outside" : "timeline.held"
      return said(.ability, name, ["past": opened(among: timeline.stops.indices)])
    }
    let isComputed = lane.loot == .quantum
    guard let theft = lane.theft else {
      return said(
        .ability, isComputed ? "timeline.would.computed" : "timeline.would",
        ["past": opened(among: timeline.stops.indices), "future": future])
    }
    let isLast = !timeline.stops[theft...].contains { $0.isSessions }
    return said(
      .ability,
      isComputed
        ? (isLast ? "timeline.computed" : "timeline.computed.and-after")
        : (isLast ? "timeline.stolen" : "timeline.stolen.and-after"),
      [
        "time": timeline.stops[theft].time.map(Self.moment) ?? said(.ability, "timeline.unknown"),
        "past": opened(among: 0..<theft), "later": opened(among: theft..<timeline.stops.count),
        "future": future,
      ])
  }

  /// Which recordings it opens.
  private func opened(among places: Range<Int>) -> String {
    let all = places.filter { timeline.stops[$0].isSessions }
    let open = all.filter(lane.opened.contains)
    guard !open.isEmpty else { return said(.ability, "timeline.opens.none") }
    let names = listed(Self.spans(of: open.flatMap { timeline.stops[$0].sessions }))
    let isPart = open.contains { lane.states[$0] == .partly }
    let name = isPart ? "part" : open.count == all.count && all.count > 1 ? "all" : "some"
    return said(.ability, "timeline.opens.\(name)", ["sessions": names])
  }

  private var future: String {
    guard let prospects = lane.prospects else { return "" }
    let isNone = prospects.listening.isEmpty
    if isNone, lab.world.isServerCertificateOver(at: lab.now) {
      return said(.ability, "timeline.future.over")
    }
    let read = FutureWords(prospects).line.text
    guard case .certificate? = prospects.asServer else {
      return Self.poses(prospects).map { said(.ability, $0, ["sessions": read]) } ?? read
    }
    guard let end = lane.goodUntil else {
      return said(.ability, "timeline.future.poses", ["sessions": read])
    }
    return said(
      .ability, "timeline.future.poses.until", ["sessions": read, "day": Self.day(end)])
  }

  /// As whom it passes by a key that both ends have.
  private static func poses(_ prospects: Prospects) -> String? {
    let keys = prospects.elsewhere
    let asServer = prospects.asServer == .preSharedKey || keys.contains(where: \.posesAsServer)
    let asClient = prospects.asClient == .preSharedKey || keys.contains(where: \.posesAsClient)
    guard asServer else {
      return prospects.whereResumed != nil ? "timeline.future.poses.resuming" : nil
    }
    return asClient ? "timeline.future.poses.both" : "timeline.future.poses"
  }

  // MARK: Names and times

  /// `S1-S4`, `S7`: three and more in a row are taken together.
  static func spans(of ids: [String]) -> [String] {
    var spans: [[String]] = []
    for id in ids {
      if let last = spans.last?.last, let one = number(last), number(id) == one + 1 {
        spans[spans.count - 1].append(id)
      } else {
        spans.append([id])
      }
    }
    return spans.flatMap { span in
      span.count > 2 ? ["\(span[0])-\(span[span.count - 1])"] : span
    }
  }

  private static func number(_ id: String) -> Int? { Int(id.dropFirst()) }

  /// The day of a moment, which is in microseconds since 1970.
  static func day(_ time: Int64) -> String {
    date(time).formatted(.iso8601.year().month().day())
  }

  static func moment(_ time: Int64) -> String {
    date(time).formatted(
      .iso8601.year().month().day().dateTimeSeparator(.space)
        .time(includingFractionalSeconds: false))
  }

  private static func date(_ time: Int64) -> Date {
    Date(timeIntervalSince1970: TimeInterval(time / 1_000_000))
  }

  /// How much time passed, from an hour on: `+30d`.
  static func gap(_ microseconds: Int64) -> String? {
    let hours = microseconds / 3_600_000_000
    guard hours > 0 else { return nil }
    if hours < 24 { return "+\(hours)h" }
    return hours < 24 * 730 ? "+\(hours / 24)d" : "+\(hours / 24 / 365)y"
  }
}

extension Timeline.Stop {
  fileprivate var isSessions: Bool { !sessions.isEmpty }

  fileprivate var sessions: [String] {
    if case .sessions(let ids) = what { ids } else { [] }
  }
}
