import Bytes
import Explanations
import Lab
import Screens
import TLSEngine
import TLSKeys
import TLSWire

// Messages, byte for byte.
extension SessionAnnotator {
  var messages: [AnnotatedMessage] {
    mutating get {
      session.messages.enumerated().map { place, item in
        annotated(item.message, number: place + 1, item.step, at: item.index + 1)
      }
    }
  }

  private mutating func annotated(
    _ message: Message, number: Int, _ step: Step, at stepNumber: Int
  ) -> AnnotatedMessage {
    let content = MessageContent(message, on: step.wire, viewer)
    let version = content.is13 ? "1.3" : version
    let isApart = (message.isProtected || message.records.isEmpty) && !message.isSealed
    return AnnotatedMessage(
      number: number, step: stepNumber, readAtStep: readings[stepNumber], name: message.name,
      title: message.title, from: step.wire.actor(playing: message.sender).rawValue,
      to: step.wire.actor(playing: message.sender.other).rawValue, wire: step.wire.rawValue,
      protection: protection(of: content),
      witnesses: witnesses(of: message, on: step.wire),
      readers: readers(of: message, on: step.wire),
      records: message.records.hex,
      recordFields: content.wireFields.map { explained($0, version) },
      inside: isApart ? inside(content, version) : nil,
      learned: LearnedLines(step, lab, viewer).lines.map(\.text),
      brief: content.isReadable ? content.brief : nil,
      earlyData: session.earlyData?.places.contains(number - 1) == true ? true : nil,
      attacker: attackerPart(number - 1),
      why: glossary.keys([message.explanationKeys], version))
  }

  /// What the attacker did with the message at a place, counted from 0.
  private func attackerPart(_ place: Int) -> AnnotatedMessage.AttackerPart? {
    guard let handling = viewer.handling[place] else { return nil }
    let words = HandlingWords(handling)
    return AnnotatedMessage.AttackerPart(
      deed: handling.deed?.word, access: handling.access?.rawValue, arrives: words.arrives,
      words: words.sentence ?? "",
      knownTo: views.filter { $0.viewer.handling[place] == handling }.map(\.party))
  }

  private func readers(of message: Message, on wire: Wire) -> [String] {
    // Who listened knows for whom it is, and nothing of what became of it.
    guard !isRedacted else {
      return message.isSealed ? ends(of: wire) : ends(of: wire) + ["eavesdropper"]
    }
    return views.filter { $0.viewer.reads(message, on: wire) }.map(\.party)
  }

  /// Records pass whoever listens; an end has those that reached it.
  private func witnesses(of message: Message, on wire: Wire) -> [String] {
    let readers = readers(of: message, on: wire)
    return readers + (readers.contains("eavesdropper") ? [] : ["eavesdropper"])
  }

  private func ends(of wire: Wire) -> [String] {
    Side.allCases.map { wire.actor(playing: $0).rawValue }
  }

  private func protection(of content: MessageContent) -> AnnotatedMessage.Protection {
    guard content.message.isProtected else { return .plaintext }
    return content.isEncrypted ? .encrypted : .integrityOnly
  }

  private mutating func inside(
    _ content: MessageContent, _ version: String?
  ) -> AnnotatedMessage.Inside {
    let plaintext = content.plaintext
    var text: String?
    if case .applicationData(let data) = content.message.content {
      text = String(validating: data, as: UTF8.self)
    }
    return AnnotatedMessage.Inside(
      bytes: plaintext.hex, length: plaintext.count,
      fields: content.innerFields.map { explained($0, version) }, text: text)
  }

  /// The field with the keys of what explains it, and so the fields inside.
  private mutating func explained(_ field: MessageField, _ version: String?) -> MessageField {
    var field = field
    field.why = glossary.keys([field.explanationKeys] + field.valueExplanationKeys, version)
    field.children = field.children.map { explained($0, version) }
    return field
  }
}
