import Explanations
import Testing

@Suite("Every place that is cited can be looked up, and what is no longer in force says so")
struct CitationTests {
  @Test(
    arguments: [
      ("RFC 5246 §7.4.7.1", "RFC 5246", "7.4.7.1"), ("RFC 9846 §F.1", "RFC 9846", "F.1"),
      ("RFC 9051", "RFC 9051", nil), ("FIPS 203 §5", "FIPS 203", "5"),
    ] as [(String, String, String?)])
  func aCitationIsADocumentAndASection(text: String, document: String, section: String?) throws {
    #expect(Citation(text) == Citation(document, section: section))
  }

  @Test(arguments: [
    "", " §4", "RFC 5246 §", "RFC 5246 §7..4", "RFC 5246 §7.", "RFC 5246 §e.1", "RFC 5246 §1 §2",
  ])
  func anythingElseIsNone(text: String) { #expect(Citation(text) == nil) }

  @Test func theMarkFollowsFromTheTable() throws {
    let table = try DocumentTable(
      yaml: """
        RFC 1: { title: first, obsoleted-by: [RFC 2] }
        RFC 2: { title: second, date: May 2001, obsoletes: [RFC 1], obsoleted-by: [RFC 3, RFC 4] }
        RFC 3: { title: third, obsoletes: [RFC 2], obsoleted-by: [RFC 4] }
        RFC 4: { title: fourth, obsoletes: [RFC 2, RFC 3] }
        """)
    func written(_ source: String, _ form: CitationForm) -> String {
      Citation.written(Citation.all(in: source), form, by: table)
    }
    #expect(written("RFC 4 §1", .words) == "RFC 4 section 1")
    #expect(written("RFC 2 §7.4", .words) == "RFC 2 section 7.4, obsoleted by RFC 4")
    #expect(written("RFC 1 §7.4", .sign) == "RFC 1 §7.4, obsoleted by RFC 2 (now RFC 4)")
    #expect(
      written("RFC 3 §1; RFC 3 §E.2; RFC 4 §5", .words)
        == "RFC 3 sections 1 and E.2, obsoleted by RFC 4; RFC 4 section 5")
    #expect(written("RFC 9", .sign) == "RFC 9")
    #expect(table["RFC 2"]?.date == "May 2001")
    #expect(
      Citation.marked(in: "It is so (RFC 2 §1.2 and §5): see RFC 4, RFC 3.", by: table)
        == "It is so (RFC 2 §1.2 and §5, obsoleted by RFC 4): see RFC 4, RFC 3, obsoleted by RFC 4."
    )
    #expect(
      Citation.marked(in: "RFC 1 section E.2. RFC 4 §2", by: table)
        == "RFC 1 section E.2, obsoleted by RFC 2 (now RFC 4). RFC 4 §2")
  }

  @Test func whatIsInForceToday() {
    let table = DocumentTable.known
    for old in ["RFC 5246", "RFC 8446", "RFC 5077", "RFC 7627", "RFC 8422"] {
      #expect(table.inForce(insteadOf: old) == "RFC 9846", "\(old)")
    }
    #expect(table.inForce(insteadOf: "RFC 9846") == nil)
    #expect(table.inForce(insteadOf: "RFC 2246") == "RFC 9846")
    #expect(table.inForce(insteadOf: "RFC 7507") == "RFC 8996")
    #expect(table["RFC 10015"]?.updates.contains("RFC 9325") == true)
  }

  @Test func bothDocumentsSaySo() {
    let table = DocumentTable.known
    #expect(table.all.count > 100)
    for document in table.all {
      for old in document.obsoletes {
        #expect(
          table[old]?.obsoletedBy.contains(document.name) == true, "\(document.name), \(old)")
      }
      for new in document.obsoletedBy {
        #expect(table[new]?.obsoletes.contains(document.name) == true, "\(document.name), \(new)")
      }
      for other in document.updates { #expect(table[other] != nil, "\(document.name), \(other)") }
    }
  }

  @Test func everySourceOfTheCatalogueIsKnown() {
    for key in Catalogue.current.keys {
      for version in [nil, "1.0", "1.1", "1.2", "1.3"] {
        guard let source = Catalogue.current.explanation(key, version: version)?.source else {
          continue
        }
        let parts = source.split(separator: "; ")
        let citations = Citation.all(in: source)
        #expect(citations.count == parts.count, "\(key.kind.rawValue)/\(key.name): \(source)")
        for citation in citations {
          #expect(
            DocumentTable.known[citation.document] != nil,
            "\(key.kind.rawValue)/\(key.name): \(citation.document)")
        }
      }
    }
  }

  @Test(
    "A table that is damaged names the line",
    arguments: [
      ("RFC 1: { titel: x }", 1, "unknown key 'titel'"), ("RFC 1: { date: x }", 1, "needs a title"),
      ("RFC 1: { title: x }\nRFC 2: { title: y, updates: RFC 1 }", 2, "a list is expected"),
    ])
  func damaged(yaml: String, line: Int, reason: String) throws {
    let error = try #require(throws: CatalogueError.self) { try DocumentTable(yaml: yaml) }
    #expect(error.file == "documents.yaml" && error.line == line)
    #expect(error.reason.contains(reason))
  }
}
