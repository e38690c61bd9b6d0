import Bytes
import Eavesdropper
import Explanations
import Knowledge
public import Lab
import Pages
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
    let viewers = sessions.map { Viewer($0, lab.eyes(on: $0)) }
    let found = viewers.map { viewer in
      needles.flatMap { places(of: $0, in: viewer) }
    }
    let rows = found.joined()
    let names = zip(sessions, found).filter { !$0.1.isEmpty }.map(\.0.id)
    guard !rows.isEmpty else {
      let place = sessions.count == 1 ? sessions.map(\.id).joined() : "any session"
      return Page(
        lines: [
          said(
            .ability, lab.view == .all ? "sees.nowhere" : "sees.nowhere.viewer",
            [
              "text": text, "place": place,
              "viewer": viewers.first?.name ?? String(worded: "anyone"),
            ])
        ], next: ["show sessions", "list"])
    }
    let header = ["", "where", "offset", said(.ability, "sees")].map { Line($0, .faint) }
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

  private static func places(of needle: [UInt8], in viewer: Viewer) -> [[Line]] {
    var rows: [[Line]] = []
    for (index, item) in viewer.session.messages.enumerated() {
      let (_, step, message) = item
      let name = String(worded: "message \(index + 1), \(message.title)")
      for offset in offsets(of: needle, in: message.records) {
        rows.append([
          Line(name), Line("\(offset)"), Line(said(.ability, "sees.anyone"), .warning),
        ])
      }
      guard message.isProtected, !message.isSealed else { continue }
      for offset in offsets(of: needle, in: message.plaintext) {
        let ends = [
          "client": step.wire.actor(playing: .client).spoken,
          "server": step.wire.actor(playing: .server).spoken,
        ]
        let who =
          viewer.isOpened(message, on: step.wire)
          ? Line(said(.ability, "sees.ends.thief", ends), .bad)
          : Line(said(.ability, "sees.ends", ends), .good)
        rows.append([Line("\(name), decrypted"), Line("\(offset)"), who])
      }
    }
    for wire in viewer.session.wires { rows += values(with: needle, on: wire, viewer) }
    return rows.map { [Line(viewer.session.id, .heading)] + $0 }
  }

  private static func values(
    with needle: [UInt8], on wire: Wire, _ viewer: Viewer
  ) -> [[Line]] {
    let inTheOpen = viewer.session.ledger.heard(on: wire)
    return viewer.values(on: wire).sorted { $0.key < $1.key }
      .filter { !$0.key.tail.hasSuffix("messages") }.flatMap { name, value in
        offsets(of: needle, in: value).map { offset in
          [
            Line(name.rawValue, .field), Line("\(offset)"),
            inTheOpen[name] == nil
              ? Line(said(.ability, "sees.holder"), .good)
              : Line(said(.ability, "sees.anyone"), .warning),
          ]
        }
      }
  }

  private static func offsets(of needle: [UInt8], in bytes: [UInt8]) -> [Int] {
    guard !needle.isEmpty, bytes.count >= needle.count else { return [] }
    return (0...bytes.count - needle.count).filter { start in
      bytes[start] == needle[0] && bytes[start..<start + needle.count].elementsEqual(needle)
    }
  }
}
