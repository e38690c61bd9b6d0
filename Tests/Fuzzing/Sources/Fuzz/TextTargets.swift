import Applications
import Foundation
import Lab
import Pages
import SavedValues
import YAML

@testable import Commands
@testable import Lessons

/// A lesson that is read without a finding can be begun; one with a finding says where.
enum LessonTarget {
  static func look(at bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    _ = try? YAMLNode.read(text)
    let file = LessonFile(text, id: "fuzz", name: "fuzz/lesson.md")
    for finding in file.findings { demand(!finding.description.isEmpty, "a finding without words") }
    guard file.findings.isEmpty else { return }
    demand(!file.lesson.pages.isEmpty, "a lesson without pages")
    for page in file.lesson.pages { _ = ProseBlock.blocks(of: page.prose) }
    let demonstration = Demonstration(id: "fuzz", script: Script(name: "fuzz", text: text))
    demand(demonstration.beats.allSatisfy { !$0.command.isEmpty }, "a beat without a command")
  }
}

/// Lines at a prompt that has a session: each is answered, and nothing in the answer is raw.
enum CommandTarget {
  static let interpreter: Interpreter = {
    var interpreter = Interpreter(
      Lab(seed: 7), table: .lab, folder: URL(fileURLWithPath: "/nonexistent"))
    _ = interpreter.execute("connect kx=ecdhe version=1.2")
    _ = interpreter.execute("walk version=1.3")
    return interpreter
  }()

  /// What writes or reads files is not to do so at the fuzzer's word.
  private static let withFiles = ["save", "load", "export", "source", "send-file", "inspect"]

  static func look(at bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self),
      !text.contains("/") && !text.contains("~"),
      !withFiles.contains(where: text.contains)
    else { return }
    var prompt = interpreter
    for line in text.split(separator: "\n").prefix(8) {
      _ = prompt.candidates(after: String(line))
      let outcome = prompt.execute(String(line))
      demandClean(Layout(width: 60, unicode: true).text(of: outcome.page))
      for case .data(let value) in outcome.answers { demandClean(value.json()) }
      demand(outcome.error.map { !$0.what.isEmpty } ?? true, "an error without words")
    }
  }
}

/// No text gets to a screen raw, and no line is wider than it.
enum ScreenTarget {
  static func look(at bytes: [UInt8]) {
    var parts = Parts(bytes)
    // Four columns of the longest escape, which is never broken: `\u{10ffff}`.
    let width = 48 + Int(parts.byte() % 100)
    let layout = Layout(width: width, unicode: parts.byte() % 2 == 0)
    let words = (0..<4).map { _ in String(decoding: parts.piece(), as: UTF8.self) }
    let rest = String(decoding: parts.rest, as: UTF8.self)
    let lines = words.map { Line($0) }
    let page = Page([
      .line(lines[0]), .edges(left: lines[1], right: lines[2]), .paragraph(Line(rest), indent: 4),
      .verbatim(rest, indent: 2), .table(Table(header: lines, rows: [lines, lines])),
      .beside(left: [.line(lines[3])], right: [.paragraph(Line(rest), indent: 1)]),
    ])
    for line in layout.lines(of: page) {
      demand(line.text.columns < width, "\(line.text.columns) columns of \(width)")
      demandClean(line.text)
      demand(!line.text.contains("\n"), "a line in a line")
    }
    demandClean(rest.withVisibleControls)
    let json = JSONValue.string(rest).json()
    demandClean(json)
    let back = try? JSONDecoder().decode(String.self, from: Data(json.utf8))
    demand(
      back.map { $0.unicodeScalars.elementsEqual(rest.unicodeScalars) } == true, "JSON \(json)")
  }
}

/// A saved lab from anybody: an error, or something that can be saved and looked at.
enum SavedTarget {
  static func look(at bytes: [UInt8]) {
    var parts = Parts(bytes)
    let which = parts.byte() % 4
    let rest = [SavedValues.format] + parts.rest
    switch which {
    case 0: read(Session.self, rest)
    case 1: read(World.self, rest)
    case 2: read(Attacker.self, rest)
    default: read(Lab.self, rest)
    }
  }

  private static func read<Value: Codable>(_ type: Value.Type, _ bytes: [UInt8]) {
    guard let value = try? SavedValues.decode(type, from: bytes) else { return }
    demand((try? SavedValues.encode(value)) != nil, "\(type) can't be saved again")
  }
}

/// What phones say.
enum CallTarget {
  static func look(at bytes: [UInt8]) {
    if let message = try? SIPMessage(parsing: bytes) {
      let written = message.bytes
      // Names that were short, and blanks that were left out, may make it longer than anyone reads.
      let isReadable = written.count - message.body.count <= SIPMessageReader.longestHead
      demand(
        !isReadable || (try? SIPMessage(parsing: written)) == message,
        "a message of SIP is written as another one")
      for header in message.headers {
        _ = SIPAddress(parsing: header.value)
        _ = SIPVia(parsing: header.value)
        _ = SIPSequence(parsing: header.value)
      }
    }
    if let description = try? SessionDescription(parsing: bytes) { _ = description }
  }
}
