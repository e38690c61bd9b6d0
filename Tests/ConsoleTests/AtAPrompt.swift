import Commands
import Foundation
import Lab
import Screens
import Testing

@testable import Console

/// Suites that type commands at a prompt with a folder of its own.
protocol AtAPrompt {
  var folder: TemporaryFolder { get }
}

extension AtAPrompt {
  /// A prompt at which these commands were typed; each has to succeed.
  func interpreter(_ commands: String...) throws -> Interpreter {
    var interpreter = Interpreter(Lab(seed: 5), table: .program)
    for command in commands { try succeed(command, in: &interpreter) }
    return interpreter
  }

  func path(_ name: String) -> String { folder.file(name).path }

  func succeed(_ command: String, in interpreter: inout Interpreter) throws {
    if let error = interpreter.execute(command).error { throw error }
  }

  /// The screen of a command that succeeded, wide enough that no sentence is broken.
  func said(_ outcome: Outcome) -> String {
    #expect(outcome.error == nil)
    return Layout(width: 200).lines(of: outcome.page).map(\.text).joined(separator: "\n")
  }
}

/// What other programs recorded: the captures stand with the tests of the decryptor.
let othersCaptures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("../DecryptorTests/captures")

/// Programs of other people that run to their end.
enum OtherProgram {
  /// What it says on standard output.
  static func output(_ words: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}
