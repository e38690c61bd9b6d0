import Foundation
import Testing

@Suite("The graph of targets keeps the attacker honest, and words at the edge")
struct ArchitectureTests {
  private let imports: [String: Set<String>]
  private let products: [String: Set<String>]

  init() throws {
    let package = try DescribedPackage.described()
    imports = package.imports
    products = package.products
  }

  @Test("No forbidden way is open, over any number of imports")
  func forbidden() {
    for (from, to, why) in Architecture.forbidden {
      // A name that is spelt wrong would forbid nothing.
      #expect(from.union(to).isSubset(of: imports.keys))
      for target in from {
        let reached = reach(from: target, over: imports).intersection(to)
        #expect(reached.isEmpty, "\(target): \(why)")
      }
    }
  }

  @Test("A library of others has one target that imports it")
  func otherPackages() {
    for (product, target) in Architecture.onlyImporter {
      #expect(products.filter { $0.value.contains(product) }.map(\.key) == [target])
    }
  }

  @Test("No target reaches itself")
  func circles() {
    for target in imports.keys {
      #expect(!reach(from: target, over: imports).contains(target), "\(target)")
    }
  }
}

@Suite("The sources keep the house's rules")
struct SourceTests {
  private let files: [SourceFile]

  init() throws {
    files = try SourceFile.all()
    try #require(files.count > 50)
  }

  @Test("Of Foundation the essentials are enough, and one place imports them")
  func essentials() {
    let importers = files.filter { $0.imports.contains { $0.hasPrefix("Foundation") } }
    #expect(importers.map(\.path) == [Architecture.platform])
  }

  @Test("No file is long")
  func length() {
    for file in files {
      #expect(file.lines.count <= Architecture.lineLimit, "\(file.path)")
    }
  }

  @Test("At the top stands what a repository has there, and nothing that was left behind")
  func topLevel() throws {
    let known: Set = [
      "Package.swift", "Sources", "Tests", "lessons", "transcripts", "docs", "README.md",
      "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "Makefile", "Containerfile",
    ]
    let names = try FileManager.default.contentsOfDirectory(atPath: DescribedPackage.root.path)
    let visible = names.filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }
    let left = visible.filter { !known.contains($0) && !$0.hasSuffix(".deb") }
    #expect(left.isEmpty, "\(left)")
  }

  @Test("No function is long")
  func functions() {
    for file in files {
      for function in file.functions where function.length > Architecture.functionLimit {
        Issue.record("\(file.path):\(function.line): \(function.length) lines")
      }
    }
  }

  @Test("Folders of one target do not refer to each other in a circle")
  func folders() {
    for (target, files) in Dictionary(grouping: files, by: \.target)
    where !Architecture.foldersInACircle.contains(target) {
      let references = folderReferences(in: files)
      for folder in references.keys {
        #expect(!reach(from: folder, over: references).contains(folder), "\(target)/\(folder)")
      }
    }
  }

  @Test("A sentence stands in the catalogue, where it is corrected once and can be translated")
  func sentences() {
    for place in Architecture.saysByTheCatalogue {
      let here = files.filter { $0.path.hasPrefix(place) }
      // A name that is spelt wrong would find nothing.
      #expect(!here.isEmpty, "\(place)")
      for file in here {
        for text in file.texts
        where text.split(separator: " ").count(where: { $0.allSatisfy(\.isLetter) })
          >= Architecture.sentence
          && Architecture.sentencesInSwift[text] == nil
        {
          Issue.record("\(file.path): '\(text)'")
        }
      }
    }
  }

  @Test("Nothing ends the program for a mistake", arguments: Architecture.traps)
  func traps(word: String) {
    for file in files where file.mentions(word) {
      for (index, line) in file.code.enumerated() where line.holds(word) {
        Issue.record("\(file.path):\(index + 1): \(word)")
      }
    }
  }

  @Test("Nothing starts another program", arguments: Architecture.starters)
  func starters(word: String) {
    for file in files where file.mentions(word) {
      for (index, line) in file.code.enumerated() where holds(line, word) {
        Issue.record("\(file.path):\(index + 1): \(word)")
      }
    }
  }

  @Test("What is printed passes one gate", arguments: Architecture.writers)
  func writers(word: String) {
    for file in files
    where !Architecture.writingFiles.contains(file.path) && file.mentions(word) {
      for (index, line) in file.code.enumerated() where holds(line, word) {
        Issue.record("\(file.path):\(index + 1): \(word)")
      }
    }
  }

  /// Whether a call stands there, and not a longer name that ends like it.
  private func holds(_ line: Substring, _ word: String) -> Bool {
    if !line.holds(word) || line.holds("case ") { return false }
    return line.ranges(of: word).contains { range in
      guard range.lowerBound > line.startIndex else { return true }
      let before = line[line.index(before: range.lowerBound)]
      return !(before.isLetter || before.isNumber || before == "_" || before == ".")
    }
  }

  @Test("An empty value never stands for one that is missing")
  func missingValues() {
    for file in files where Architecture.knowValues.contains(file.target) {
      for (index, line) in file.code.enumerated()
      where line.holds("?? []") && line.contains(/(values|memory)\[[^\]]*\]\s*\?\? \[\]/) {
        Issue.record("\(file.path):\(index + 1): \(line)")
      }
    }
  }
}

/// Which folder names types of which; what lies beside the folders may name all and be named by all.
private func folderReferences(in files: [SourceFile]) -> [String: Set<String>] {
  var homes: [String: String] = [:]
  for file in files {
    for type in file.declaredTypes { homes[type] = file.folder }
  }
  var references: [String: Set<String>] = [:]
  for file in files where !file.folder.isEmpty {
    let named = Set(file.words.compactMap { homes[$0] }).subtracting(["", file.folder])
    references[file.folder, default: []].formUnion(named)
  }
  return references
}

@Suite("What is reached over several steps counts")
struct ReachTests {
  private let imports: [String: Set<String>] = [
    "a": ["b"], "b": ["c"], "c": [], "x": ["y"], "y": ["x"],
  ]

  @Test func closure() {
    #expect(reach(from: "a", over: imports) == ["b", "c"])
    #expect(reach(from: "x", over: imports) == ["x", "y"])
    #expect(reach(from: "nobody", over: imports).isEmpty)
  }

  @Test func importStatements() {
    let text = """
      public import Bytes
      @testable import Lab
      import struct Foundation.Data
      // import Network
        internal import TLSWire
      let important = 1
      """
    let file = SourceFile(target: "a", path: "a", text: text)
    #expect(file.imports == ["Bytes", "Lab", "Foundation", "TLSWire"])
  }

  @Test func functionLengths() {
    let text = """
      struct A {
        var b: Int { 1 }
        var c: Int {
          2
        }
        func d(
          e: Int
        ) -> Int {
          1

          + 2
        }
        init() {}
        func f()
        let g = [
          1
        ]
      }
      """
    let file = SourceFile(
      target: "a", path: "a.swift",
      text: text)
    #expect(file.functions.map(\.line) == [3, 6])
    #expect(file.functions.map(\.length) == [1, 3])
    #expect(file.declaredTypes == ["A"])
  }
}
