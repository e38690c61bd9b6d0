import Testing

@testable import Lab

@Suite("A saved lab that is whole is still not believed: absurd numbers are damage")
struct AbsurdNumberTests {
  @Test(
    arguments: [
      (#""time":1767225600"#, #""time":9223372036854"#), (#""total":"#, #""total":99999999999"#),
      (#""roundTrip":"#, #""roundTrip":-"#), (#""count":"#, #""count":99999999999"#),
      (#""net.rtt":"80""#, #""net.rtt":"9223372036854775807""#),
      (#""net.rtt":"80""#, #""net.rtt":"-1""#), (#""client.ems":"off""#, #""client.ems":"maybe""#),
    ])
  func refused(_ found: String, _ absurd: String) throws {
    var lab = try preparedLab()
    try lab.set("net.rtt", to: "80")
    try lab.set("client.ems", to: "off")
    try lab.connect([("kx", "rsa"), ("scenario", "echo")])
    let text = String(decoding: try OldDocument.bytes(of: lab), as: UTF8.self)
    let body = text.drop { $0 != "\n" }.dropFirst()
    #expect(body.contains(found))
    let changed = Array(body.replacing(found, with: absurd, maxReplacements: 1).utf8)
    #expect(throws: SavedLab.Failure.self) {
      // Without the lab as a result: it would fill the report of a failure.
      _ = try LabDocument.lab(from: OldDocument.bytes(of: changed))
    }
  }
}

@Suite("Another session of the same name is another session")
struct RewritingTests {
  @Test("Undone and made again without a recording, it is saved without one")
  func writer() throws {
    let lab = try preparedLab()
    let place = try TemporaryPlace()
    var saved = try SavedLab(updating: place.file("lab"))
    var recorded = lab
    try recorded.connect([("scenario", "echo")])
    try saved.keep(recorded)
    var unrecorded = lab
    try unrecorded.connect([("scenario", "echo"), ("net.record", "off")])
    #expect(recorded.sessions.map(\.steps) == unrecorded.sessions.map(\.steps))
    try saved.keep(unrecorded)
    saved.close()
    #expect(try canonical(SavedLab.read(place.file("lab"))) == canonical(unrecorded))
  }
}
