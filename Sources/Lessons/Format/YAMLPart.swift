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

  /// - Parameter known: the keys that may stand there.
  init(_ yaml: String, file: String, firstLine: Int, known: [String]) {
    self.file = file
    self.firstLine = firstLine
    let root: YAMLNode?
    do throws(YAMLError) {
      root = try YAMLNode.read(yaml)
    } catch {
      report(error.line, "this is no YAML: \(error.problem)", "")
      return
    }
    guard let mapping = root?.mapping else {
      report(nil, "keys with values are expected", "write 'key: value' lines")
      return
    }
    members = mapping
    for key in members.map(\.key) {
      let name = key.scalar ?? ""
      guard !known.contains(name) else { continue }
      let meant = nearest(to: name, among: known, limit: 1).first
      report(
        key.line, "unknown key '\(name)'",
        meant.map { "did you mean '\($0)'?" } ?? "known: \(known.joined(separator: " "))")
    }
  }

  func has(_ key: String) -> Bool { node(key) != nil }

  /// The line of a key in the file; that of the beginning where there is none.
  func line(of key: String) -> Int {
    firstLine + (members.first { $0.key.scalar == key }?.key.line ?? 1) - 1
  }

  // MARK: Values

  /// A text that must be there.
  mutating func text(_ key: String) -> String {
    guard let node = node(key) else {
      report(nil, "'\(key)' is missing", "add '\(key): ...'")
      return ""
    }
    return text(node, key) ?? ""
  }

  mutating func optionalText(_ key: String) -> String? { node(key).flatMap { text($0, key) } }

  mutating func number(_ key: String, _ range: ClosedRange<Int>) -> Int {
    let word = text(key)
    if let number = Int(word), range.contains(number) { return number }
    if has(key) {
      report(
        node(key)?.line, "'\(key)' is '\(word)'",
        "a number from \(range.lowerBound) to \(range.upperBound)")
    }
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

  /// Keys with texts, or with several texts each, in their order.
  mutating func pairs(_ key: String) -> [(key: String, values: [String])] {
    guard let node = node(key) else { return [] }
    guard let mapping = node.mapping else {
      report(node.line, "'\(key)' takes keys with values", "")
      return []
    }
    return mapping.compactMap { member in
      guard let name = member.key.scalar else { return nil }
      let items = member.value.sequence ?? [member.value]
      return (name, items.compactMap { text($0, key) })
    }
  }

  /// A list of small mappings, such as the choices of a question.
  mutating func records(_ key: String, known: [String]) -> [(line: Int, values: [String: String])] {
    guard let node = node(key) else { return [] }
    guard let sequence = node.sequence else {
      report(node.line, "'\(key)' is a list", "begin each entry with '- '")
      return []
    }
    return sequence.compactMap { item in
      guard let mapping = item.mapping else {
        report(item.line, "keys with values are expected", known.joined(separator: ", "))
        return nil
      }
      var values: [String: String] = [:]
      for member in mapping {
        let name = member.key.scalar ?? ""
        guard known.contains(name) else {
          report(item.line, "unknown key '\(name)'", "known: \(known.joined(separator: " "))")
          continue
        }
        values[name] = text(member.value, name)
      }
      return (firstLine + item.line - 1, values)
    }
  }

  /// - Parameter line: of the piece of YAML, not of the file.
  mutating func report(_ line: Int?, _ what: String, _ instead: String) {
    findings.append(
      Finding(file: file, line: firstLine + (line ?? 1) - 1, what, instead: instead))
  }

  private func node(_ key: String) -> YAMLNode? {
    members.first { $0.key.scalar == key }?.value
  }

  private mutating func text(_ node: YAMLNode, _ key: String) -> String? {
    guard let scalar = node.scalar else {
      report(node.line, "'\(key)' takes a text", "put it in quotes if it holds ': ' or '#'")
      return nil
    }
    let text = scalar.trimmingSuffix { $0.isNewline }
    if text.isEmpty {
      report(node.line, "'\(key)' is empty", "write something there")
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
