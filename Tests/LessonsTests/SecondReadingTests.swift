import Commands
import Lab
import Testing

@testable import Lessons

/// What stopped somebody who played nine lessons from the screen alone, and what was said that was not so.
@Suite("Played by somebody who did not write it")
struct SecondReadingTests {
  private func isPassed(_ learner: Learner) -> Bool { learner.course?.active?.isPassed == true }

  // MARK: Predictions

  @Test("What was judged stays judged on later pages, whatever is taken back there")
  func settled() {
    var learner = Learner(in: "audit", at: "kx")
    #expect(learner.type("set server.kx any").contains("PASS"))
    learner.type("set server.kx dhe")
    #expect(!learner.type("undo").contains("open again"))
    #expect(!learner.type("set server.kx ecdhe").contains("YOU SAID"))
  }

  @Test("What is open again is judged by the step that shows it, and by no later one")
  func reopened() {
    var learner = Learner(in: "zero-rtt", at: "steal")
    let steal = learner.solving(learner.course?.active?.page.task)[0]
    #expect(learner.type(steal).contains("YOU SAID"))
    #expect(learner.type("undo").contains("open again"))
    #expect(learner.type("turn", .failed).contains("not done yet"))
    #expect(learner.type("redo").contains("YOU SAID"))
    learner.type("turn")
    for line in learner.solving(learner.course?.active?.page.task) {
      #expect(!learner.type(line).contains("YOU SAID"))
    }
    #expect(isPassed(learner))
  }

  // MARK: Goals

  @Test("A setting that stands counts once a session came about with it")
  func putToUse() {
    var learner = Learner(in: "client-certificates", at: "ask")
    for line in ["set server.client-auth require", "refused", "turn"] { learner.type(line) }
    #expect(learner.type("connect").contains("NOT YET  a session: TLS 1.2"))
    #expect(learner.type("connect version=1.2").contains("PASS"))
  }

  @Test("A field counts by its own name too, and only where the session is the one that is meant")
  func field() {
    var begun = Learner(in: "downgrade", at: "scsv-off")
    #expect(begun.type("check").contains("server_hello.random of the"))
    for line in ["show field random", "show field server_hello.random", "show field 2.random"] {
      var learner = Learner(in: "downgrade", at: "scsv-off")
      let solution = learner.solving(learner.course?.active?.page.task)
      for line in solution.dropLast() { learner.type(line) }
      let fallen = learner.interpreter.lab.current ?? ""
      learner.type("connect")
      learner.type(line)
      #expect(!isPassed(learner))
      #expect(learner.type("\(line) session=\(fallen)").contains("PASS"), "\(line)")
    }
  }

  @Test("Two are beside each other in either order, and no other two")
  func beside() {
    var learner = Learner(in: "tls-1.3", at: "beside")
    learner.type("connect version=1.3")
    let new = learner.interpreter.lab.sessions.suffix(2).map(\.id)
    learner.type("diff \(new[0]) \(new[1])")
    learner.type("connect version=1.2")
    #expect(!isPassed(learner))
    #expect(learner.type("diff last \(new[0])").contains("PASS"))
  }

  @Test("A ticket from before the server took early data is none for it")
  func ticket() {
    var learner = Learner(in: "zero-rtt", at: "ticket")
    learner.type("connect")
    #expect(learner.type("check").contains("S1: a ticket that allows"))
    #expect(!learner.type("set server.early-data on").contains("PASS"))
    #expect(learner.type("connect").contains("PASS"))
  }

  @Test("The client's new keys are not the server's")
  func keys() {
    var learner = Learner(in: "key-update", at: "open")
    learner.type("connect")
    #expect(learner.type("update-keys").contains("S1: keys updated by client"))
    #expect(learner.type("update-keys server").contains("PASS"))
  }

  // MARK: Answers

  @Test("Several at once, a part of a word, and a choice without its article")
  func words() {
    var learner = Learner(in: "resumption", at: "stek")
    #expect(learner.type("both sealed").contains("noted: S1: the recording sealed, S2: the"))
    learner = Learner(in: "certificates", at: "expired")
    #expect(learner.type("expired").contains("noted: the last session: alert certificate_expired"))
    learner = Learner(in: "audit", at: "price")
    #expect(learner.type("full handshake").contains("RIGHT"))
  }

  @Test("A letter that is no answer is told what is one", arguments: ["a", "answer"])
  func letter(word: String) {
    var learner = Learner(in: "downgrade", at: "off")
    let said = learner.type(word, .failed)
    #expect(said.contains("'\(word)' is none of the answers") && said.contains("established"))
  }

  // MARK: Words

  @Test("Help in a lesson ends with what helps in it")
  func help() {
    var learner = Learner(in: "downgrade", at: "off")
    let said = learner.type("help").split(separator: "\n").suffix(12).joined(separator: "\n")
    #expect(said.contains("IN THIS LESSON") && said.contains("hint") && said.contains("downgrade"))
  }

  @Test("A challenge is called one, and 'check' lists what is looked at once")
  func challenge() {
    var learner = Learner()
    #expect(learner.type("challenge start only-check").hasPrefix("CHALLENGE only-check"))
    let check = learner.type("check")
    #expect(check.matches(of: #/client\.check\.chain/#).count == 1)
    #expect(check.contains("nothing is stolen"))
  }

  @Test(
    "What a lesson says at its end of recordings is so, after the bonus as well",
    arguments: Repository.library.lessons.map(\.id))
  func ends(id: String) {
    var learner = Learner()
    learner.type("lesson start \(id)")
    var said = ""
    var lab = learner.interpreter.lab
    while learner.course?.active != nil {
      for line in learner.solving(learner.course?.active?.page.task) { learner.type(line) }
      lab = learner.interpreter.lab
      said = learner.type("turn")
    }
    said = said.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    func state(_ name: Substring) -> VaultState? {
      lab.session(String(name)).flatMap { lab.vault(of: $0).first?.state }
    }
    for match in said.matches(of: #/(S\d+) (?:is (?:still )?sealed|stays sealed)/#) {
      #expect(state(match.1) == .sealed, "\(match.0)")
    }
    for match in said.matches(of: #/(?:Of (S\d+) she reads|Half of (S\d+) is open)/#) {
      let name = match.1 ?? match.2 ?? ""
      #expect(state(name) == .partly, "\(match.0)")
    }
  }
}
