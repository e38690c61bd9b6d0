import Foundation
import Knowledge
import Testing

@Suite("Places in documents, as they are saved")
struct RFCSectionTests {
  @Test(arguments: [
    RFCSection(9846, "7.1"), RFCSection(5246, "7.4.9"), RFCSection(9846, "4.3.8"),
  ])
  func aPlaceIsReadAsItWasSaved(section: RFCSection) throws {
    let saved = try JSONEncoder().encode(section)
    #expect(try JSONDecoder().decode(RFCSection.self, from: saved) == section)
  }

  /// Old and new numbers are from the tables of contents of both documents.
  @Test(
    "A place in RFC 8446 that an earlier program saved is the same place in RFC 9846",
    arguments: [
      ("4.1.2", "4.2.2"), ("4.1.3", "4.2.3"), ("4.2.8", "4.3.8"), ("4.2.11.2", "4.3.11.2"),
      ("4.3.2", "4.4.2"), ("4.4.1", "4.1"), ("4.4.2.1", "4.5.1.1"), ("4.4.3", "4.5.2"),
      ("4.4.4", "4.5.3"), ("4.5", "4.6"), ("4.6.3", "4.7.3"), ("5.5", "5.5"), ("7.1", "7.1"),
      ("D.4", "E.4"), ("E.1", "F.1"), ("8", "8"),
    ])
  func moved(old: String, new: String) throws {
    let saved = Data(#"{"rfc":8446,"section":"\#(old)"}"#.utf8)
    #expect(try JSONDecoder().decode(RFCSection.self, from: saved) == RFCSection(9846, new))
  }
}
