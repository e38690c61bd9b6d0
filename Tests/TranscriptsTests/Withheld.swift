import Foundation
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// What must not stand in somebody's view of a session: reckoned from the steps alone, without what the
/// program itself uses to decide what it shows.
struct Withheld {
  /// Eight bytes of secrets and of what was inside messages, as a number, and whose.
  var bytes: [UInt64: String] = [:]
  /// How a value is cut short: `27 e8 72 .. +29`.
  var briefs: [String: String] = [:]
  /// Names of messages.
  var titles: Set<String> = []
  /// Lines that were said.
  var lines: Set<String> = []

  /// - Parameters:
  ///   - session: as it stands.
  ///   - end: as it will have ended: what is to come is withheld too.
  init(from view: Lab.View, _ session: Session, end: Session) {
    var known: [[UInt8]] = []
    var read: Set<String> = []
    for item in session.messages {
      if view == .eavesdropper { known.append(item.message.records) }
      guard Self.reads(item.message, item.step, view, session) else { continue }
      known += [item.message.records, Self.bytes(item.message)]
      read.insert(Self.title(item.message))
    }
    for entry in session.ledger.entries where Self.holds(entry, view) { known.append(entry.bytes) }
    let windows = Self.windows(of: known)
    for entry in end.ledger.entries {
      add(entry.bytes, entry.name.rawValue, windows)
    }
    for item in end.messages {
      if item.message.isProtected {
        add(Self.bytes(item.message), item.message.kind.name, windows)
        titles.insert(Self.title(item.message))
      }
      if case .applicationData(let data) = item.message.content {
        for line in String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
        where line.utf8.count >= 12
          && (!windows.contains(Self.number(line.utf8.prefix(8)))
            || !known.contains { $0.holds(Array(line.utf8)) })
        {
          lines.insert(String(line))
        }
      }
    }
    titles.subtract(read)
    // What is no name that only a message has.
    titles.subtract(["Alert", "ApplicationData", "ChangeCipherSpec"])
  }

  /// Eight bytes at the start, and eight in the middle.
  private mutating func add(_ bytes: [UInt8], _ name: String, _ known: Set<UInt64>) {
    guard bytes.count >= 8 else { return }
    let start = Array(bytes.prefix(8))
    if Set(start).count > 2, !known.contains(Self.number(start)) {
      let digits = bytes.prefix(3).map { Self.hex([$0]) }.joined(separator: " ")
      briefs["\(digits) .. +\(bytes.count - 3)"] = name
    }
    for start in [0, (bytes.count - 8) / 2] {
      let part = Array(bytes[start..<start + 8])
      guard Set(part).count > 2, !known.contains(Self.number(part)) else { continue }
      self.bytes[Self.number(part)] = name
    }
  }

  /// What of it stands in a text.
  ///
  /// - Parameter isDictionary: explanations stand in it, which name messages that nobody need have sent.
  func found(in text: String, isDictionary: Bool = false) -> [String] {
    let characters = Array(text.utf8)
    var found: Set<String> = []
    var window: UInt64 = 0
    var last: UInt64 = 0
    var word: [UInt8] = []
    let starts = Dictionary(grouping: lines) { Self.number($0.utf8.prefix(8)) }
    for (place, character) in characters.enumerated() {
      last = last << 8 | UInt64(character)
      for line in starts[last] ?? [] where characters[(place - 7)...].starts(with: line.utf8) {
        found.insert(line)
      }
      if let digit = Self.digit(character) {
        window = window << 4 | digit
        if let name = bytes[window] { found.insert("\(name) \(Self.hex(window))") }
      }
      if (0x41...0x5a).contains(character) || (0x61...0x7a).contains(character) {
        word.append(character)
      } else if !word.isEmpty {
        if word[0] < 0x61, !isDictionary { found.formUnion(titles.intersection([Self.text(word)])) }
        word = []
      }
    }
    let parts = text.components(separatedBy: " .. +")
    for (head, tail) in zip(parts, parts.dropFirst()) {
      let brief = "\(head.suffix(8)) .. +\(tail.prefix { $0.isNumber })"
      if let name = briefs[brief] { found.insert("\(name) \(brief)") }
    }
    return found.sorted()
  }

  /// Messages that a text tells of as sent or read.
  func told(in text: String) -> [String] {
    let named = ["sends ", "reads ", "→ ", "← ", "] "].flatMap { mark in
      text.components(separatedBy: mark).dropFirst().map { String($0.prefix(while: \.isLetter)) }
    }
    return titles.filter { named.contains($0) || text.contains("\n\($0) →") }.sorted()
  }

  /// Eight bytes as a number.
  private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Every eight bytes that stand in some bytes.
  private static func windows(of known: [[UInt8]]) -> Set<UInt64> {
    var found: Set<UInt64> = []
    for bytes in known {
      var window: UInt64 = 0
      for (place, byte) in bytes.enumerated() {
        window = window << 8 | UInt64(byte)
        if place >= 7 { found.insert(window) }
      }
    }
    return found
  }

  private static func text(_ word: [UInt8]) -> String { String(decoding: word, as: UTF8.self) }

  private static func digit(_ character: UInt8) -> UInt64? {
    switch character {
    case 0x30...0x39: UInt64(character - 0x30)
    case 0x61...0x66: UInt64(character - 0x57)
    case 0x41...0x46: UInt64(character - 0x37)
    default: nil
    }
  }

  private static func hex(_ number: UInt64) -> String { String(number, radix: 16) }

  // MARK: Who has what

  private static func actor(_ view: Lab.View, _ session: Session) -> Actor? {
    switch view {
    case .client: .client
    case .server, .proxy: .server
    case .interceptor: session.interceptor == nil ? nil : .interceptor
    case .eavesdropper, .all: nil
    }
  }

  private static func holds(_ entry: ValueLedger.Entry, _ view: Lab.View) -> Bool {
    switch view {
    case .client: entry.gains[.client] != nil
    case .server, .proxy: entry.gains[.server] != nil
    case .interceptor: entry.gains[.interceptor] != nil || entry.heard != nil
    case .eavesdropper, .all: entry.heard != nil
    }
  }

  private static func reads(
    _ message: Message, _ step: Step, _ view: Lab.View, _ session: Session
  ) -> Bool {
    guard let actor = actor(view, session) else { return !message.isProtected }
    return step.actor == actor
      || session.steps.contains { $0.actor == actor && $0.effect == .received(message) }
      || session.steps.contains { other in
        guard other.actor == actor, case .received(let read) = other.effect else { return false }
        return read.content == message.content
      }
  }

  static func bytes(_ message: Message) -> [UInt8] {
    switch message.content {
    case .handshake(let handshake): handshake.bytes
    case .applicationData(let data): data
    case .alert, .changeCipherSpec: []
    }
  }

  private static func title(_ message: Message) -> String {
    message.kind.name.split(separator: "_").map(\.capitalized).joined()
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

extension [UInt8] {
  /// Whether other bytes stand in these.
  func holds(_ part: [UInt8]) -> Bool {
    guard !part.isEmpty, count >= part.count else { return false }
    return indices.dropLast(part.count - 1).contains {
      self[$0] == part[0] && self[$0..<$0 + part.count].elementsEqual(part)
    }
  }
}
