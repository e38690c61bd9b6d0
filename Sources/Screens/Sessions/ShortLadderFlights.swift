import Bytes
import Lab
import Pages
import TLSEngine
import TLSKeys
import TLSWire

/// Messages that follow each other in one direction on one wire, and met with the same from the attacker; or
/// data, both ways together.
struct Flight {
  var wire: Wire
  var sender: Side
  var titles: [String]
  /// Who sent data.
  var speakers: Set<Side> = []
  /// Application data, both ways together.
  var records = 0
  /// Whether that is the client's early data, which flows before any answer.
  var isEarly = false
  /// Whether it is not known what they carry.
  var isSealed = false
  /// What the attacker did with them.
  var handling: Handling?

  /// `3 records of data`, `3 protected records`.
  var count: String {
    isSealed
      ? plural(records, "protected record") : String(worded: "\(plural(records, "record")) of data")
  }

  /// Whether data went both ways.
  var isBothWays: Bool { speakers.count > 1 }
}

/// Puts the messages of a session together as flights, in order.
struct FlightMaker {
  let viewer: Viewer
  let isIntercepted: Bool
  private let earlyPlaces: Set<Int>
  private(set) var flights: [Flight] = []

  init(_ viewer: Viewer) {
    self.viewer = viewer
    isIntercepted = viewer.session.interceptor != nil
    earlyPlaces = viewer.session.earlyData?.places ?? []
    for (place, item) in viewer.session.messages.enumerated() where !item.message.isOutOfSight {
      if item.message.kind == .applicationData {
        add(data: item.message, on: item.step.wire, at: place)
      } else {
        add(item.message, on: item.step.wire, at: place)
      }
    }
  }

  private mutating func add(data message: Message, on wire: Wire, at place: Int) {
    let isEarly = earlyPlaces.contains(place)
    let handling = shared(viewer.handling[place])
    let same = flights.firstIndex {
      $0.wire == wire && $0.records > 0 && $0.isEarly == isEarly && $0.isSealed == message.isSealed
        && $0.handling == handling
    }
    if let same {
      flights[same].records += 1
      flights[same].speakers.insert(message.sender)
      return
    }
    flights.append(
      Flight(
        wire: wire, sender: message.sender, titles: [], speakers: [message.sender], records: 1,
        isEarly: isEarly, isSealed: message.isSealed, handling: handling))
  }

  private mutating func add(_ message: Message, on wire: Wire, at place: Int) {
    let title = title(of: message)
    // Whether a handshake's protected messages were read says less than what was done on the way.
    let handling = viewer.handling[place]?.deed.map { Handling(deed: $0) }
    if let last = flights.indices.last(where: { flights[$0].wire == wire }),
      flights[last].sender == message.sender, flights[last].records == 0,
      flights[last].handling == handling
    {
      flights[last].titles.append(title)
    } else {
      flights.append(
        Flight(wire: wire, sender: message.sender, titles: [title], handling: handling))
    }
  }

  /// Data that the attacker read and data that it passed on are drawn alike.
  private func shared(_ handling: Handling?) -> Handling? {
    guard var handling, handling.access == .passedOn else { return handling }
    handling.access = .read
    return handling
  }

  private func title(of message: Message) -> String {
    if case .alert(let alert) = message.content {
      return "alert \(alert.description.rawValue) \(alert.description.label)"
    }
    return isIntercepted ? message.shortTitle : message.title
  }
}
