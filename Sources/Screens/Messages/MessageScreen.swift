import Bytes
import Explanations
public import Lab
import TLSEngine
import TLSKeys
import TLSWire

extension Screens {
  /// One message, taken apart.
  ///
  /// - Parameter number: counted from 1 among the messages sent so far.
  /// - Returns: nil when there is no such message.
  public static func message(
    _ session: Session, number: Int, form: MessageForm, eyes: Eyes
  ) -> Page? {
    guard let content = content(session, number, eyes) else { return nil }
    let blocks = MessageBlocks(content, heading: "\(number)")
    var page = Page(next: ["show message \(number) --as tree", "show bytes", "ladder"])
    switch form {
    case .table:
      page.blocks = blocks.table(.entries)
      page.next = [
        "show message \(number) --as diagram", "show field \(fieldHint(content))", "where",
      ]
    case .tree: page.blocks = [blocks.headline, .blank] + tree(content)
    case .diagram: page.blocks = [blocks.headline, .blank] + diagram(content)
    case .hex: page.blocks = [blocks.headline, .blank] + dump(content)
    }
    if form != .table {
      page.next = ["show message \(number)", "show field \(fieldHint(content))"]
    }
    if !content.message.isOutOfSight {
      let title = "\(session.id)  \(content.message.title)"
      page.sparse = Sparse.blocks(Line(title, .heading), [[content.secrecy]])
    }
    return page
  }

  /// The bytes of a message as they are on the wire.
  ///
  /// - Parameter number: the last message sent, if none is named.
  public static func bytes(_ session: Session, number: Int?, eyes: Eyes) -> Page {
    let chosen = number ?? session.messages.count
    return message(session, number: chosen, form: .hex, eyes: eyes)
      ?? noMessage(session, number)
  }

  static func content(_ session: Session, _ number: Int, _ eyes: Eyes) -> MessageContent? {
    let viewer = Viewer(session, eyes)
    let messages = viewer.session.messages
    guard messages.indices.contains(number - 1) else { return nil }
    let item = messages[number - 1]
    return MessageContent(item.message, on: item.step.wire, viewer)
  }

  static func noMessage(_ session: Session, _ number: Int?) -> Page {
    let count = session.messages.count
    let text =
      count == 0
      ? "\(session.id) has sent no message yet"
      : "\(session.id) has messages 1 to \(count)"
    return Page(lines: [text], next: [count == 0 ? "next" : "show message \(count)"])
  }

  private static func fieldHint(_ content: MessageContent) -> String {
    content.handshake?.children.last?.name ?? "length"
  }

  private static func dump(_ content: MessageContent) -> [Block] {
    guard !content.message.isOutOfSight else { return [content.outOfSight] }
    var blocks: [Block] = ByteText.dump(content.message.records).map { .line(Line($0)) }
    if content.message.records.isEmpty {
      blocks.append(.line(" (\(said(.page, "within_record")))"))
    }
    guard content.message.isProtected else { return blocks }
    blocks.append(.blank)
    if content.isReadable {
      blocks.append(
        .line(Line(content.isEncrypted ? " after decryption" : " without the MAC", .heading)))
      blocks += ByteText.dump(content.plaintext).map { .line(Line($0, .secret)) }
    } else {
      blocks.append(
        .line(Line(" " + said(.page, "sealed", ["viewer": content.viewer.name]), .warning)))
    }
    return blocks
  }

  /// Every field, those inside others indented; the name and what it says share a column.
  private static func tree(_ content: MessageContent) -> [Block] {
    guard !content.message.isOutOfSight else { return [content.outOfSight] }
    var blocks = [FieldTable(content.wireFields(.all)).tree]
    blocks += content.records.flatMap { content.ticketBlocks(in: $0, of: content.message.records) }
    let isInside = content.message.isProtected || content.message.records.isEmpty
    if isInside, content.isReadable {
      let inside =
        " " + said(.page, content.isEncrypted ? "inside.encrypted" : "inside.authenticated")
      let heading = content.message.isProtected ? inside : ""
      blocks += [
        .blank, .line(Line(heading, .heading)), FieldTable(content.innerFields(.all)).tree,
      ]
      blocks += content.inner.map { content.ticketBlocks(in: $0, of: content.plaintext) } ?? []
    } else if content.message.isProtected {
      blocks.append(
        .line(Line(" " + said(.page, "sealed", ["viewer": content.viewer.name]), .warning)))
    }
    return blocks
  }

  private static func diagram(_ content: MessageContent) -> [Block] {
    guard !content.message.isOutOfSight else { return [content.outOfSight] }
    var fields = content.wireFields(.folded)
    if fields.isEmpty, content.isReadable { fields = content.innerFields(.folded) }
    return ByteDiagram(fields).blocks
  }
}
