import Explanations
public import Lab
import Platform

extension Screens {
  /// Sessions, renewals and thefts along time, and what each key opens of them.
  public static func timeline(_ lab: Lab) -> Page {
    let timelines = lab.timelines
    let title = Line("TIMELINE  ", .heading) + Line(said(.ability, "timeline"))
    var blocks: [Block] = [.line(title), .rule]
    let told = timelines.filter(\.isTold)
    guard !told.isEmpty else {
      return Page(
        blocks + [.line(Line(" " + said(.ability, "timeline.empty")))], next: ["connect", "walk"])
    }
    for timeline in told {
      if told.count > 1 || timeline.clock == .outside {
        blocks.append(
          .line(Line(" " + said(.ability, "timeline.clock.\(timeline.clock.rawValue)"), .heading)))
      }
      blocks += TimelineBlocks(lab, timeline).blocks + [.blank]
    }
    return Page(blocks.dropLast(), next: suggestions(lab))
  }

  private static func suggestions(_ lab: Lab) -> [String] {
    lab.world.events.isEmpty
      ? ["wait 30d", "renew server.key", "compromise server.key", "compromise quantum in=10y"]
      : ["matrix", "vault", "compromise server.key-1"]
  }
}

/// One timeline as a picture, and the sentences that say the same.
private struct TimelineBlocks {
  let lab: Lab
  let timeline: Timeline

  init(_ lab: Lab, _ timeline: Timeline) { (self.lab, self.timeline) = (lab, timeline) }

  var blocks: [Block] {
    [.lanes(Lanes(stops: stops, lanes: [vault] + timeline.lanes.map(lane), legend: legend))]
      + events + [.blank] + keyless
      + timeline.lanes.map { lane in
        .labelled(
          lane.word, Line(TimelineWords(timeline, lane, lab).sentence), width: labelWidth)
      }
  }

  /// In TLS 1.3 certificates pass encrypted, and not every handshake has one.
  private var keyless: [Block] {
    timeline.lanes.isEmpty
      ? [.paragraph(Line(said(.ability, "timeline.keyless"), .faint), indent: 1)] : []
  }

  private var labelWidth: Int { min(24, timeline.lanes.map(\.word.count).max() ?? 0) + 2 }

  // MARK: The picture

  private var stops: [Lanes.Stop] {
    var number = 0
    return timeline.stops.enumerated().map { place, stop in
      let before = place > 0 ? timeline.stops[place - 1].time : nil
      let gap = before.flatMap { before in stop.time.map { max(0, $0 - before) } }
      var label: String
      switch stop.what {
      case .sessions(let ids): label = TimelineWords.spans(of: ids).joined(separator: " ")
      case .renewal, .theft:
        number += 1
        label = "(\(number))"
      case .now: label = said(.ability, "timeline.now")
      }
      let isEvent = if case .sessions = stop.what { false } else { true }
      return Lanes.Stop(
        label, isEvent ? .faint : .heading, day: stop.time.map(TimelineWords.day) ?? "",
        gap: gap.flatMap(TimelineWords.gap) ?? "")
    }
  }

  /// How the recordings stand now.
  private var vault: Lanes.Lane {
    Lanes.Lane(
      label: Line("vault", .field),
      cells: timeline.stops.map { stop in
        Lanes.Cell(mark(of: stop.state) ?? (stop.state == .sealed ? .empty : .nothing))
      })
  }

  private func lane(_ lane: Timeline.Lane) -> Lanes.Lane {
    Lanes.Lane(
      label: Line(lane.word, lane.theft == nil ? .field : .bad),
      cells: timeline.stops.indices.map { cell(of: lane, at: $0) })
  }

  private func cell(of lane: Timeline.Lane, at place: Int) -> Lanes.Cell {
    let reign = lane.reign
    let isOver = lane.isRetired && place == reign?.upperBound
    let hasLine = reign?.contains(place) == true && !isOver
    if place == timeline.stops.count - 1 { return lastCell(of: lane, hasLine) }
    if place == lane.theft { return Lanes.Cell(.event, hasLine: hasLine) }
    if let mark = mark(of: lane.states[place]) { return Lanes.Cell(mark, hasLine: hasLine) }
    if isOver, case .renewal = timeline.stops[place].what { return Lanes.Cell(.end) }
    let begins = place == reign?.lowerBound && (place > 0 || timeline.clock == .world)
    return Lanes.Cell(begins ? .begin : .nothing, hasLine: hasLine)
  }

  /// What is to come.
  private func lastCell(of lane: Timeline.Lane, _ hasLine: Bool) -> Lanes.Cell {
    guard let prospects = lane.prospects else {
      return Lanes.Cell(lane.theft == nil ? .nothing : .event, hasLine: hasLine && !lane.isRetired)
    }
    let states = prospects.listening.map(\.state)
    let elsewhere = prospects.elsewhere.flatMap(\.listening).map(\.state)
    let reads = (states + elsewhere).contains { $0 == .open || $0 == .partly }
    let mark: Lanes.Cell.Mark =
      !reads ? .nothing : states.allSatisfy { $0 == .open } ? .full : .partial
    return Lanes.Cell(mark, hasLine: hasLine, goesOn: hasLine || reads)
  }

  private func mark(of state: VaultState?) -> Lanes.Cell.Mark? {
    switch state {
    case .open: .full
    case .partly: .partial
    case .sealed, .notRecorded, .empty, .unreadable, nil: nil
    }
  }

  private var legend: [Lanes.Key] {
    let cells: [(name: String, cell: Lanes.Cell)] = [
      ("open", Lanes.Cell(.full)), ("partly", Lanes.Cell(.partial)), ("sealed", Lanes.Cell(.empty)),
      ("in-force", Lanes.Cell(.nothing, hasLine: true)), ("stolen", Lanes.Cell(.event)),
      ("goes-on", Lanes.Cell(.nothing, goesOn: true)),
    ]
    return cells.map { Lanes.Key($0.cell, said(.ability, "timeline.mark.\($0.name)")) }
  }

  // MARK: What happened

  private var events: [Block] {
    let told = timeline.stops.compactMap { stop -> [Line]? in
      let when = Line(
        stop.time.map(TimelineWords.moment) ?? said(.ability, "timeline.unknown"), .faint)
      switch stop.what {
      case .renewal(let loot, let number):
        let values = ["loot": loot.rawValue, "number": "\(number)"]
        return [when, Line(said(.ability, "timeline.renewal", values))]
      case .theft(let word):
        return [when, Line(said(.ability, "timeline.theft", ["loot": word]), .bad)]
      case .sessions, .now: return nil
      }
    }
    guard !told.isEmpty else { return [] }
    let rows = told.enumerated().map { [Line("(\($0 + 1))", .faint)] + $1 }
    return [.table(Table(rows: rows))]
  }
}
