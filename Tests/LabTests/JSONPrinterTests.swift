import Foundation
import Lab
import Testing

@Suite("JSON is printed as Foundation's encoder prints it") struct JSONPrinterTests {
  private static let values: [JSONValue] = [
    .null, .bool(true), .number(-7), .number(.max), .string(""), .array([]), .object([:]),
    .string(String((0...0xff).map { Character(UnicodeScalar(UInt8($0))) }) + "/\u{2028}\u{1F600}"),
    .array([.array([]), .object([:]), .object(["b": .null, "a": .array([.bool(false)])])]),
    .object(
      Dictionary(
        uniqueKeysWithValues: [
          "", "S1", "S10", "S2", "a.b", "a_b", "B", "b", "e\u{301}", "ea", "f", "\u{ff5e}",
          "\u{1F600}", "\"\\\n",
        ].map { ($0, JSONValue.string($0)) })),
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
    let expected = String(decoding: try encoder.encode(value), as: UTF8.self)
    #expect(value.json(pretty: pretty) == expected)
  }
}
