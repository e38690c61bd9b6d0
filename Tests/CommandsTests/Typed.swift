import Commands
import Foundation
import Lab
import Screens
import Testing

/// Someone at a prompt: lines in, outcomes out.
struct Typed {
  var interpreter: Interpreter
  /// Everything that was shown.
  var seen = ""

  /// A lab at its beginning, but with its keys made: that takes a while.
  static let beginning: Lab = {
    var lab = Lab(seed: 7)
    _ = try? lab.connect([("kx", "rsa")])
    _ = try? lab.connect([("kx", "ecdhe"), ("version", "1.2")])
    lab.reset()
    return lab
  }()

  init(folder: URL? = nil) {
    interpreter = Interpreter(
      Self.beginning, surroundings: .init(makeSeed: { 99 }),
      folder: folder ?? FileManager.default.temporaryDirectory)
  }

  /// After one session with ephemeral keys; made once, copied for each test.
  static let afterConnecting: Typed = {
    var prompt = Typed()
    prompt.succeed("connect kx=ecdhe version=1.2")
    return prompt
  }()

  /// After one session with RSA key exchange and the theft of the key.
  static let afterStealing: Typed = {
    var prompt = Typed()
    prompt.succeed("connect kx=rsa", "compromise server.key")
    return prompt
  }()

  var lab: Lab { interpreter.lab }

  /// Types a line.
  @discardableResult
  mutating func type(_ line: String) -> Outcome {
    let outcome = interpreter.execute(line)
    seen = outcome.page.plainText
    return outcome
  }

  /// Types lines that are to succeed.
  mutating func succeed(_ lines: String...) {
    for line in lines {
      let outcome = type(line)
      #expect(outcome.status == .ok, "\(line): \(outcome.page.plainText)")
    }
  }

  /// Types a line that is to fail and leave the lab as it is.
  ///
  /// - Returns: the error as it is shown.
  mutating func fail(_ line: String, _ status: Commands.ExitStatus = .failed) -> String {
    let before = lab.stateDocument
    let outcome = type(line)
    #expect(outcome.status == status, "\(line): \(outcome.page.plainText)")
    #expect(!outcome.changed, "\(line)")
    #expect(lab.stateDocument == before, "\(line)")
    return outcome.error?.page.plainText ?? ""
  }
}

/// An empty folder for one test, gone with it.
final class TemporaryFolder {
  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("tlslab-test-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: file(name))
  }
}
