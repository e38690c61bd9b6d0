import Lab
import Testing

@Suite("A JSON object holds what a dictionary holds, in the order of names")
struct JSONObjectTests {
  @Test("Whatever is set, replaced, taken out and merged")
  func agreesWithADictionary() {
    var generator = SystemRandomNumberGenerator()
    let names = ["", "a", "ab", "b", "B", "a.b", "a_b", "\u{e9}", "z", "\u{1F600}"]
    for _ in 0..<200 {
      var object: JSONObject = [:]
      var dictionary: [String: JSONValue] = [:]
      for step in 0..<30 {
        let name = names.randomElement(using: &generator) ?? ""
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: (object[name], dictionary[name]) = (nil, nil)
        case 1:
          object.merge([name: .number(step), "m": .null])
          dictionary.merge([name: .number(step), "m": .null]) { $1 }
        default: (object[name], dictionary[name]) = (.number(step), .number(step))
        }
      }
      #expect(
        object.keys.map { Array($0.utf8) }
          == dictionary.keys.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
      #expect(dictionary.allSatisfy { object[$0.key] == $0.value } && object["none"] == nil)
      #expect(
        object == JSONObject(dictionary) && object.hashValue == JSONObject(dictionary).hashValue)
    }
  }

  @Test("Where a name stands twice the last value counts, or what both are united to")
  func repeated() {
    let object = JSONObject([("b", .number(1)), ("a", .null), ("b", .number(2))])
    #expect(object == ["a": .null, "b": .number(2)])
    #expect(object.merging(["a": .bool(true)]) == ["a": .bool(true), "b": .number(2)])
    var united = object
    united.merge(["b": .number(3)]) { .array([$0, $1]) }
    #expect(united["b"] == .array([.number(2), .number(3)]))
    #expect(object.filter { $0.key == "a" } == ["a": .null])
  }
}
