/// What the program says of a thing in few words, and for what.
public enum PhraseUse: String, Hashable, Sendable, CaseIterable {
  /// What it is or means, for a column: no sentence, no full stop.
  case brief
  /// A footnote that the brief words need.
  case note
  /// What somebody does: `reads {message}`.
  case done
  /// Who knows more after it.
  case learned
  /// A sentence or two below the step in which it happens.
  case detail
  /// What a document says, word for word: nobody translates it.
  case quote
  /// What somebody at a browser reads of it, and what the display of a telephone says.
  case browser
  case phone
}

/// A text of the catalogue with places to fill: `reads {message}`.
public struct Phrase: Hashable, Sendable {
  /// The text with its places.
  public var text: String

  init(_ text: String) { self.text = text }

  /// The text with its places filled; a citation in it (`RFC 5246 §7.3`) stands in plain characters, and says
  /// whether it is in force.
  ///
  /// - Parameter values: by the names of the places; a place without a value stays as it is.
  public func filled(_ values: [String: String] = [:]) -> String {
    let plain = Citation.marked(in: text).replacing(" §", with: " \(Translation.word("section")) ")
    // In one go: what fills a place may come from a peer, and hold braces itself.
    return plain.replacing(#/\{([a-z]+)\}/#) { place in
      let name = String(place.output.1)
      guard let value = values[name] else { return String(place.output.0) }
      return Self.parties.contains(name) ? Translation.word(value) : value
    }
  }

  /// Places for one of those who take part, by a word that has a translation.
  private static let parties: Set = ["actor", "holder", "sender", "receiver", "side", "viewer"]

  /// The names of the places, in their order.
  public var places: [String] {
    text.matches(of: #/\{([a-z]+)\}/#).map { String($0.output.1) }
  }
}

/// A phrase, and what is different where one of the sides is meant.
struct PhraseVariants: Hashable, Sendable {
  var general: String?
  var bySide: [String: String] = [:]

  func phrase(for side: String?) -> Phrase? {
    (side.flatMap { bySide[$0] } ?? general).map(Phrase.init)
  }
}

extension Catalogue {
  /// What the program says of a thing in few words.
  ///
  /// - Parameters:
  ///   - keys: the most exact one first; the first that says something for this use counts.
  ///   - side: `client` or `server`, where it may differ.
  ///   - version: `1.3`, where it may differ.
  public func phrase(
    _ use: PhraseUse, of keys: [ExplanationKey], side: String? = nil, version: String? = nil
  ) -> Phrase? {
    for key in keys {
      if let phrase = entry(key)?.phrases(in: version)[use]?.phrase(for: side) { return phrase }
    }
    return nil
  }

  /// Every phrase, as it stands in the catalogue.
  public var phrases: [String] { everyKey.compactMap(entry).flatMap(\.texts).sorted() }

  /// The same with its places filled; empty where nothing is said.
  public func words(
    _ use: PhraseUse, of keys: [ExplanationKey], side: String? = nil, version: String? = nil,
    _ values: [String: String] = [:]
  ) -> String {
    phrase(use, of: keys, side: side, version: version)?.filled(values) ?? ""
  }
}
