import Bytes
import Explanations
public import Lab
import Pages
import TLSEngine
import TLSKeys
import TLSWire

/// One message of one session.
public struct MessagePlace: Sendable {
  public var session: Session
  /// Counted from 1.
  public var number: Int

  public init(_ session: Session, _ number: Int) {
    self.session = session
    self.number = number
  }
}

extension Screens {
  /// Two messages field by field.
  ///
  /// - Returns: nil when one of them does not exist.
  public static func diff(_ lab: Lab, _ left: MessagePlace, _ right: MessagePlace) -> Page? {
    guard let one = content(left.session, left.number, lab.eyes(on: left.session)),
      let other = content(right.session, right.number, lab.eyes(on: right.session))
    else { return nil }
    let names = [left, right].map { "\($0.session.id).\($0.number)" }
    let next = [left, right].map { "show message \($0.number) session=\($0.session.id)" }
    for (content, name) in zip([one, other], names) where !content.isReadable {
      let title = "DIFF  \(names[0]) and \(names[1])"
      return Page(
        [
          .line(Line(title, .heading)),
          .paragraph(
            Line(
              said(.page, "sealed.message", ["viewer": content.viewer.name, "message": name]),
              .warning),
            indent: 1),
        ], next: ["view all"] + next)
    }
    let rows = MessageDiff(one, other)
    let titled = zip(names, [one, other]).map { "\($0)  \($1.message.title)" }
    return Page(
      DiffRow.heading(names, rows.different, of: rows.all.count)
        + [
          .table(
            Table(header: DiffRow.header(titled), rows: rows.lines, indent: 0, isComparison: true))
        ],
      next: next)
  }
}

/// The rows of two messages.
private struct MessageDiff {
  let left: MessageContent
  let right: MessageContent
  private(set) var all: [Row] = []

  struct Row {
    var name: String
    var left: String
    var right: String
    var isSame: Bool
  }

  init(_ left: MessageContent, _ right: MessageContent) {
    self.left = left
    self.right = right
    all = [
      row("protected", words(left.message.isProtected), words(right.message.isProtected)),
      row("on the wire", size(left), size(right)),
    ]
    if let one = left.handshake, let other = right.handshake {
      let comparison = MessageComparison(one, of: left.plaintext, other, of: right.plaintext)
      all += comparison.fields.filter { $0.name != "msg_type" }.map(row)
    } else {
      all.append(
        Row(
          name: "content", left: text(of: left), right: text(of: right),
          isSame: left.plaintext == right.plaintext))
    }
  }

  var different: Int { all.count { !$0.isSame } }

  /// Differences first: what is the same is only a list of names.
  var lines: [[Line]] {
    let rows = all.filter { !$0.isSame }.map {
      DiffRow.make($0.name, $0.left, $0.right, isSame: false)
    }
    let same = all.filter(\.isSame).map(\.name)
    guard !same.isEmpty else { return rows }
    return rows + [[Line("= same", .faint), Line(same.joined(separator: ", "), .faint)]]
  }

  private func words(_ isProtected: Bool) -> String { String(worded: isProtected ? "yes" : "no") }

  private func size(_ content: MessageContent) -> String {
    let count = content.message.records.count
    return count == 0 ? String(worded: "in the record before it") : ByteText.count(count)
  }

  private func row(_ name: String, _ left: String, _ right: String) -> Row {
    Row(name: name, left: left, right: right, isSame: left == right)
  }

  private func text(of content: MessageContent) -> String {
    switch content.message.content {
    case .alert(let alert): "\(alert.level.label) \(alert.description.label)"
    case .changeCipherSpec: "1"
    case .applicationData(let data): Excerpt(data).line ?? ByteText.brief(data, limit: 8)
    case .handshake: ByteText.brief(content.plaintext)
    }
  }

  private func row(_ field: MessageComparison.Field) -> Row {
    if let entries = field.entries, !field.isSame { return row(field.name, entries) }
    var texts = [text(field.left, field.name), text(field.right, field.name)]
    if !field.isSame, texts[0] == texts[1], let left = field.left, let right = field.right {
      let differing = FirstDifference(left, right)
      texts = [texts[0] + ": " + differing.left, texts[1] + ": " + differing.right]
    }
    return Row(name: field.name, left: texts[0], right: texts[1], isSame: field.isSame)
  }

  /// Of lists only what the other one has not.
  private func row(_ name: String, _ entries: MessageComparison.Entries) -> Row {
    guard !entries.left.isEmpty || !entries.right.isEmpty else {
      return Row(
        name: name, left: String(worded: "the same entries"),
        right: String(worded: "in another order"), isSame: false)
    }
    var texts = [entries.left, entries.right].map { parts in parts.map(entryText) }
    if texts[0] == texts[1] {
      texts = [entries.left, entries.right].map { $0.map { ByteText.brief($0.bytes, limit: 6) } }
    }
    let words = texts.map { names in
      names.isEmpty
        ? String(worded: "nothing more") : String(worded: "only here: \(shortened(names))")
    }
    return Row(name: name, left: words[0], right: words[1], isSame: false)
  }

  private func shortened(_ names: [String]) -> String {
    guard names.count > Self.mostNames else { return names.joined(separator: ", ") }
    return names.prefix(Self.mostNames).joined(separator: ", ")
      + String(worded: " and \(names.count - Self.mostNames) more")
  }

  /// What a column can hold.
  private static let mostNames = 3

  private func entryText(_ part: MessageComparison.Part) -> String {
    switch part.annotation.value {
    case .code(let number, _, let name): name ?? "\(number) (unknown here)"
    case .structure:
      part.annotation.name.contains("[")
        ? ByteText.brief(part.bytes, limit: 6)
        : "\(part.annotation.name) \(ByteText.brief(Array(part.bytes.suffix(16))))"
    case .integer, .length, .bytes, .list, .element, .undecodable:
      ByteText.brief(part.bytes, limit: 6)
    }
  }

  private func text(_ part: MessageComparison.Part?, _ name: String) -> String {
    guard let part else { return "-" }
    guard !part.bytes.isEmpty else { return "empty" }
    if case .bytes(let content) = part.annotation.value, content != .text {
      let isEmpty = part.annotation.children.count == 1
      return isEmpty ? "empty" : ByteText.brief(part.content)
    }
    let moved = part.annotation.moved(by: -part.annotation.range.lowerBound)
    let value = FieldText(moved, part.bytes).value
    return value.isEmpty ? "present" : value
  }
}

extension MessageComparison.Part {
  /// The bytes without the length in front.
  fileprivate var content: [UInt8] {
    Array(bytes.suffix(annotation.children.last?.range.count ?? bytes.count))
  }
}

/// The first field inside two others in which they differ.
private struct FirstDifference {
  private(set) var left: String
  private(set) var right: String

  init(_ one: MessageComparison.Part, _ other: MessageComparison.Part) {
    let pairs = zip(Self.leaves(one), Self.leaves(other))
    let (first, second) = pairs.first { $0 != $1 } ?? (one.bytes, other.bytes)
    left = ByteText.brief(first)
    right = ByteText.brief(second)
  }

  private static func leaves(_ part: MessageComparison.Part) -> [[UInt8]] {
    part.annotation.leaves.map { leaf in
      let start = leaf.range.lowerBound - part.annotation.range.lowerBound
      return Array(part.bytes.dropFirst(start).prefix(leaf.range.count))
    }
  }
}
