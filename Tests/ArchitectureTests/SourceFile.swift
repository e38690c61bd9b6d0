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
}
