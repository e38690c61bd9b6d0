import Lab
import Screens
import TLSEngine
import TLSKeys
import Testing

@Suite("What messages carry of other standards is taken apart to the last byte")
struct OpaqueContentTests {
  private func check(_ field: MessageField) {
    guard let first = field.children.first, let last = field.children.last else { return }
    #expect(first.range.lowerBound == field.range.lowerBound, "\(field.path)")
    #expect(last.range.upperBound == field.range.upperBound, "\(field.path)")
    for (left, right) in zip(field.children, field.children.dropFirst()) {
      #expect(left.range.upperBound == right.range.lowerBound, "\(left.path), \(right.path)")
    }
    for child in field.children { check(child) }
  }

  private func leaves(_ field: MessageField) -> [MessageField] {
    field.children.isEmpty ? [field] : field.children.flatMap(leaves)
  }

  @Test(
    "Certificates and their state are covered, and no part of them is longer than a key",
    arguments: ["1.2", "1.3"])
  func covered(version: String) throws {
    var lab = try preparedLab()
    try lab.connect([("version", version), ("client.staple", "on"), ("client.cert", "good")])
    let session = try #require(lab.currentSession)
    let viewer = Viewer(session, .all)
    var names: Set<String> = []
    for (_, step, message) in session.messages {
      let content = MessageContent(message, on: step.wire, viewer)
      for tree in content.wireFields + [content.innerFields].compactMap({ $0 }) {
        check(tree)
        for leaf in leaves(tree) where leaf.structure == "asn1" {
          names.insert(leaf.name)
          #expect(leaf.range.count <= 300, "\(leaf.path)")
          #expect(!leaf.value.isEmpty, "\(leaf.path)")
        }
      }
    }
    #expect(
      names.isSuperset(of: ["serialNumber", "notAfter", "dNSName", "producedAt", "thisUpdate"]))
  }

  @Test("Folded, a certificate stays one row; its tree has the names of RFC 5280")
  func folded() throws {
    var lab = try preparedLab()
    try lab.connect([("version", "1.2")])
    let session = try #require(lab.currentSession)
    let number = try #require(
      session.messages.firstIndex { $0.message.name == "certificate" }.map { $0 + 1 })
    func shown(_ form: MessageForm) throws -> String {
      text(Screens.message(session, number: number, form: form, eyes: .all))
    }
    #expect(try !shown(.table).contains("tbsCertificate"))
    #expect(try shown(.tree).contains("tbsCertificate"))
    #expect(try shown(.tree).contains("serialNumber"))
  }

  @Test("A ticket is open to its server and to whoever has the key, and to nobody else")
  func ticket() throws {
    var lab = try preparedLab()
    try lab.connect([("version", "1.2")])
    let session = try #require(lab.currentSession)
    let number = try #require(
      session.messages.firstIndex { $0.message.name == "new_session_ticket" }.map { $0 + 1 })
    func shown(_ view: Lab.View) throws -> String {
      let eyes = lab.eyes(of: view, on: session)
      return text(
        Screens.message(session, number: number, form: .tree, eyes: eyes), width: 200)
    }
    for view in [Lab.View.all, .server] {
      #expect(try shown(view).contains("INSIDE THE TICKET"))
      #expect(try shown(view).contains("encrypted_state"))
    }
    for view in [Lab.View.client, .eavesdropper] {
      #expect(try !shown(view).contains("INSIDE THE TICKET"))
      #expect(try !shown(view).contains("key_name"))
    }
    _ = try lab.compromise(.ticketKey)
    #expect(try shown(.client).contains("INSIDE THE TICKET") == false)
  }
}
