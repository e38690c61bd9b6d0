import Bytes
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
    var rows = content.wireRows(depth)
    if rows.isEmpty { rows = content.isReadable ? content.innerRows(depth) : [] }
    var blocks: [Block] = [headline] + tableBlocks(rows)
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
      return [.line(heading), .paragraph("the message as it was sent: \(recall)", indent: 1)]
    }
    let rows = content.innerRows(.folded)
    guard !rows.isEmpty else { return [.line(heading)] }
    return [.line(heading), .blank] + tableBlocks(rows)
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
    let size = content.message.records.isEmpty ? "" : " \(content.message.records.count) bytes"
    return .edges(left: left + Line(size), right: content.secrecy)
  }

  private func name(_ actor: Actor) -> String { actor.word }

  private func tableBlocks(_ rows: [FieldRow]) -> [Block] {
    var notes: [String] = []
    let cells = rows.map { row -> [Line] in
      guard let note = row.note else { return row.cells(noteNumber: nil) }
      if !notes.contains(note) { notes.append(note) }
      return row.cells(noteNumber: (notes.firstIndex(of: note) ?? 0) + 1)
    }
    let header = ["off", "bytes", "field", "meaning"].map { Line($0, .faint) }
    var blocks: [Block] = [.table(Table(header: header, rows: cells))]
    for (index, note) in notes.enumerated() {
      blocks.append(.noted("[\(index + 1)]", Line(note, .faint)))
    }
    return blocks
  }

  /// What a protected record says, for those with the keys.
  private func inside(_ depth: FieldDepth) -> [Block] {
    guard content.isReadable else {
      return [
        .line(Line(" INSIDE   ", .heading) + Line("// // // //", .faint)),
        .line(Line("          encrypted: not readable for \(content.viewer.name)", .warning)),
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
    return [heading] + tableBlocks(content.innerRows(depth))
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
