import Commands
import Foundation
import Lab
import Testing
import Transcripts

@Suite("Pictures and files show what the attacker did, and those of a listener do not")
struct AttackedPictureTests {
  private static func transcript(_ lines: [String], redacted: Bool = false) throws -> Transcript {
    var interpreter = Interpreter(Lab(seed: 1))
    for line in ["world new uc seed=42"] + lines {
      let outcome = interpreter.execute(line)
      #expect(outcome.status == .ok, "\(line)")
    }
    let session = try #require(interpreter.lab.currentSession)
    return Transcript(interpreter.lab, session, redacted: redacted)
  }

  private static func count(_ text: String, in picture: String) -> Int {
    picture.components(separatedBy: text).count - 1
  }

  private static let intercepted = [
    "set client.verify off", "mitm on cert=own-ca", "connect group=x25519",
  ]

  @Test("An interception: nothing protected is green, and data has a head at both ends")
  func interception() throws {
    let picture = try Self.transcript(Self.intercepted).written(as: .svg)
    #expect(!picture.contains("class=\"shut\"") && !picture.contains(">protected by keys<"))
    #expect(Self.count("class=\"read\"", in: picture) > 4)
    #expect(picture.contains(">protected, and the attacker reads it<"))
    #expect(picture.contains(">made by the attacker<") && picture.contains(">anyone on the wire"))
    let data = "records both ways, READ<"
    #expect(Self.count(data, in: picture) == 2)
    // A label stands behind its arrow: a line and two heads.
    for part in picture.components(separatedBy: data).prefix(2) {
      let arrow = part.components(separatedBy: "<text").dropLast().last ?? ""
      #expect(Self.count("<polygon", in: arrow) == 2)
    }
    #expect(picture.contains("client and attacker: application data, 9 records both ways, READ"))
  }

  @Test("A cut, a change, a copy: words and a sign on the arrow, and both in the legend")
  func deeds() throws {
    for (line, words, sign, legend) in [
      ("truncate application_data", "application data: cut off", "class=\"deed\"", "never arrives"),
      ("drop application_data", "application data: dropped", "class=\"deed\"", "never arrives"),
      ("tamper server_hello.random", "ServerHello: altered", "<circle", "touched by the attacker<"),
      (
        "replay application_data", "application data: arrives twice", "<circle",
        "touched by the attacker<"
      ),
      (
        "reorder server_hello", "ServerHello: held back, comes late", "<circle",
        "touched by the attacker<"
      ),
    ] {
      let transcript = try Self.transcript([line, "connect version=1.3 scenario=echo"])
      let picture = transcript.written(as: .svg)
      #expect(picture.contains(words) && picture.contains(sign) && picture.contains(legend))
      let part = try #require(transcript.annotated.messages.compactMap(\.attacker).first)
      #expect(part.knownTo == [] && part.deed != nil && part.access == nil)
      #expect(transcript.written(as: .markdown).contains("attack: **"))
      #expect(transcript.written(as: .html).contains("class=\"attack\" data-views=\"all\""))
    }
    let honest = try Self.transcript(["connect version=1.3"])
    let picture = honest.written(as: .svg)
    #expect(!picture.contains("class=\"deed\"") && !picture.contains("READ"))
    #expect(honest.annotated.messages.allSatisfy { $0.attacker == nil })
  }

  @Test("What was stolen opens what looked protected") func stolen() throws {
    let picture = try Self.transcript([
      "connect version=1.2 kx=rsa scenario=echo", "compromise server.key",
    ]).written(as: .svg)
    #expect(picture.contains("2 records both ways, READ") && !picture.contains("class=\"shut\""))
  }

  @Test("A redacted file says nothing of it; the page's client and server neither")
  func views() throws {
    for lines in [Self.intercepted, ["truncate application_data", "connect version=1.3"]] {
      let redacted = try Self.transcript(lines, redacted: true)
      #expect(redacted.annotated.messages.allSatisfy { $0.attacker == nil })
      for format in TranscriptFormat.allCases where format != .html {
        let text = redacted.written(as: format)
        for word in ["READ", "never arrives", "the attacker reads it", "CUT OFF"] {
          #expect(!text.contains(word), "\(format) \(word)")
        }
      }
      let whole = try Self.transcript(lines)
      for message in whole.annotated.messages {
        let known = message.attacker?.knownTo ?? []
        #expect(!known.contains("client") && !known.contains("server"))
        #expect(!known.contains("eavesdropper"))
      }
    }
  }

  @Test("Early data is called so in a listener's file, too") func early() throws {
    for redacted in [false, true] {
      let transcript = try Self.transcript(
        [
          "connect version=1.3 server.early-data=on scenario=echo",
          "connect resume=S1 server.early-data=on early=\"a word in private\" scenario=echo",
        ], redacted: redacted)
      #expect(transcript.annotated.messages.filter { $0.earlyData == true }.map(\.number) == [3])
      for format in TranscriptFormat.allCases {
        let text = transcript.written(as: format)
        let words = format == .json ? "\"early_data\" : true" : "early data"
        #expect(text.contains(words), "\(format)")
      }
    }
  }
}
