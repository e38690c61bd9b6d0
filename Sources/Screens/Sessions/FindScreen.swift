import Bytes
import Eavesdropper
import Knowledge
public import Lab
import TLSEngine
import TLSKeys
import TLSWire

extension Screens {
  /// Where bytes occur: on the wire, inside protected messages, among the values.
  ///
  /// - Parameters:
  ///   - sessions: where it is looked for.
  ///   - text: hexadecimal digits, or any text.
  public static func find(_ lab: Lab, in sessions: [Session], text: String) -> Page {
    let digits = [UInt8](hex: text).flatMap { $0.isEmpty ? nil : $0 }
    let needles = ([digits] + [Array(text.utf8)]).compactMap { $0 }.filter { !$0.isEmpty }
    let found = sessions.map { session in
      let opened = lab.eyes(on: session).opened
      return needles.flatMap { places(of: $0, in: session, opened) }
    }
    let rows = found.joined()
    let names = zip(sessions, found).filter { !$0.1.isEmpty }.map(\.0.id)
    guard !rows.isEmpty else {
      let place = sessions.count == 1 ? sessions.map(\.id).joined() : "any session"
      return Page(
        lines: ["'\(text)' occurs nowhere in \(place) so far"], next: ["show sessions", "list"])
    }
    let header = ["", "where", "offset", "who can see it there"].map { Line($0, .faint) }
    let place = names.count <= 5 ? listed(names) : "\(names.count) sessions"
    var blocks: [Block] = [
      .line(Line("FOUND  ", .heading) + Line("\(plural(rows.count, "place")) in \(place)")),
      .table(Table(header: header, rows: Array(rows.prefix(mostPlaces)))),
    ]
    if rows.count > mostPlaces {
      blocks.append(.line(Line(" .. \(rows.count - mostPlaces) more places", .faint)))
    }
    return Page(blocks, next: ["show bytes", "show keys"])
  }

  /// More would tell nobody anything.
  private static let mostPlaces = 40

  private static func places(
    of needle: [UInt8], in session: Session, _ opened: [Wire: Attempt.Opened]
  ) -> [[Line]] {
    var rows: [[Line]] = []
    let eavesdropper = Viewer(session, Eyes(.eavesdropper, opened: opened))
    for (index, item) in session.messages.enumerated() {
      let name = "message \(index + 1), \(item.message.title)"
      for offset in offsets(of: needle, in: item.message.records) {
        rows.append([Line(name), Line("\(offset)"), Line("anyone on the wire", .warning)])
      }
      guard item.message.isProtected else { continue }
      for offset in offsets(of: needle, in: item.message.plaintext) {
        let ends = [Side.client, .server].map { item.step.wire.actor(playing: $0).word }
        let who =
          eavesdropper.isOpened(item.message, on: item.step.wire)
          ? Line("\(ends[0]), \(ends[1]), and who stole", .bad)
          : Line("\(ends[0]) and \(ends[1])", .good)
        rows.append([Line("\(name), decrypted"), Line("\(offset)"), who])
      }
    }
    for wire in session.wires {
      let listener = Viewer(session, Eyes(.eavesdropper))
      for (name, value) in session.ledger.values(on: wire).sorted(by: { $0.key < $1.key })
      where !name.tail.hasSuffix("messages") {
        for offset in offsets(of: needle, in: value) {
          let isPublic = listener.value(name, on: wire) != nil
          rows.append([
            Line(name.rawValue, .field), Line("\(offset)"),
            isPublic ? Line("anyone on the wire", .warning) : Line("who has that value", .good),
          ])
        }
      }
    }
    return rows.map { [Line(session.id, .heading)] + $0 }
  }

  private static func offsets(of needle: [UInt8], in bytes: [UInt8]) -> [Int] {
    guard !needle.isEmpty, bytes.count >= needle.count else { return [] }
    return (0...bytes.count - needle.count).filter { start in
      bytes[start] == needle[0] && bytes[start..<start + needle.count].elementsEqual(needle)
    }
  }
}
