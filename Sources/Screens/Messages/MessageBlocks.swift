import Bytes
import Explanations
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// The parts of a page that show one message.
struct MessageBlocks {
  let content: MessageContent
  /// `SENT`, `READ`.
  let heading: String

  init(_ content: MessageContent, heading: String) {
    self.content = content
    self.heading = heading
  }

  /// Heading and table.
  func table(_ depth: FieldDepth) -> [Block] {
    guard !content.message.isOutOfSight else { return [headline, content.outOfSight] }
    var fields = content.wireFields(depth)
    if fields.isEmpty { fields = content.isReadable ? content.innerFields(depth) : [] }
    var blocks: [Block] = [headline] + FieldTable(fields).blocks
    if content.message.isProtected { blocks += [.blank] + inside(depth) }
    return blocks
  }

  /// The content as the receiver reads it.
  func reading(by actor: Actor) -> [Block] {
    let heading = Line("READ ", .heading) + Line("\(name(actor))   ") + Line(title, .heading)
    if case .applicationData(let data) = content.message.content {
      return [.line(heading), .blank] + TextBlocks.lines(of: data, limit: 30)
    }
    // What everyone saw pass needs no second look; what was protected opens here.
    guard content.message.isProtected else {
      return [.line(heading), .paragraph(Line("\(said(.page, "as_sent")): \(recall)"), indent: 1)]
    }
    let fields = content.innerFields(.folded)
    guard !fields.isEmpty else { return [.line(heading)] }
    return [.line(heading), .blank] + FieldTable(fields).blocks
  }

  private var title: String { content.message.title }

  /// The command that shows the message again.
  private var recall: String {
    let sent = content.viewer.session.messages.firstIndex {
      $0.message.records == content.message.records
    }
    return sent.map { "show message \($0 + 1)" } ?? "show message"
  }

  /// Who sends what to whom, and who can read it.
  var headline: Block {
    guard !content.message.isOutOfSight else {
      return .line(Line(heading + " ", .heading) + Line("//// ////", .faint))
    }
    let sender = content.wire.actor(playing: content.message.sender)
    let receiver = content.wire.actor(playing: content.message.sender.other)
    let left =
      Line(heading + " ", .heading) + Line("\(name(sender)) -> \(name(receiver)) ")
      + Line(content.message.title, .heading)
    let size =
      content.message.records.isEmpty ? "" : " " + ByteText.count(content.message.records.count)
    return .edges(left: left + Line(size), right: content.secrecy)
  }

  private func name(_ actor: Actor) -> String { actor.spoken }

  /// What a protected record says, for those with the keys.
  private func inside(_ depth: FieldDepth) -> [Block] {
    guard content.isReadable else {
      return [
        .line(Line(" INSIDE   ", .heading) + Line("// // // //", .faint)),
        .line(
          Line("          " + said(.page, "sealed", ["viewer": content.viewer.name]), .warning)),
      ]
    }
    let heading = Block.line(
      Line(" INSIDE   ", .heading)
        + Line(ByteText.count(content.plaintext.count))
        + Line(content.isEncrypted ? ", after decryption" : ", without the MAC")
        + Line(content.behindPlaintext, .faint))
    if case .applicationData(let data) = content.message.content {
      return [heading] + TextBlocks.lines(of: data)
    }
    return [heading] + FieldTable(content.innerFields(depth)).blocks
  }
}

/// Application data line by line.
enum TextBlocks {
  /// All lines; bytes that are no text appear as escapes.
  static func lines(of data: [UInt8], limit: Int = .max) -> [Block] {
    let lines = textLines(data)
    var blocks = lines.prefix(limit).map { Block.paragraph(Line($0), indent: 3) }
    if lines.count > limit {
      blocks.append(.line(Line("   .. \(lines.count - limit) more lines", .faint)))
    }
    return blocks
  }

  /// The data cut at line ends; nothing after the last one.
  static func textLines(_ data: [UInt8]) -> [String] {
    var lines = data.split(separator: 0x0a, omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == 0x0d ? line.dropLast() : line, as: UTF8.self)
    }
    while lines.last == "" { lines.removeLast() }
    return lines
  }
}
