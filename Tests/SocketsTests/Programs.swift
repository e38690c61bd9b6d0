import Foundation

/// Programs that run to their end.
enum Ran {
  struct Answer {
    var status: Int32
    var body: String
  }

  static func run(_ words: [String]) throws -> Answer {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let body = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Answer(status: process.terminationStatus, body: String(decoding: body, as: UTF8.self))
  }
}

/// A client that nobody here wrote.
enum Curl {
  static func run(_ arguments: [String]) throws -> Ran.Answer {
    try Ran.run(["curl", "-s", "--max-time", "120"] + arguments)
  }

  /// What curl ends with when the certificate is not to be believed.
  static let unbelieved: Int32 = 60
}

/// Wireshark's reader of captures.
enum Tshark {
  static func run(_ arguments: [String]) throws -> String {
    try Ran.run(["tshark"] + arguments).body
  }
}
