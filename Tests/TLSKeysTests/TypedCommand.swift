import Foundation
import OpenSSLProgram
import TLSKeys
import Testing

/// Bash ended with an error.
struct BashFailure: Error {
  var status: Int32
}

/// What bash prints for a command, in a folder with its files.
func typed(_ command: ShellCommand) throws -> String {
  let folder = try ScratchFolder()
  for file in command.files { try folder.write(file.name, file.content) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["bash", "-c", command.line]
  process.currentDirectoryURL = folder.url
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  try process.run()
  let printed = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    throw BashFailure(status: process.terminationStatus)
  }
  return String(decoding: printed, as: UTF8.self)
}
