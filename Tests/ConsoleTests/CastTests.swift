import Commands
import Foundation
import Lab
import Lessons
import Testing

@testable import Console

@Suite("A demonstration as a recording of a terminal") struct CastTests {
  private static let lessons = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("lessons")
  private static let course = Course(library: Library(folder: lessons))

  @Test(
    "A header, events in order, screens that fit; no notes of the trainer",
    arguments: ["forward-secrecy", "man-in-the-middle", "tampering", "tls-1.2-against-1.3"])
  func plays(id: String) throws {
    let demonstration = try #require(Self.course.demonstration(named: id))
    var interpreter = Interpreter(Lab(seed: 1))
    let lines = try Cast(demonstration, on: &interpreter).text.split(separator: "\n")
    let header = try #require(
      JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
    #expect(header["version"] as? Int == 2)
    #expect(header["width"] as? Int == 80 && header["height"] as? Int == 24)
    var time = 0.0
    var marks: [String] = []
    var output = ""
    for line in lines.dropFirst() {
      let event = try #require(
        JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
      let stamp = try #require(event[0] as? Double)
      #expect(stamp >= time)
      time = stamp
      let data = try #require(event[2] as? String)
      if event[1] as? String == "m" { marks.append(data) } else { output += data }
    }
    #expect(marks == demonstration.marks.map(\.name))
    for screen in output.components(separatedBy: "\u{1b}[2J\u{1b}[H") {
      let rows = screen.components(separatedBy: "\r\n")
      #expect(rows.count <= Cast.height)
      for row in rows {
        #expect(row.replacing(/\u{1b}\[[0-9;]*m/, with: "").count <= Cast.width)
      }
    }
    for beat in demonstration.beats {
      #expect(output.contains("> \(beat.command)\r\n") || output.contains(beat.command))
      for note in beat.notes { #expect(!output.contains(note)) }
    }
    // A show of at most a quarter of an hour, and no faster than one can read.
    #expect(30...900 ~= time)
  }

  @Test("A command that fails makes no recording")
  func fails() throws {
    let demonstration = Demonstration(id: "x", script: Script(name: "x", text: "nonsense"))
    #expect(throws: CommandError.self) {
      var interpreter = Interpreter(Lab(seed: 1))
      _ = try Cast(demonstration, on: &interpreter)
    }
  }
}
