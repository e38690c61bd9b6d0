import Foundation

/// A client that nobody here wrote.
enum Curl {
  struct Answer {
    var status: Int32
    var body: String
  }

  static func run(_ arguments: [String]) throws -> Answer {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["curl", "-s", "--max-time", "20"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let body = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Answer(status: process.terminationStatus, body: String(decoding: body, as: UTF8.self))
  }

  /// What curl ends with when the certificate is not to be believed.
  static let unbelieved: Int32 = 60
}
