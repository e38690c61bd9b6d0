import Foundation
import OpenSSLProgram
import Testing
import Transcripts

@Suite("What a transcript says can be recomputed by whoever reads it")
struct SelfProofTests {
  @Test(arguments: GoldenTests.names)
  func everyCommandGivesWhatIsPrinted(_ name: String) throws {
    let scratch = try GoldenTests.run(name)
    let folder = scratch.url.appendingPathComponent(name)
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where file.hasSuffix(".json") {
      let session = try ReadTranscript(
        Data(contentsOf: folder.appendingPathComponent(file)))
      var commands: Set<String> = []
      for value in session.values {
        guard let computation = value.derivation else { continue }
        guard let command = computation.command else {
          #expect(computation.withoutCommand?.isEmpty == false, "\(name)/\(file) \(value.id)")
          continue
        }
        commands.insert(command)
        let printed = try typed(command, in: scratch)
        #expect(printed == value.bytes, "\(name)/\(file) \(value.id)")
      }
      for step in session.steps {
        guard let signature = step.signature, let command = signature.command else { continue }
        commands.insert(command)
        #expect(try typed(command, in: scratch) == "verified ok", "\(name)/\(file) \(step.text)")
      }
      try textHasNoOther(than: commands, folder.appendingPathComponent("\(session.session.id).txt"))
    }
  }

  /// The commands of the text are among those that were tried.
  private func textHasNoOther(than tried: Set<String>, _ file: URL) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    let joined = text.replacing("\\\n", with: "")
    let lines = joined.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    let commands = lines.filter {
      $0.contains("openssl ") && ($0.hasPrefix("openssl ") || $0.contains("| openssl"))
    }
    let plain = Set(tried.map(withoutBlanks))
    let untried = commands.filter { !plain.contains(withoutBlanks($0)) }
    #expect(untried == [], "\(file.lastPathComponent)")
  }

  private func withoutBlanks(_ text: String) -> String { text.filter { !$0.isWhitespace } }

  /// What bash prints, without what is about form: case, colons, line breaks, the name of an input.
  private func typed(_ command: String, in folder: ScratchFolder) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["bash", "-c", command]
    process.currentDirectoryURL = folder.url
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let printed = String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    let text = printed.lowercased().replacing("*stdin", with: "")
    if text.hasPrefix("verified ok") { return "verified ok" }
    return text.filter { $0.isHexDigit }
  }
}
