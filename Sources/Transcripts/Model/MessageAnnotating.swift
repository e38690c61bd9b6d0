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
    let isApart = message.isProtected || message.records.isEmpty
    return AnnotatedMessage(
      number: number, step: stepNumber, readAtStep: readings[stepNumber], name: message.kind.name,
      title: message.title, from: step.wire.actor(playing: message.sender).rawValue,
      to: step.wire.actor(playing: message.sender.other).rawValue, wire: step.wire.rawValue,
      protection: protection(of: content),
      witnesses: views.filter { $0.viewer.sees(step.wire) }.map(\.party),
      readers: views.filter { $0.viewer.sees(step.wire) && $0.viewer.reads(message, on: step.wire) }
        .map(\.party),
      records: message.records.hex,
      recordFields: content.wireFields.map { annotated($0, version) },
      inside: isApart ? inside(content, version) : nil,
      learned: LearnedLines(step, lab, session, viewer).lines.map(\.text),
      brief: content.isReadable ? content.brief : nil,
      why: glossary.keys([message.explanationKeys], version))
  }

  private func protection(of content: MessageContent) -> AnnotatedMessage.Protection {
    guard content.message.isProtected else { return .plaintext }
    return content.isEncrypted ? .encrypted : .integrityOnly
  }

  private mutating func inside(
    _ content: MessageContent, _ version: String?
  ) -> AnnotatedMessage.Inside {
    let plaintext = content.plaintext
    guard content.isReadable else {
      return AnnotatedMessage.Inside(length: plaintext.count)
    }
    var text: String?
    if case .applicationData(let data) = content.message.content {
      text = String(validating: data, as: UTF8.self)
    }
    return AnnotatedMessage.Inside(
      bytes: plaintext.hex, length: plaintext.count,
      fields: content.innerFields.map { annotated($0, version) }, text: text)
  }

  private mutating func annotated(_ field: FieldInWords, _ version: String?) -> AnnotatedField {
    AnnotatedField(
      name: field.name, offset: field.range.lowerBound, length: field.range.count,
      value: field.value, meaning: field.meaning, note: field.note,
      why: glossary.keys([field.explanationKeys] + field.valueExplanationKeys, version),
      fields: field.children.map { annotated($0, version) })
  }
}
