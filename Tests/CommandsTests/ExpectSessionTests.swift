import Commands
import Foundation
import Lab
import Testing

@Suite("A session by what is so of it, whatever its number")
struct ExpectSessionTests {
  @Test("Any of them will do, and all facts must be so of one")
  func any() {
    var prompt = Typed()
    prompt.succeed("connect kx=rsa", "connect kx=ecdhe version=1.2")
    prompt.succeed("expect any session: kx == rsa, outcome == established, alert == null")
    prompt.succeed("expect any session: version == 1.2", "expect any session: suite exists")
    let said = prompt.fail(
      "expect any session: kx == rsa, group == x25519", .expectationFailed)
    #expect(said.contains("no session with kx == rsa, group == x25519"))
    #expect(said.contains("S2: kx is ecdhe") && said.contains("S1: group is null"))
  }

  @Test(
    "What is wrong is named",
    arguments: [
      ("kxx == rsa", "a session has no 'kxx'"), ("kx is rsa", "'kx is rsa' says nothing"),
      ("kx == rsa,", "'' says nothing"), ("kx", "'kx' says nothing of a session"),
    ])
  func wrong(text: String, expected: String) {
    var prompt = Typed.afterConnecting
    #expect(prompt.fail("expect any session: \(text)").contains(expected))
  }

  @Test("The state document has the facts of a session, and no others")
  func facts() throws {
    let lab = Typed.afterConnecting.interpreter.lab
    guard case .object(let members)? = lab.state(at: "sessions", "S1") else {
      Issue.record("no session")
      return
    }
    #expect(Set(members.keys) == Set(SessionRecord.Fact.allCases.map(\.rawValue)))
  }
}
