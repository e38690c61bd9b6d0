import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@Suite("A stolen client key makes the attacker the client, and opens nothing")
struct ImpersonatedClientTests {
  @Test(arguments: ["1.0", "1.2", "1.3"])
  func callsTheServer(_ version: String) throws {
    var lab = try preparedLab()
    try lab.speakOnly(version)
    try lab.connect([("client.cert", "good"), ("server.client-auth", "require")])
    #expect(lab.impersonatedClient() == nil, "the key is not stolen yet")
    try lab.compromise(.clientKey)
    let before = lab.stateDocument
    let session = try #require(lab.impersonatedClient())
    #expect(session.outcome == .established)
    #expect(
      session.checks(by: .server).contains {
        $0.name == .certificateVerifySignature && $0.outcome == .passed
      })
    // The lab is none the wiser, and no recording has opened.
    #expect(lab.stateDocument == before)
    #expect(lab.vault.allSatisfy { $0.state == .sealed })
  }

  @Test(
    "A renewed key ends nothing by itself: the stolen one goes with its certificate until that ends"
  )
  func renewed() throws {
    var lab = try preparedLab()
    try lab.compromise(.clientKey)
    _ = try lab.renew(.clientKey)
    let session = try #require(lab.impersonatedClient())
    #expect(session.outcome == .established)
    #expect(lab.prospects.asClient == .certificate)
    _ = try lab.wait(366 * 86_400)
    #expect(lab.prospects.asClient == nil)
  }

  @Test("Where nobody is asked for a certificate the key is good for nothing")
  func anonymous() throws {
    var lab = try preparedLab()
    try lab.set("server.kx", to: "anonymous")
    try lab.compromise(.clientKey)
    let session = lab.impersonatedClient()
    #expect(
      session?.checks(by: .server).contains { $0.name == .certificateVerifySignature } != true)
  }
}
