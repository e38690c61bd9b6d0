import Testing
import YAML

@Suite("YAML is read as libyaml takes it apart")
struct YAMLTests {
  @Test("Mappings keep their order, block scalars their lines, values their place")
  func values() throws {
    let text = """
      # a comment
      title: "A: title"
      text: |
        one
        two
      list: [a, 'b']
      empty:
      """
    let members = try #require(try YAMLNode.read(text)?.mapping)
    #expect(members.compactMap(\.key.scalar) == ["title", "text", "list", "empty"])
    #expect(members.map(\.key.line) == [2, 3, 6, 7])
    #expect(members[0].value.scalar == "A: title")
    #expect(members[1].value.scalar == "one\ntwo\n")
    #expect(members[2].value.sequence?.compactMap(\.scalar) == ["a", "b"])
    #expect(members[2].value.scalar == nil && members[2].value.mapping == nil)
    #expect(members[3].value.scalar == "")
  }

  @Test("A text without a document has no value", arguments: ["", "\n", "# only this\n"])
  func nothing(text: String) throws {
    #expect(try YAMLNode.read(text) == nil)
  }

  @Test(
    "What is no YAML is named with its place",
    arguments: [
      ("a: [b", 2, 1, "did not find expected ',' or ']'"),
      ("a: b\n\tc: d", 2, 1, "found a tab character that violates indentation"),
      ("a: 'b", 1, 6, "found unexpected end of stream"),
      ("a: b\nc\u{1}", 2, 2, "control characters are not allowed"),
      ("a: b\nc: d\na: e", 3, 1, "the key 'a' stands twice"),
      ("a: &b [c]\nd: [*b, *b]", 2, 5, "an alias: write the value out"),
      ("--- a\n--- b", 2, 5, "a second document"),
      ("a: b: c", 1, 5, "mapping values are not allowed in this context"),
    ])
  func mistakes(text: String, line: Int, column: Int, problem: String) {
    let error = #expect(throws: YAMLError.self) { try YAMLNode.read(text) }
    #expect(error == YAMLError(line: line, column: column, problem: problem))
  }

  @Test("A depth that nobody writes is refused")
  func depth() {
    let text = String(repeating: "[", count: 100_000)
    let error = #expect(throws: YAMLError.self) { try YAMLNode.read(text) }
    #expect(error == YAMLError(line: 1, column: 65, problem: "more than 64 levels"))
  }
}
