import Commands
import Foundation
import Lab
import OpenSSLProgram
import Testing
import Transcripts

@Suite("The page works in a browser: for the eye, the keyboard and a screen reader", .serialized)
struct PageTests {
  /// What `look.py` found.
  struct Findings: Decodable {
    var readyMs: Double
    var axe: [String: [String]]
    var start: String
    var afterRight: String
    var afterLeft: String
    var byteLights: [String]
    var reason: String
    var fieldLights: Int
    var pointerLights: [String]
    var pointerMs: Double
    var scriptFromElsewhere: Bool
    var hatched: [String: Int]
    var brokenLinks: [String]
    var sameId: [String]
    var phoneWidth: Int
    var printedSteps: Int
    var steps: Int
    var injected: Bool
    var requests: [String]
    var errors: [String]
  }

  @Test(arguments: ["tls-1.3", "tls-1.0", "interception-succeeded", "tampered"])
  func aGoldenPage(_ name: String) throws {
    let page = GoldenTests.folder.appendingPathComponent("\(name)/S1.html")
    let found = try look(at: page)
    try expectAccessible(found)
    #expect(found.afterRight != found.start && found.afterLeft == found.start)
    // One run of bytes and its field, whichever of the two was pointed at.
    #expect(found.byteLights.count == 2 && found.pointerLights.count == 2)
    #expect(found.reason.contains("RFC"))
    #expect(found.fieldLights > 2)
    #expect(found.hatched["all"] == 0)
    #expect(found.hatched.filter { $0.key != "all" }.allSatisfy { $0.value > 0 })
    #expect((found.hatched["eavesdropper"] ?? 0) > (found.hatched["client"] ?? 0))
  }

  @Test func aWholeCallStaysSmall() throws {
    let page = GoldenTests.folder.appendingPathComponent("tls-1.3/S1.html")
    #expect(try Data(contentsOf: page).count < 600 << 10)
  }

  @Test func whatASessionSaysIsNeverMarkup() throws {
    let scratch = try ScratchFolder()
    var interpreter = Interpreter(Lab(seed: 3), folder: scratch.url)
    let hostile =
      "</script><script>window.injected=true</script><img src=x onerror=window.injected=true>\u{202e}\u{1b}[31m"
    for line in [
      "connect version=1.3 scenario=echo", "send client \"\(hostile)\"", "export html hostile.html",
    ] {
      #expect(interpreter.execute(line).status == .ok, "\(line)")
    }
    let found = try look(at: scratch.url.appendingPathComponent("hostile.html"))
    #expect(!found.injected)
    try expectAccessible(found)
    let text = String(decoding: try scratch.read("hostile.html"), as: UTF8.self)
    #expect(!text.unicodeScalars.contains("\u{202e}") && !text.unicodeScalars.contains("\u{1b}"))
  }

  private func expectAccessible(_ found: Findings) throws {
    #expect(found.axe["light"] == [] && found.axe["dark"] == [])
    #expect(found.errors == [] && found.requests == [])
    #expect(found.brokenLinks == [] && found.sameId == [])
    #expect(!found.scriptFromElsewhere, "the policy lets other scripts in")
    #expect(found.phoneWidth <= 360)
    #expect(found.printedSteps == found.steps)
  }

  private func look(at page: URL) throws -> Findings {
    let printed = try run(
      try Self.python.get(), [Self.folder.appendingPathComponent("look.py").path, page.path])
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Findings.self, from: printed)
  }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Page")

  /// The Python with what the tests of pages want; installed now if it was not before.
  static let python = Result {
    let root = GoldenTests.folder.deletingLastPathComponent()
    let printed = try run(
      root.appendingPathComponent(".ci/python"), ["page", "Tests/TranscriptsTests/Page"])
    return URL(
      fileURLWithPath: String(decoding: printed, as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines))
  }
}

/// A program ended with an error; its own words are on standard error.
struct ProgramFailure: Error {
  var program: String
  var status: Int32
}

/// Runs a program and gives what it printed.
func run(_ program: URL, _ arguments: [String]) throws -> Data {
  let process = Process()
  process.executableURL = program
  process.arguments = arguments
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let printed = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    throw ProgramFailure(program: program.lastPathComponent, status: process.terminationStatus)
  }
  return printed
}
