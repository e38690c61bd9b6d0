import Commands
import Foundation
import Knowledge
import Lab
import OpenSSLProgram
import TLSEngine
import TLSKeys
import Testing
import Transcripts

@Suite("A redacted file gives away nothing that the wire did not")
struct RedactionTests {
  /// The golden sessions, and those in which somebody wrote down what others may not read.
  private static let scripts: [(name: String, lines: [String])] = [
    (
      "intercepted",
      [
        "world new uc seed=42", "set client.verify off", "mitm on cert=own-ca",
        "connect version=1.3",
      ]
    ),
    (
      "client certificate",
      [
        "world new uc seed=42",
        "connect version=1.3 client.cert=good server.client-auth=require scenario=echo",
      ]
    ),
    (
      "pre-shared key",
      ["world new uc seed=42", "connect version=1.2 kx=psk psk=desk-42:hunter2 scenario=echo"]
    ),
    ("stolen", ["world new uc seed=42", "connect version=1.2 kx=rsa", "compromise server.key"]),
  ]

  private static let secretWords = [
    "hunter2", "username=", "REGISTER sip", "nonce=", "hello again", "CN=ada.uc.test", "FOOLED",
    "seed 42",
  ]

  private static func lines(of name: String) throws -> [String] {
    if let script = scripts.first(where: { $0.name == name }) { return script.lines }
    let text = try String(
      contentsOf: GoldenTests.folder.appendingPathComponent("\(name).tlslab"), encoding: .utf8)
    return text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("export") }
  }

  private static let always = ["resumption", "tls-1.2-ecdhe", "tampered"]

  @Test(arguments: (WalkedScript.isWhole ? GoldenTests.names : always) + scripts.map(\.name))
  func everyFormat(_ name: String) throws {
    let scratch = try ScratchFolder()
    var interpreter = Interpreter(Lab(seed: 1), folder: scratch.url)
    for line in try Self.lines(of: name) { _ = interpreter.execute(line) }
    for session in interpreter.lab.sessions {
      let withheld = Withheld(from: .eavesdropper, session, end: session)
      #expect(!withheld.bytes.isEmpty && (!withheld.titles.isEmpty || name == "tampered"))
      for line in ["all out", "pcapng out/\(session.id).pcapng"] {
        let outcome = interpreter.execute("export \(line) session=\(session.id) --redact")
        #expect(outcome.status == .ok, "\(line)")
      }
    }
    let files = try FileManager.default.contentsOfDirectory(
      at: scratch.url.appendingPathComponent("out"), includingPropertiesForKeys: nil)
    #expect(files.count == interpreter.lab.sessions.count * 6)
    for file in files {
      let id = file.deletingPathExtension().lastPathComponent
      let session = try #require(interpreter.lab.session(id))
      let withheld = Withheld(from: .eavesdropper, session, end: session)
      let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
      let place = "\(name) \(file.lastPathComponent)"
      // Explanations name messages; ladder, steps and the names in comments may not.
      let isDictionary = ["html", "md", "json", "pcapng"].contains(file.pathExtension)
      #expect(withheld.found(in: text, isDictionary: isDictionary) == [], "\(place)")
      #expect(withheld.told(in: text) == [], "\(place)")
      for word in Self.secretWords { #expect(!text.contains(word), "\(place): \(word)") }
      #expect(!text.contains("\"seed\"") && !text.contains("data-views=\"client"), "\(place)")
    }
  }

  @Test("A capture that holds no secret holds none of what was inside, whole or in a comment")
  func capture() throws {
    let scratch = try ScratchFolder()
    var interpreter = Interpreter(Lab(seed: 1), folder: scratch.url)
    for line in ["connect version=1.3", "export pcapng S1.pcapng --redact"] {
      #expect(interpreter.execute(line).status == .ok)
    }
    let session = try #require(interpreter.lab.currentSession)
    let bytes = Array(try scratch.read("S1.pcapng"))
    for item in session.messages where item.message.isProtected {
      let inside = Withheld.bytes(item.message)
      #expect(inside.count < 8 || !bytes.holds(inside))
    }
  }

  @Test("Whoever has the seed and the commands has the keys: so the seed is no part of the file")
  func seed() throws {
    let scratch = try ScratchFolder()
    let lines = ["world new uc seed=42", "connect version=1.3 scenario=echo"]
    var trainer = Interpreter(Lab(seed: 1), folder: scratch.url)
    for line in lines + ["export all out --redact"] { _ = trainer.execute(line) }
    let own = try #require(trainer.lab.currentSession)
    let text = String(decoding: try scratch.read("out/S1.txt"), as: UTF8.self)

    func keys(_ seed: String) throws -> KnownValues {
      var student = Interpreter(Lab(seed: 1))
      _ = student.execute("world new uc seed=\(seed)")
      _ = student.execute(lines[1])
      return try #require(student.lab.currentSession).ledger.values(on: .direct)
    }
    let secret = ValueName.applicationTrafficSecret(.client)
    let wanted = own.ledger.values(on: .direct)[secret]
    #expect(try keys("42")[secret] == wanted)
    // Each number that is told of the session.
    let digits = text.prefix(1500).split { (character: Character) in !character.isNumber }
    let numbers = Set(digits.filter { $0.count < 6 }.map { String($0) })
    #expect(!numbers.isEmpty && numbers.count < 30)
    for number in numbers where number.first != "0" {
      #expect(try keys(number)[secret] != wanted, "\(number)")
    }
  }
}
