import Foundation

/// The `openssl` program of this machine, where it is OpenSSL 3 (macOS brings another one).
enum OpenSSLProgram {
  static let path: String? = {
    let folders =
      ["/opt/homebrew/opt/openssl@3/bin", "/usr/local/opt/openssl@3/bin"]
      + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
      .map(String.init)
    return folders.map { $0 + "/openssl" }.first { candidate in
      FileManager.default.isExecutableFile(atPath: candidate)
        && (try? output(candidate, ["version"]))?.hasPrefix("OpenSSL 3") == true
    }
  }()

  static var isThere: Bool { path != nil }

  /// What the program prints.
  static func run(_ arguments: String...) throws -> String {
    try output(path ?? "openssl", arguments)
  }

  static func output(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
