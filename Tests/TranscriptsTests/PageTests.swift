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
    var reading: Reading
    var clicks: [Click]
    var inSight: [Bool]
    var unevenDumps: [String]
    var anchors: [String: Anchored]
    var search: [String: Bool]
    var slide: Slide
    var thefts: [String: Theft]
    var paper: Paper
    var injected: Bool
    var requests: [String]
    var errors: [String]
  }

  struct Reading: Decodable {
    var folded: Int
    var bodies: Int
    var address: String
    var prose: Int
    var groups: Int
    var open: Int
  }

  struct Click: Decodable {
    var folded: Bool
    var address: String
    var chosen: Int
  }

  struct Slide: Decodable {
    var steps: Int
    var others: Int
    var chosen: String
  }

  struct Theft: Decodable {
    var says: String
    var hatched: Int
  }

  /// A page as it is printed.
  struct Paper: Decodable {
    var pages: Int
    var clipped: [String]
    var broken: [String]
    var wide: Bool
    var rows: Int
    var fields: Int
    var rungs: Int
  }

  /// The name of the field that an address selects, or how many steps it unfolds.
  enum Anchored: Decodable, Equatable {
    case field(String)
    case open(Int)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let count = try? container.decode(Int.self) {
        self = .open(count)
      } else {
        self = .field(try container.decode(String.self))
      }
    }
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
    // To read: folded, each field with its bytes and reason, and all of it found all the same.
    #expect(found.reading.folded == found.reading.bodies && found.reading.open == 0)
    #expect(found.reading.address == "#client_hello")
    #expect(found.reading.prose > 10 && found.reading.groups > 2)
    #expect(found.search.values.allSatisfy { $0 } || name == "tampered", "\(found.search)")
    #expect(found.slide.steps == 1 && found.slide.others == 0 && found.slide.chosen == "random")
    try expectPaper(found.paper, name)
    guard name == "tls-1.0" else { return }
    let sealed = try #require(found.thefts[""]).hatched
    #expect(try #require(found.thefts["server.key"]).hatched < sealed)
    #expect(try #require(found.thefts["server.key"]).says.contains("every protected message"))
    #expect(try #require(found.thefts["ca.key"]).hatched == sealed)
  }

  private func expectPaper(_ paper: Paper, _ name: String) throws {
    #expect(paper.clipped == [] && paper.broken == [] && !paper.wide)
    #expect(paper.rows == paper.fields && paper.rungs == 0)
    #expect(paper.pages <= (name.hasPrefix("interception") ? 30 : 18), "\(name): \(paper.pages)")
  }

  @Test("What a page says of a theft is what it gives; a redacted page says nothing of any")
  func stealing() throws {
    let scratch = try ScratchFolder()
    var interpreter = Interpreter(Lab(seed: 3), folder: scratch.url)
    for line in ["connect kx=rsa version=1.2 scenario=echo", "export html r.html --redact"] {
      #expect(interpreter.execute(line).status == .ok, "\(line)")
    }
    let text = String(decoding: try scratch.read("r.html"), as: UTF8.self)
    let session = try #require(interpreter.lab.currentSession)
    #expect(Transcript(interpreter.lab, session, redacted: true).annotated.thefts == [])
    for loot in ["\"steal\"", "data-loot", "server.key opens"] { #expect(!text.contains(loot)) }
    // What the vault says after the theft is what the page says before it.
    let before = Transcript(interpreter.lab, session).annotated.thefts
    for theft in before where theft.erasedAtStep == nil {
      var thief = interpreter
      #expect(thief.execute("compromise \(theft.loot)").status == .ok)
      let stolen = try #require(thief.lab.currentSession)
      let read = Transcript(thief.lab, stolen).annotated.messages.filter {
        $0.protection != .plaintext && $0.readers.contains("eavesdropper")
      }
      #expect(read.map(\.number) == theft.opens, "\(theft.loot)")
    }
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
    let name = "<img src=x onerror=window.injected=true>.html"
    for line in [
      "cert issue bad for=sip.uc.test subject=\"<img src=x onerror=window.injected=true>\"",
      "set server.cert bad",
      "set client.verify off", "set client.sni \"<img/src=x/onerror=window.injected=true>\"",
      "set client.alpn \"<img/src=x/onerror=window.injected=true>\"",
      "connect version=1.3 scenario=echo", "send client \"\(hostile)\"",
      "export html \"\(name)\"",
    ] {
      #expect(interpreter.execute(line).status == .ok, "\(line)")
    }
    let found = try look(at: scratch.url.appendingPathComponent(name))
    #expect(!found.injected)
    try expectAccessible(found)
    let text = String(decoding: try scratch.read(name), as: UTF8.self)
    #expect(!text.unicodeScalars.contains("\u{202e}") && !text.unicodeScalars.contains("\u{1b}"))
  }

  private func expectAccessible(_ found: Findings) throws {
    #expect(found.axe["light"] == [] && found.axe["dark"] == [])
    #expect(found.errors == [] && found.requests == [])
    #expect(found.brokenLinks == [] && found.sameId == [])
    #expect(!found.scriptFromElsewhere, "the policy lets other scripts in")
    #expect(found.phoneWidth <= 360)
    #expect(found.unevenDumps == [] && found.inSight == [true, true])
    #expect(
      found.clicks.map(\.folded) == [false, true] && found.clicks.allSatisfy { $0.chosen == 1 })
    #expect(found.clicks.allSatisfy { $0.address == "#client_hello.record" })
    #expect(found.anchors["client_hello.random"] == .field("random"))
    #expect(found.anchors["client_hello@11"] == .field("random"))
    #expect(found.anchors["client_hello.record.length"] == .field("length"))
    #expect(found.anchors["client_hello"] == .open(1) && found.anchors["nothing.such"] == .open(0))
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
