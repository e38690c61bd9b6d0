import Foundation

/// The package as SwiftPM describes it.
struct DescribedPackage: Decodable {
  var targets: [DescribedTarget]

  struct DescribedTarget: Decodable {
    var name: String
    var path: String
    var targetDependencies: [String]?
    var productDependencies: [String]?

    enum CodingKeys: String, CodingKey {
      case name
      case path
      case targetDependencies = "target_dependencies"
      case productDependencies = "product_dependencies"
    }
  }

  /// SwiftPM failed, in its own words.
  struct Failure: Error {
    var message: String
  }

  /// The folder that holds Package.swift.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Asks SwiftPM. A folder of its own keeps it from waiting for the lock that `swift test` holds.
  static func described() throws -> DescribedPackage {
    let scratch = FileManager.default.temporaryDirectory
      .appendingPathComponent("architecture-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let words = scratch.appendingPathComponent("stderr")
    try Data().write(to: words)

    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "swift", "package", "--package-path", root.path, "--scratch-path", scratch.path,
      "describe", "--type", "json",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: words)
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // SwiftPM may say something before the document begins.
    guard process.terminationStatus == 0, let start = data.firstIndex(of: UInt8(ascii: "{")) else {
      throw Failure(message: (try? String(contentsOf: words, encoding: .utf8)) ?? "")
    }
    return try JSONDecoder().decode(DescribedPackage.self, from: data[start...])
  }

  /// Direct imports by target, of all that lies in Sources.
  var imports: [String: Set<String>] { table(\.targetDependencies) }

  /// Products of other packages by target, of all that lies in Sources.
  var products: [String: Set<String>] { table(\.productDependencies).filter { !$0.value.isEmpty } }

  private func table(
    _ dependencies: (DescribedTarget) -> [String]?
  ) -> [String: Set<String>] {
    let own = targets.filter { $0.path.hasPrefix("Sources/") }
    return Dictionary(
      own.map { ($0.name, Set(dependencies($0) ?? [])) }, uniquingKeysWith: { $0.union($1) })
  }
}

/// Everything that `target` can reach over `imports`, itself left out unless it is in a circle.
func reach(from target: String, over imports: [String: Set<String>]) -> Set<String> {
  var reached: Set<String> = []
  var waiting = Array(imports[target] ?? [])
  while let next = waiting.popLast() {
    if reached.insert(next).inserted { waiting += imports[next] ?? [] }
  }
  return reached
}
