import Foundation

/// A file under Sources.
struct SourceFile: Sendable {
  /// The target's folder.
  var target: String
  /// Counted from the package's folder.
  var path: String
  let text: String
  let lines: [Substring]
  /// The lines without what stands behind `//`.
  let code: [Substring]

  init(target: String, path: String, text: String) {
    self.target = target
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    code = lines.map { line in
      line.holds("//") ? line.range(of: "//").map { line[..<$0.lowerBound] } ?? line : line
    }
  }

  /// Every Swift and C file, read once.
  static func all() throws -> [SourceFile] { try read.get() }

  private static let read = Result { try readAll() }

  private static func readAll() throws -> [SourceFile] {
    let folder = DescribedPackage.root.appendingPathComponent("Sources")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    return try paths.filter { path in
      [".swift", ".c", ".h"].contains { path.hasSuffix($0) }
    }.map { path in
      let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
      return SourceFile(
        target: String(path.prefix { $0 != "/" }), path: "Sources/\(path)", text: text)
    }
  }

  /// The modules that the file imports.
  var imports: Set<String> {
    let statement = /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+\s+)?import\s+(?:\w+\s+)?(\w+)/
    return Set(
      code.filter { $0.holds("import") }.compactMap {
        $0.firstMatch(of: statement).map { String($0.1) }
      })
  }

  /// The folder inside the target; empty for a file that lies in no folder of it.
  var folder: String {
    let parts = path.split(separator: "/")
    return parts.count > 3 ? String(parts[2]) : ""
  }
}

// MARK: Functions

extension SourceFile {
  /// A function, an initializer, or a property that is computed.
  struct Function {
    /// Counted from 1.
    var line: Int
    /// Lines between its braces.
    var length: Int
  }

  /// Found by how the formatter indents: a body ends where a brace stands below its declaration.
  var functions: [Function] {
    guard path.hasSuffix(".swift") else { return [] }
    return lines.indices.compactMap { index in
      guard isDeclaration(lines[index]), let opening = opening(of: index) else { return nil }
      let closing = lines[index].prefix { $0 == " " } + "}"
      guard let end = lines[opening...].dropFirst().firstIndex(where: { $0.hasPrefix(closing) })
      else { return nil }
      return Function(line: index + 1, length: end - opening - 1)
    }
  }

  private func isDeclaration(_ line: Substring) -> Bool {
    guard ["func ", "init", "subscript", "var "].contains(where: line.holds) else { return false }
    let words = /^\s*(?:(?:@\w+|[a-z]+(?:\(set\))?)\s+)*(?:func |init[?(<]|subscript[(<])/
    let property = /^\s*(?:[a-z]+(?:\(set\))?\s+)*var \w+: [^={]+\{$/
    return line.firstMatch(of: words) != nil || line.firstMatch(of: property) != nil
  }

  /// The line with the brace that begins the body; nil for a requirement of a protocol.
  private func opening(of declaration: Int) -> Int? {
    let indent = lines[declaration].prefix { $0 == " " }.count
    for index in lines[declaration...].indices {
      let line = lines[index]
      let own = line.prefix { $0 == " " }.count
      let goesOn = own > indent || [")", "{", "-", "w"].contains(line.dropFirst(own).first)
      if index > declaration && (line.isEmpty || !goesOn) { return nil }
      if line.hasSuffix("{") { return index }
      if line.hasSuffix("}") { return nil }
    }
    return nil
  }
}

// MARK: Types

extension SourceFile {
  /// The types that are declared outside of any other.
  var declaredTypes: Set<String> {
    let statement = /^(?:[a-z]+\s+)*(?:struct|enum|class|protocol|actor|typealias)\s+(\w+)/
    // They stand at the beginning of a line.
    return Set(
      code.filter { $0.first?.isLetter == true }.compactMap {
        $0.firstMatch(of: statement).map { String($0.1) }
      })
  }

  /// The words that could name a type; what stands in quotes is left out.
  var words: Set<String> {
    var words: Set<String> = []
    for line in code {
      for (place, part) in line.utf8.split(separator: 0x22, omittingEmptySubsequences: false)
        .enumerated() where place % 2 == 0
      {
        for word in part.split(whereSeparator: { !$0.isOfWord }) where word.first?.isCapital == true
        {
          words.insert(String(decoding: word, as: UTF8.self))
        }
      }
    }
    return words
  }
}

extension Substring {
  /// The same as `contains`, by the C library: these tests are not optimized, and ask of many lines.
  func holds(_ word: String) -> Bool { withCString { strstr($0, word) != nil } }
}

extension SourceFile {
  /// Whether a word stands in some line.
  func mentions(_ word: String) -> Bool { text.withCString { strstr($0, word) != nil } }
}

extension UInt8 {
  fileprivate var isCapital: Bool { (0x41...0x5a).contains(self) }

  fileprivate var isOfWord: Bool {
    isCapital || (0x61...0x7a).contains(self) || (0x30...0x39).contains(self) || self == 0x5f
  }
}
