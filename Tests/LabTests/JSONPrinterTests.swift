import Foundation
import Lab
import Testing

@Suite("JSON is printed as Foundation's encoder prints it, but for what a terminal would obey")
struct JSONPrinterTests {
  private static let values: [JSONValue] = [
    .null, .bool(true), .number(-7), .number(.max), .string(""), .array([]), .object([:]),
    .string(String((0...0xff).map { Character(UnicodeScalar(UInt8($0))) }) + "/\u{2028}\u{1F600}"),
    .array([.array([]), .object([:]), .object(["b": .null, "a": .array([.bool(false)])])]),
    .object(
      JSONObject(
        [
          "", "S1", "S10", "S2", "a.b", "a_b", "B", "b", "e\u{301}", "ea", "f", "\u{ff5e}",
          "\u{1F600}", "\"\\\n",
        ].map { ($0, .string($0)) })),
  ]

  @Test(arguments: values.indices, [true, false]) func sample(_ place: Int, _ pretty: Bool) throws {
    try hold(Self.values[place], pretty)
  }

  @Test("So is the state of a lab", arguments: [true, false]) func state(_ pretty: Bool) throws {
    var lab = try preparedLab()
    try lab.connect([("kx", "rsa")])
    try lab.compromise(.serverKey)
    try hold(lab.stateDocument, pretty)
  }

  private func hold(_ value: JSONValue, _ pretty: Bool) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    let expected = String(decoding: try encoder.encode(value), as: UTF8.self).unicodeScalars.map {
      let isEscaped = Self.escaped.contains($0)
      return isEscaped ? "\\u" + String(0x1_0000 + $0.value, radix: 16).dropFirst() : String($0)
    }.joined()
    #expect(value.json(pretty: pretty) == expected)
  }

  /// DEL, C1, the no-break space, the soft hyphen, a line separator, a mark on its neighbour.
  private static let escaped = Set(
    ["\u{7f}", "\u{ad}", "\u{301}", "\u{2028}"]
      + (0x80...0xa0).compactMap { Unicode.Scalar(UInt32($0)) })

  @Test(
    "Neither marks of direction nor what lies beyond 16 bits comes raw, and all of it comes back")
  func hidden() throws {
    let text = "a\u{202e}b\u{2066}c\u{9b}31m\u{7f}\u{e0041}\u{1b}[2J"
    let json = JSONValue.string(text).json()
    #expect(json == #""a\u202eb\u2066c\u009b31m\u007f\udb40\udc41\u001b[2J""#)
    #expect(try JSONDecoder().decode(String.self, from: Data(json.utf8)) == text)
    let foreign = try JSONEncoder().encode(text)
    let escaped = String(decoding: foreign, as: UTF8.self).withJSONEscapes
    #expect(escaped.lowercased() == json.lowercased())
  }
}
