import Lab
import Screens
import Testing

@Suite("Screens of a call that goes over two hops")
struct HopScreenTests {
  @Test("A cascade says of each hop what keeps that one closed")
  func eachHopItsOwnReason() throws {
    var lab = try preparedLab()
    try lab.set("app.hops", to: "proxy")
    try lab.connect([("version", "1.2"), ("kx", "ecdhe"), ("app.second-hop", "rsa")])
    let first = try #require(lab.currentSession)
    let shown = text(Screens.cascade(lab, first), width: 100)
    let hops = shown.split(separator: "\n").split { $0.contains(" hop ") }.map { $0.joined() }
    try #require(hops.count == 3)
    #expect(hops[1].contains("ephemeral_private") && !hops[1].contains("pre_master"))
    #expect(hops[2].contains("server.key") && !hops[2].contains("ephemeral"))
  }
}
