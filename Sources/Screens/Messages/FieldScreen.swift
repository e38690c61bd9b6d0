public import Bytes
import Explanations
public import Lab
import TLSEngine
import TLSKeys
import TLSWire

extension Screens {
  /// One field: where it is, all its bytes, what it says and what it is for.
  ///
  /// - Parameter number: the message; if none is named, the last one that has such a field.
  /// - Returns: nil when there is no such field.
  public static func field(
    _ session: Session, number: Int?, path: FieldPath, eyes: Eyes
  ) -> Page? {
    let numbers = number.map { [$0] } ?? Array((1...max(1, session.messages.count)).reversed())
    for number in numbers {
      guard let content = content(session, number, eyes), let root = content.root,
        let field = root.locate(path)
          ?? root.locate(SpokenNames.annotated(path, in: content.message.kind.name))
      else { continue }
      return page(of: field, in: root, content, number)
    }
    return nil
  }

  /// The paths of all fields of a message, for suggestions; of all messages if none is named.
  public static func fieldPaths(_ session: Session, number: Int?) -> [String] {
    let numbers = number.map { [$0] } ?? Array(1...max(1, session.messages.count))
    var seen: Set<String> = []
    return numbers.flatMap { number in
      content(session, number, .all)?.root?.paths().map(\.description) ?? []
    }.filter { seen.insert($0).inserted }
  }

  private static func page(
    of field: Annotation, in root: Annotation, _ content: MessageContent, _ number: Int
  ) -> Page {
    let all = content.rootBytes
    let bytes = Array(all[field.range.clamped(to: 0..<all.count)])
    let last = max(field.range.lowerBound, field.range.upperBound - 1)
    let place = Line(
      "bytes \(field.range.lowerBound) to \(last) of message \(number), \(content.message.title)")
    let worded = MessageField(root, of: all, is13: content.is13).find(field)
    let structure = worded?.structure ?? root.name
    let name = Line(worded?.spokenName ?? field.name, .field)
    var blocks: [Block] = [
      .edges(left: Line("FIELD  ", .heading) + name, right: place), .rule,
    ]
    if let value = worded?.value, !value.isEmpty { blocks.append(.labelled("says", Line(value))) }
    blocks += reasons(for: worded, content) + [.blank]
    blocks += ByteText.dump(bytes).prefix(40).map { .line(Line($0)) }
    if bytes.count > 640 {
      blocks.append(.line(Line(" .. \(bytes.count - 640) more bytes: show bytes", .faint)))
    }
    if !field.children.isEmpty {
      let wording = FieldWording(of: all, .entries, is13: content.is13)
      let fields = field.children.flatMap { wording.shown($0, in: structure) }
      blocks += [.blank, .table(FieldTable(fields).table)]
    }
    blocks += content.ticketBlocks(in: field, of: all)
    return Page(blocks, next: ["show message \(number)", "show message \(number) --as tree"])
  }

  /// Why there is a field, and why it has its value, with the sources.
  static func reasons(for field: MessageField?, _ content: MessageContent) -> [Block] {
    explanations(of: field, content).enumerated().map { place, explanation in
      let source = Line("  \(explanation.cited)", .faint)
      return .labelled(place == 0 ? "is for" : "value", Line(explanation.text) + source)
    }
  }

  /// What the catalogue says of a field, and of what its value stands for.
  private static func explanations(
    of field: MessageField?, _ content: MessageContent
  ) -> [Explanation] {
    guard let worded = field else { return [] }
    let version = content.is13 ? "1.3" : content.version.number
    let catalogue = Catalogue.current
    return ([worded.explanationKeys] + worded.valueExplanationKeys).compactMap { keys in
      catalogue.first(of: keys).flatMap { catalogue.explanation($0, version: version) }
    }
  }
}

extension MessageContent {
  /// What field paths are looked up in: the message where the viewer can read it, else its record.
  fileprivate var root: Annotation? {
    guard !message.isOutOfSight else { return nil }
    return (inRecord ?? handshake ?? records.first).map { whole($0, of: rootBytes) }
  }

  /// The message where it lies in its record, so that offsets are the same on every screen.
  private var inRecord: Annotation? {
    guard !message.isProtected, records.count == 1 else { return nil }
    return records.first?.find(FieldPath(["fragment", message.kind.name]))
  }

  fileprivate var rootBytes: [UInt8] {
    inRecord == nil && handshake != nil ? plaintext : message.records
  }
}

extension Annotation {
  /// The field at the end of a path that may begin anywhere inside.
  fileprivate func locate(_ path: FieldPath) -> Annotation? {
    guard !path.components.isEmpty else { return nil }
    if let found = find(path) { return found }
    for child in children {
      if let found = child.locate(path) { return found }
    }
    return nil
  }
}
