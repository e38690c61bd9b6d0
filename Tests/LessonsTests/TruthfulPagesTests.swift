import Commands
import Lab
import Screens
import Testing

@testable import Lessons

/// What a lesson says beside a lab is so of that lab, whichever way its learner went.
@Suite("What a lesson says is so") struct TruthfulPagesTests {
  @Test("A skip shows the screen of the lab that it makes, not of the one that was in its way")
  func skipShowsItsLab() {
    var learner = Learner(in: "certificates", at: "expired-now")
    learner.type("set client.check.dates off")
    let shown = learner.type("skip")
    #expect(shown.contains("[x]  a session: refused, alert certificate_expired"))
    #expect(!shown.contains("[ESTABLISHED]"))
    #expect(shown.components(separatedBy: "> cert use expired").count == 2)
    #expect(shown.hasPrefix("The lab was elsewhere"))
  }

  @Test("Nor that of a theft which opens nothing")
  func skipShowsItsTheft() {
    var learner = Learner(in: "resumption", at: "resume")
    for line in [
      "set server.tickets off", "connect version=1.2 kx=ecdhe",
      "connect version=1.2 kx=ecdhe resume=last", "turn", "sealed open",
      "compromise server.ticket-key",
    ] { learner.type(line) }
    let shown = learner.type("skip")
    #expect(shown.contains("PASS") && shown.contains("[OPEN]"))
    #expect(!shown.contains("[SEALED]") && !shown.contains("already"))
  }
}
