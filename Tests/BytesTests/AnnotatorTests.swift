import Bytes
import Testing

@Suite("The leaves of an annotation cover every byte once")
struct AnnotatorTests {
  private let bytes = [UInt8](hex: SampleStructure.exampleHex) ?? []

  private func annotate(_ bytes: [UInt8]) -> Annotation {
    Annotator.annotate(SampleStructure.self, bytes, name: "sample")
  }

  private func expectCoverage(_ bytes: [UInt8]) {
    let tree = annotate(bytes)
    #expect(tree.range == 0..<bytes.count)
    var next = 0
    for leaf in tree.leaves where !leaf.range.isEmpty && leaf.name != "sample" {
      #expect(leaf.range.lowerBound == next, "\(bytes.hex)")
      next = leaf.range.upperBound
    }
    #expect(next == bytes.count, "\(bytes.hex)")
  }

  private func undecodable(_ tree: Annotation) -> [Annotation] {
    tree.leaves.filter { if case .undecodable = $0.value { true } else { false } }
  }

  @Test("of a valid structure, with names, values and places")
  func valid() throws {
    expectCoverage(bytes)
    let tree = annotate(bytes)
    #expect(undecodable(tree).isEmpty)
    #expect(
      tree.children.map(\.name) == [
        "small", "middle", "large", "odd", "kind", "fixed", "text", "codes", "outer", "optional",
      ])
    #expect(tree.find(FieldPath(parsing: "sample.middle"))?.value == .integer(0x0203))
    #expect(tree.find(FieldPath(parsing: "kind"))?.value == .code(2, width: 2, name: "second"))
    #expect(
      tree.find(FieldPath(parsing: "codes.code[1]"))?.value == .code(9, width: 2, name: nil))
    #expect(tree.find(FieldPath(parsing: "codes"))?.value == .list(count: 2))
    #expect(tree.find(FieldPath(parsing: "text.length"))?.value == .length(2))
    #expect(tree.find(FieldPath(parsing: "outer.entries"))?.value == .list(count: 2))
    #expect(tree.find(FieldPath(parsing: "outer.entries.aa.name"))?.range == 27..<29)
    #expect(tree.find(FieldPath(parsing: "outer.entries.entry[1]"))?.range == 29..<30)
    #expect(tree.find(FieldPath(parsing: "outer.nothing")) == nil)
    for path in tree.paths() { #expect(tree.find(path) != nil, "\(path)") }
  }

  @Test("of every truncation")
  func truncated() {
    for count in bytes.indices { expectCoverage(Array(bytes.prefix(count))) }
  }

  @Test("with trailing bytes")
  func trailing() throws {
    expectCoverage(bytes + [1, 2])
    let last = try #require(undecodable(annotate(bytes + [1, 2])).first)
    #expect(last.range == bytes.count..<bytes.count + 2)
  }

  @Test("with any one byte set to any value")
  func changed() {
    for place in bytes.indices {
      for value in UInt8.min ... .max {
        var changed = bytes
        changed[place] = value
        expectCoverage(changed)
      }
    }
  }

  @Test("and a vector that can't be read hides nothing behind it")
  func recovery() throws {
    var damaged = bytes
    damaged[30] = 0  // The inner entry ends before its vector does.
    let tree = annotate(damaged)
    let lost = try #require(undecodable(tree).first)
    #expect(lost.range == 31..<32)
    #expect(
      lost.value
        == .undecodable(WireError(.trailingBytes(1), offset: 31, path: FieldPath(["outer"]))))
    #expect(tree.find(FieldPath(parsing: "outer.entries.aa")) != nil)
    #expect(tree.find(FieldPath(parsing: "optional.value"))?.range == 35..<36)
  }

  @Test("An annotation moves as a whole, errors included")
  func moved() throws {
    let tree = annotate(Array(bytes.prefix(5))).moved(by: 10, below: "more")
    #expect(tree.range == 10..<15)
    let lost = try #require(undecodable(tree).first)
    #expect(lost.range.lowerBound == 13)
    guard case .undecodable(let error) = lost.value else { return }
    #expect(error.offset == 13)
    #expect("\(error.path)" == "more.large")
  }
}
