import Bytes
import TLSEngine

/// How the words of a setting are read as values, and values written as words.
struct Accepted<Value: Sendable>: Sendable {
  var shape: AcceptedValue
  /// The value that was typed; nil: the setting does not take it.
  var read: @Sendable (String) -> Value?
  /// The words for a value, as they are shown and saved.
  var write: @Sendable (Value) -> String

  /// A word, and what it stands for.
  typealias Word = (word: String, value: Value)
}

// MARK: Words

extension Accepted where Value: Equatable {
  /// One of some words, in any case.
  ///
  /// - Parameter named: a value by another name.
  static func choice(
    _ words: [Word], named: @escaping @Sendable (String) -> Value? = { _ in nil }
  ) -> Accepted {
    let isSwitch = Set(words.map(\.word)).isSuperset(of: ["on", "off"])
    return Accepted(
      shape: .choice(words.map(\.word)),
      read: { text in
        let typed = text.lowercased()
        for (word, value) in words where word == typed { return value }
        // What else people say of a switch.
        let said = isSwitch ? switches[typed] : nil
        for (word, value) in words where word == said { return value }
        return named(text)
      },
      write: { value in
        for (word, one) in words where one == value { return word }
        return ""
      })
  }

  /// One of some words, or the name of a certificate: which there are the world knows, and `Lab.set`
  /// asks it.
  ///
  /// - Parameters:
  ///   - named: the value for a name.
  ///   - name: the name in a value, if it has one.
  static func certificate(
    _ words: [Word], named: @escaping @Sendable (String) -> Value,
    name: @escaping @Sendable (Value) -> String?
  ) -> Accepted {
    let choice = choice(words)
    return Accepted(
      shape: .certificate(words.map(\.word)),
      read: { text in
        if let value = choice.read(text) { return value }
        let isName = (1...40).contains(text.utf8.count) && !text.utf8.contains { $0 <= 0x20 }
        return isName ? named(text) : nil
      },
      write: { name($0) ?? choice.write($0) })
  }
}

extension Accepted {
  /// Some of these items by their names, each once, in order of preference.
  ///
  /// - Parameters:
  ///   - others: items that are taken too, for those who ask for them by name.
  ///   - named: an item by another name.
  static func list<Item: Equatable & Sendable>(
    _ items: [(name: String, item: Item)],
    others: [(name: String, item: Item)] = [],
    named: @escaping @Sendable (String) -> Item? = { _ in nil }
  ) -> Accepted where Value == [Item] {
    let all = items + others
    let names = all.map { $0.name.lowercased() }
    return Accepted(
      shape: .list(of: items.map(\.name), others: others.map(\.name)),
      read: { text in
        if text.lowercased() == everything { return all.map(\.item) }
        var found: [Item] = []
        // `{0xC0,0x2F}` is one number, and OpenSSL's lists have colons.
        let pairs = #/\{?0x([0-9A-Fa-f]{2}),0x([0-9A-Fa-f]{2})\}?/#
        let whole = text.filter { $0 != " " }.replacing(pairs) { "0x\($0.output.1)\($0.output.2)" }
        for typed in whole.split(whereSeparator: { $0 == "," || $0 == ":" }) {
          let name = typed.lowercased()
          guard let item = names.firstIndex(of: name).map({ all[$0].item }) ?? named(name),
            all.contains(where: { $0.item == item })
          else { return nil }
          if !found.contains(item) { found.append(item) }
        }
        return found.isEmpty ? nil : found
      },
      write: { chosen in
        chosen.compactMap { one in all.first { $0.item == one }?.name }.joined(separator: ",")
      })
  }
}

private let switches = [
  "yes": "on", "true": "on", "1": "on", "enabled": "on", "no": "off", "false": "off", "0": "off",
  "disabled": "off",
]

/// The word for every item of a list.
private let everything = "all"

// MARK: Free text

extension Accepted<Int> {
  static func number(_ bounds: ClosedRange<Int>) -> Accepted {
    Accepted(
      shape: .number(bounds), read: { Int($0).flatMap { bounds.contains($0) ? $0 : nil } },
      write: { String($0) })
  }
}

extension Accepted<[UInt8]> {
  /// A line of text; none: `off`.
  static var text: Accepted {
    Accepted(
      shape: .text,
      read: { text in
        guard (1...1000).contains(text.utf8.count) else { return nil }
        return text == "off" ? [] : Array(text.utf8)
      },
      write: { $0.isEmpty ? "off" : String(decoding: $0, as: UTF8.self) })
  }
}

extension Accepted<[String]> {
  /// Names of protocols with commas between; none: `off`. They go on the wire: printable ASCII and no
  /// longer than 255.
  static var protocols: Accepted {
    Accepted(
      shape: .name,
      read: { text in
        let text = text.replacing(", ", with: ",")
        guard isOfWire(text) else { return nil }
        return text == "off" ? [] : text.split(separator: ",").map(String.init)
      },
      write: { $0.isEmpty ? "off" : $0.joined(separator: ",") })
  }
}

extension Accepted<OfferedName> {
  static var hostName: Accepted {
    Accepted(
      shape: .name,
      read: { text in
        guard isOfWire(text) else { return nil }
        return text == "on" ? .own : text == "off" ? .nothing : .other(text)
      },
      write: { offered in
        switch offered {
        case .own: "on"
        case .nothing: "off"
        case .other(let name): name
        }
      })
  }
}

private func isOfWire(_ text: String) -> Bool {
  (1...255).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
}

extension Accepted<ExternalPSK?> {
  /// A name and a secret; none: `off`.
  static var namedSecret: Accepted {
    Accepted(
      shape: .namedSecret,
      read: { text in
        if text.lowercased() == "off" { return .some(nil) }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...200).contains($0.utf8.count) }) else {
          return nil
        }
        // `0x` says that hexadecimal digits follow, as programs outside have such keys.
        let digits = parts[1].hasPrefix("0x") ? [UInt8](hex: String(parts[1].dropFirst(2))) : nil
        let key = digits ?? Array(parts[1].utf8)
        return key.isEmpty ? nil : ExternalPSK(identity: Array(parts[0].utf8), key: key)
      },
      write: { known in
        guard let known else { return "off" }
        let text = String(validating: known.key, as: UTF8.self).flatMap { text in
          text.hasPrefix("0x") || known.key.contains { $0 < 0x20 || $0 == 0x7f } ? nil : text
        }
        return String(decoding: known.identity, as: UTF8.self) + ":"
          + (text ?? "0x" + known.key.hex)
      })
  }
}

extension Accepted<String?> {
  /// The name of a session; none: `off`.
  static var session: Accepted {
    Accepted(
      shape: .session,
      read: { text in
        if text.lowercased() == "off" { return .some(nil) }
        let name = text.prefix(1).uppercased() + text.dropFirst()
        guard name.hasPrefix("S"), let number = Int(name.dropFirst()),
          (1...1 << 20).contains(number),
          name == "S\(number)"
        else { return nil }
        return name
      },
      write: { $0 ?? "off" })
  }
}
