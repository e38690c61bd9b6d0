import Lab
import Screens
import YAML

/// A piece of YAML inside a lesson, read key by key: what is not understood becomes a finding with
/// the line of the lesson.
struct YAMLPart {
  /// What findings call the file.
  let file: String
  /// The line of the file in which the YAML begins, counted from 1.
  let firstLine: Int
  private(set) var findings: [Finding] = []
  private var members: [YAMLNode.Member] = []

  /// Whether it can't be taken apart, or some keys are unknown: what seems to be missing may stand there all the
  /// same, so that nothing is said of it.
  private var isIncomplete = false

  /// - Parameter known: the keys that may stand there.
  init(_ yaml: String, file: String, firstLine: Int, known: [String]) {
    self.file = file
    self.firstLine = firstLine
    let outline = Outline(yaml, known: known)
    let root: YAMLNode?
    do throws(YAMLError) {
      root = try YAMLNode.read(yaml)
    } catch {
      spoil(outline.culprit(before: error.line), error)
      return
    }
    guard outline.flaws.isEmpty else {
      for flaw in outline.flaws { report(flaw.line, flaw.what, flaw.instead) }
      isIncomplete = true
      return
    }
    guard let mapping = root?.mapping else {
      report(nil, "keys with values are expected", "write 'key: value' lines")
      isIncomplete = true
      return
    }
    members = mapping
    for key in members.map(\.key) where !known.contains(key.scalar ?? "") {
      isIncomplete = true
      report(unknown: key, known)
    }
  }

  private mutating func spoil(_ flaw: Outline.Flaw?, _ error: YAMLError) {
    isIncomplete = true
    if let flaw {
      report(flaw.line, flaw.what, flaw.instead)
    } else {
      report(error.line, "this is no YAML: \(error.problem)", "")
    }
  }

  private mutating func report(unknown key: YAMLNode, _ known: [String]) {
    let name = key.scalar ?? ""
    report(key.line, "unknown key '\(name)'", Outline.meant(name, known))
  }

  func has(_ key: String) -> Bool { node(key) != nil }

  /// The line of a key in the file; that of the beginning where there is none.
  func line(of key: String) -> Int {
    firstLine + (members.first { $0.key.scalar == key }?.key.line ?? 1) - 1
  }

  /// The lines of the file in which the values of a key begin.
  func places(of key: String) -> [Int] {
    guard let node = node(key) else { return [] }
    let lines = node.sequence?.map(\.line) ?? node.mapping?.map(\.key.line)
    return lines?.map { firstLine + $0 - 1 } ?? [line(of: key)]
  }

  // MARK: Values

  /// Says that something is missing, where it can't stand there under another name.
  mutating func missing(_ what: Wording, _ instead: Wording, at line: Int? = nil) {
    if !isIncomplete { report(line, what, instead) }
  }

  /// A text that must be there.
  mutating func text(_ key: String) -> String {
    guard let node = node(key) else {
      missing("'\(key)' is missing", "add '\(key): ...'")
      return ""
    }
    return text(node, key) ?? ""
  }

  mutating func optionalText(_ key: String) -> String? { node(key).flatMap { text($0, key) } }

  mutating func number(_ key: String, _ range: ClosedRange<Int>) -> Int {
    let allowed: Wording = "a number from \(range.lowerBound) to \(range.upperBound)"
    if let node = node(key), node.scalar == nil {
      report(node.line, "'\(key)' takes a number", allowed)
      return range.lowerBound
    }
    let word = text(key)
    if let number = Int(word), range.contains(number) { return number }
    if !word.isEmpty { report(node(key)?.line, "'\(key)' is '\(word)'", allowed) }
    return range.lowerBound
  }

  /// Several texts, or one; none where the key is missing.
  mutating func texts(_ key: String) -> [String] {
    guard let node = node(key) else { return [] }
    guard let sequence = node.sequence else { return [text(node, key)].compactMap { $0 } }
    return sequence.compactMap { text($0, key) }
  }

  /// Several texts with the lines that they stand in. One with a colon in it needs no quotes.
  mutating func lines(_ key: String) -> [(line: Int, text: String)] {
    guard let node = node(key) else { return [] }
    let items = node.sequence ?? [node]
    return items.compactMap { item in
      let parts = item.mapping.flatMap { $0.count == 1 ? $0.first : nil }
      let whole: String? =
        if let parts, let beginning = text(parts.key, key) {
          text(parts.value, key).map { "\(beginning): \($0)" }
        } else {
          text(item, key)
        }
      return whole.map { (firstLine + item.line - 1, $0) }
    }
  }

  /// A key with its texts, or a small mapping, and whether all of it was understood.
  struct Entry<Values> {
    /// Of the piece of YAML.
    var line: Int
    var values: Values
    var isWhole: Bool
  }

  /// Keys with texts, or with several texts each, in their order.
  mutating func pairs(_ key: String) -> [Entry<(key: String, values: [String])>] {
    guard let node = node(key) else { return [] }
    guard let mapping = node.mapping else {
      if text(node, key) != nil {
        report(node.line, "'\(key)' takes keys with values", "write 'KEY: VALUE' lines below it")
      }
      isIncomplete = true
      return []
    }
    return mapping.compactMap { member in
      guard let name = member.key.scalar else { return nil }
      let items = member.value.sequence ?? [member.value]
      let values = items.compactMap { text($0, name) }
      return Entry(
        line: member.key.line, values: (name, values), isWhole: values.count == items.count)
    }
  }

  /// A list of small mappings, such as the choices of a question.
  mutating func records(_ key: String, known: [String]) -> [Entry<[String: String]>] {
    guard let node = node(key) else { return [] }
    guard let sequence = node.sequence else {
      if text(node, key) != nil {
        report(node.line, "'\(key)' is a list", "begin each entry with '- '")
      }
      isIncomplete = true
      return []
    }
    return sequence.compactMap { item in
      guard let mapping = item.mapping else {
        report(
          item.line, "keys with values are expected", "one of \(known.joined(separator: ", "))")
        isIncomplete = true
        return nil
      }
      var entry = Entry<[String: String]>(line: item.line, values: [:], isWhole: true)
      for member in mapping {
        guard let name = member.key.scalar, known.contains(name) else {
          report(unknown: member.key, known)
          entry.isWhole = false
          continue
        }
        entry.values[name] = text(member.value, name)
        if entry.values[name] == nil { entry.isWhole = false }
      }
      return entry
    }
  }

  /// The line of a key within such a mapping.
  func line(of name: String, in key: String, _ place: Int) -> Int? {
    node(key)?.sequence?[place].mapping?.first { $0.key.scalar == name }?.key.line
  }

  /// - Parameter line: of the piece of YAML, not of the file; nil: the one above it.
  mutating func report(_ line: Int?, _ what: Wording, _ instead: Wording) {
    report(line, what.text, instead.text)
  }

  @_disfavoredOverload
  mutating func report(_ line: Int?, _ what: String, _ instead: String) {
    findings.append(
      Finding(file: file, line: firstLine + (line ?? 0) - 1, what, instead: instead))
  }

  private func node(_ key: String) -> YAMLNode? {
    members.first { $0.key.scalar == key }?.value
  }

  private mutating func text(_ node: YAMLNode, _ key: String) -> String? {
    guard let scalar = node.scalar else {
      if node.mapping != nil {
        report(node.line, "': ' stands in a text without quotes", "put the whole text into quotes")
      } else if node.sequence?.count == 1 {
        report(node.line, "'\(key)' takes a text, and no list", "write it without [ ] and '- '")
      } else {
        report(node.line, "'\(key)' takes a text", "put it in quotes if it holds ': ' or '#'")
      }
      return nil
    }
    let text = scalar.trimmingSuffix { $0.isNewline }
    if text.isEmpty {
      // Where a key is unknown, what belongs here may stand below that.
      missing("'\(key)' is empty", "write something there", at: node.line)
      return nil
    }
    // YAML writes them as "\e" and the like, which are letters in the file.
    if text.unicodeScalars.contains(where: \.isControlOfTerminals) {
      report(node.line, "'\(key)' holds a control character", "write the text without escapes")
      return nil
    }
    return text
  }
}

extension String {
  fileprivate func trimmingSuffix(_ isCut: (Character) -> Bool) -> String {
    var copy = self
    while let last = copy.last, isCut(last) { copy.removeLast() }
    return copy
  }
}
