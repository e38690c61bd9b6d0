import Foundation

/// A file under Sources.
struct SourceFile: Sendable {
  /// The target's folder.
  var target: String
  /// Counted from the package's folder.
  var path: String
  var lines: [Substring]

  /// Every Swift and C file.
  static func all() throws -> [SourceFile] {
    let folder = DescribedPackage.root.appendingPathComponent("Sources")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    return try paths.filter { path in
      [".swift", ".c", ".h"].contains { path.hasSuffix($0) }
    }.map { path in
      let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
      return SourceFile(
        target: String(path.prefix { $0 != "/" }), path: "Sources/\(path)",
        lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }

  /// The lines without what stands behind `//`.
  var code: [Substring] {
    lines.map { line in
      line.range(of: "//").map { line[..<$0.lowerBound] } ?? line
    }
  }

  /// The modules that the file imports.
  var imports: Set<String> {
    let statement = /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+\s+)?import\s+(?:\w+\s+)?(\w+)/
    return Set(code.compactMap { $0.firstMatch(of: statement).map { String($0.1) } })
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
    return Set(code.compactMap { $0.firstMatch(of: statement).map { String($0.1) } })
  }

  /// The words that could name a type; what stands in quotes is left out.
  var words: Set<String> {
    var words: Set<String> = []
    for line in code {
      let bare = line.replacing(/"[^"]*"/, with: "")
      for word in bare.matches(of: /\b[A-Z]\w+/) { words.insert(String(word.output)) }
    }
    return words
  }
}
