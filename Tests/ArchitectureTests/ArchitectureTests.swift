import Foundation
import Testing

@Suite("The graph of targets keeps the attacker honest")
struct ArchitectureTests {
  private let imports: [String: Set<String>]
  private let products: [String: Set<String>]

  init() throws {
    let package = try DescribedPackage.described()
    imports = package.imports
    products = package.products
  }

  @Test("The eavesdropper can reach no endpoint and no secret")
  func eavesdropper() throws {
    #expect(imports["Eavesdropper"] != nil)
    let reached = reach(from: "Eavesdropper", over: imports)
    #expect(reached.contains("Bytes"))
    #expect(reached.isDisjoint(with: Architecture.hiddenFromEavesdropper))
    #expect(Architecture.hiddenFromEavesdropper.isSubset(of: imports.keys))
  }

  @Test("Targets import what the table says, no more and no less")
  func table() {
    #expect(Set(imports.keys) == Set(Architecture.imports.keys))
    for (target, expected) in Architecture.imports {
      #expect(imports[target] == expected, "\(target)")
    }
  }

  @Test("Other packages are used where the table says")
  func otherPackages() {
    #expect(products == Architecture.products)
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

  @Test("A file imports none of our targets but the declared ones")
  func declaredImports() {
    for file in files {
      let ours = file.imports.intersection(Architecture.imports.keys)
      let undeclared = ours.subtracting(Architecture.imports[file.target] ?? [])
      #expect(undeclared.isEmpty, "\(file.path)")
    }
  }

  @Test("No file is long")
  func length() {
    for file in files {
      #expect(file.lines.count <= Architecture.lineLimit, "\(file.path)")
    }
  }

  @Test("Nothing ends the program for a mistake", arguments: Architecture.forbidden)
  func traps(word: String) {
    for file in files {
      for (index, line) in file.code.enumerated() where line.contains(word) {
        Issue.record("\(file.path):\(index + 1): \(word)")
      }
    }
  }
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
    let file = SourceFile(target: "a", path: "a", lines: text.split(separator: "\n"))
    #expect(file.imports == ["Bytes", "Lab", "Foundation", "TLSWire"])
  }
}
