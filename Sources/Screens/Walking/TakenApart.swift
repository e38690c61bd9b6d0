import Bytes
import Explanations
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// A message with its bytes and its fields, for somebody who shows both beside each other.
public struct TakenApart {
  /// Counted from 1.
  public let number: Int
  /// Who sends what to whom, and who can read it.
  public let headline: Block
  /// The records, and what is inside them where the viewer can read it.
  public let parts: [Part]
  /// What is said where there are no further parts.
  public let remark: Block?
  private let content: MessageContent

  /// Bytes and what they mean.
  public struct Part {
    /// What it is; nil for the records.
    public let heading: Line?
    public let bytes: [UInt8]
    /// With offsets in `bytes`.
    public let fields: [MessageField]
    /// What was said, where it is text and no structure.
    public let text: [Block]
    /// The same with the structures that only hold others together.
    fileprivate let trees: [MessageField]
  }

  fileprivate init(_ content: MessageContent, number: Int) {
    self.content = content
    self.number = number
    headline = MessageBlocks(content, heading: "\(number)").headline
    let isHidden = content.message.isOutOfSight
    let inside = isHidden ? nil : Self.inside(content)
    parts = isHidden ? [] : [Self.records(content), inside].compactMap(\.self)
    let isClosed = content.message.isProtected && inside == nil
    let sealed = " " + said(.page, "sealed", ["viewer": content.viewer.name])
    remark = isHidden ? content.outOfSight : (isClosed ? .line(Line(sealed, .warning)) : nil)
  }

  private static func records(_ content: MessageContent) -> Part? {
    guard !content.message.records.isEmpty else { return nil }
    return Part(
      heading: nil, bytes: content.message.records, fields: content.wireFields(.all), text: [],
      trees: content.wireFields)
  }

  private static func inside(_ content: MessageContent) -> Part? {
    guard content.message.isProtected || content.message.records.isEmpty, content.isReadable
    else { return nil }
    let words = said(.page, content.isEncrypted ? "inside.encrypted" : "inside.authenticated")
    var text: [Block] = []
    if case .applicationData(let data) = content.message.content {
      text = TextBlocks.lines(of: data)
    }
    return Part(
      heading: Line(words, .heading), bytes: content.plaintext, fields: content.innerFields(.all),
      text: text, trees: content.innerFields.map { [$0] } ?? [])
  }

  /// Why there is a field, and why it has its value.
  public func reasons(for field: MessageField, in part: Part) -> [Block] {
    let own = part.trees.lazy.compactMap { $0.find(field) }.first
    return Screens.reasons(for: own ?? field, content)
  }

}

extension TakenApart.Part {
  /// The bytes of one row with their offset, as every screen has them, and the columns of each byte's digits.
  ///
  /// - Parameter count: how many a row has, in groups of eight.
  public func row(from start: Int, by count: Int) -> (line: Line, columns: [Range<Int>]) {
    guard bytes.indices.contains(start) else { return ("", []) }
    let first = 1 + ByteText.offset(start).count + 2
    let columns = (0..<min(count, bytes.count - start)).map { place in
      let column = first + place * 3 + place / 8
      return column..<column + 2
    }
    return (Line(ByteText.row(of: bytes, from: start, by: count)), columns)
  }
}

extension Place {
  /// A message taken apart.
  ///
  /// - Parameter number: counted from 1 among those sent so far.
  /// - Returns: nil when there is no such message.
  public func message(_ number: Int) -> TakenApart? {
    let messages = viewer.session.messages
    guard messages.indices.contains(number - 1) else { return nil }
    let item = messages[number - 1]
    return TakenApart(
      MessageContent(item.message, on: item.step.wire, viewer), number: number)
  }
}
