package import Screens

/// A piece of HTML in the making. Text and values of attributes can't become markup: everything that goes in
/// is escaped here, and nowhere else.
package struct HTML {
  package private(set) var markup = ""

  package init() {}

  /// An element with content.
  ///
  /// - Parameters:
  ///   - name: written in the program, never from a session.
  ///   - attributes: those whose value is nil are left out; those with an empty value stand alone.
  package mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:],
    _ content: (inout HTML) -> Void
  ) {
    open(name, attributes)
    content(&self)
    markup += "</\(name)>"
  }

  /// An element with fixed words, in the language that was chosen.
  package mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], text: Wording
  ) {
    element(name, attributes) { $0.text(text.text) }
  }

  /// An element with text.
  @_disfavoredOverload
  package mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:],
    text: some StringProtocol
  ) {
    element(name, attributes) { $0.text(String(text)) }
  }

  /// An element that has no content and no end (`meta`, `input`).
  package mutating func open(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:]
  ) {
    markup += "<\(name)"
    for (key, value) in attributes {
      guard let value else { continue }
      // Labels are words, whatever else the value of an attribute is.
      let text = "\(key)" == "aria-label" ? Wording.text(of: value) : value
      markup += value.isEmpty ? " \(key)" : " \(key)=\"\(Self.escaped(text))\""
    }
    markup += ">"
  }

  /// Fixed words as they are to be read, in the language that was chosen.
  package mutating func text(_ words: Wording) { markup += Self.escaped(words.text) }

  /// Text as it is to be read.
  @_disfavoredOverload
  package mutating func text(_ text: some StringProtocol) { markup += Self.escaped(String(text)) }

  /// Style or script, which stand in the program and are no text.
  package mutating func raw(_ code: String) { markup += code }

  private static func escaped(_ text: String) -> String {
    // Most texts hold nothing that would have to be changed.
    let isPlain = text.utf8.allSatisfy { byte in
      (0x20...0x7e).contains(byte) && !special.contains(byte)
    }
    if isPlain { return text }
    var escaped = ""
    for character in text.withVisibleControls.unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }

  private static let special: Set<UInt8> = Set("&<>\"'".utf8)
}
