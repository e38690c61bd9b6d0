import Foundation

/// What a line for bash prints, without white space.
enum ShellOutput {
  static func of(_ line: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", line]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
  }

  /// Whether a program is there.
  static func has(_ program: String) -> Bool {
    ((try? of("command -v \(program)")) ?? "").isEmpty == false
  }
}
