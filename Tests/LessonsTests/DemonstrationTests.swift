import Commands
import Foundation
import Lab
import Lessons
import Screens
import Testing

@Suite("A demonstration goes on, back, to a mark, and home")
struct DemonstrationTests {
  private static let script = Script(
    name: "demo.tlslab",
    text: """
      # mark: first
      # say: Hello.
      # note: Smile.
      connect kx=rsa
      expect sessions.S1.vault == sealed
      # mark: second
      connect kx=ecdhe version=1.2
      # note: Wait for an answer.
      # mark: third
      compromise server.key
      """)

  @Test("Beats with what is said, and notes kept apart")
  func beats() {
    let demonstration = Demonstration(id: "small", script: Self.script)
    #expect(
      demonstration.beats.map(\.command)
        == ["connect kx=rsa", "connect kx=ecdhe version=1.2", "compromise server.key"])
    #expect(demonstration.beats[0].say == ["Hello."])
    #expect(demonstration.beats[0].notes == ["Smile."])
    #expect(demonstration.beats[1].notes == ["Wait for an answer."])
    #expect(demonstration.marks.map(\.place) == [0, 1, 2])
  }

  @Test("Nothing for the trainer alone is on the projected screen")
  func apart() {
    for id in Repository.library.demonstrations {
      guard let demonstration = Learner().course?.demonstration(named: id) else {
        Issue.record("\(id) can't be read")
        continue
      }
      for beat in demonstration.beats {
        let cue = "\(DemonstrationScreens.cue(beat))"
        for note in beat.notes { #expect(!cue.contains(note)) }
      }
    }
  }

  @Test("Back is an earlier value, a mark is reached from both sides")
  func moves() throws {
    var trainer = Learner()
    trainer.interpreter.surroundings.hasKeys = true
    trainer.type("demo run forward-secrecy")
    var run = try #require(trainer.interpreter.demonstration)
    let marks = run.demonstration.marks
    let steal = try #require(marks.first { $0.name == "steal" }).place
    run.jump(to: steal + 1, on: &trainer.interpreter)
    #expect(trainer.interpreter.lab.sessions.count == 2)
    #expect(!trainer.interpreter.lab.attacker.leaks.isEmpty)
    let before = run.back()
    #expect(before?.attacker.leaks.isEmpty == true)
    run.jump(to: 1, on: &trainer.interpreter)
    #expect(trainer.interpreter.lab.sessions.isEmpty)
    run.jump(to: 1000, on: &trainer.interpreter)
    #expect(run.next == nil)
  }

  @Test("A demonstration leaves the trainer's own words alone, and does not end the program")
  func personal() throws {
    let folder = try ScratchLessons()
    try folder.write("alias heist \"vault\"\nunalias heist\nquit\nconnect\n", to: "one/demo.tlslab")
    var trainer = Learner(folder.library)
    trainer.type("alias heist \"connect kx=rsa\"")
    let own = trainer.interpreter.aliases
    let demonstration = try #require(trainer.course?.demonstration(named: "one"))
    var run = DemonstrationRun(demonstration, own: trainer.interpreter.lab)
    for _ in 0..<3 {
      let outcome = run.play(on: &trainer.interpreter)
      #expect(outcome?.error != nil && outcome?.quits == false)
    }
    #expect(trainer.interpreter.aliases == own)
    #expect(run.play(on: &trainer.interpreter)?.error == nil)
  }

  @Test("Without keys there is only the rehearsal")
  func noTerminal() {
    var trainer = Learner()
    #expect(trainer.type("demo run forward-secrecy", .failed).contains("needs a terminal"))
    #expect(trainer.type("demo run forward-secrecyy", .failed).contains("terminal"))
    trainer.type("demo check nothing-like-it", .failed)
  }

  @Test("The second window reads where the first one is")
  func notes() throws {
    let folder = try ScratchLessons()
    let file = NotesFile(folder: folder.url)
    #expect(file.current == nil)
    var trainer = Learner()
    trainer.interpreter.surroundings.hasKeys = true
    trainer.type("demo run tampering")
    var run = try #require(trainer.interpreter.demonstration)
    run.jump(to: 1, on: &trainer.interpreter)
    file.write(run, isPresented: false, now: 0)
    #expect(file.current?.id == "tampering" && file.current?.position.place == 1)
    file.finish("tampering")
    #expect(file.current == nil)
  }

  @Test("A note is kept with the place, and not shown to the class")
  func noted() throws {
    let folder = try ScratchLessons()
    var trainer = Learner(store: LessonStore(folder: folder.url))
    trainer.interpreter.surroundings.hasKeys = true
    #expect(trainer.type("note").contains("nothing was noted"))
    trainer.type("demo run tampering")
    #expect(!trainer.type("note \"who is Mallory?\"").contains("Mallory"))
    let entries = try Notebook(folder: folder.url).entries()
    #expect(entries.count == 1)
    #expect(entries[0].contains("tampering") && entries[0].hasSuffix(": who is Mallory?"))
    #expect(trainer.type("note").contains("who is Mallory?"))
    var script = Learner()
    #expect(script.type("note x", .failed).contains("prompt only"))
  }

  @Test("Notes that can't be read are not said to be none, nor written over")
  func unreadableNotes() throws {
    let folder = try ScratchLessons()
    try folder.write("", to: "notes.txt/a-folder-in-its-place")
    var trainer = Learner(store: LessonStore(folder: folder.url))
    for line in ["note", "note more"] {
      let said = trainer.type(line, .failed)
      #expect(said.contains("can't open") && said.contains("notes.txt"), "\(said)")
    }
  }

  @Test("A pace is a key, reading time or seconds")
  func pace() throws {
    #expect(Pace("key")?.wait(after: "words") == nil)
    #expect(Pace("2.5")?.wait(after: "words") == 2.5)
    let short = try #require(Pace("auto")?.wait(after: "two words"))
    let long = try #require(
      Pace("auto")?.wait(after: String(repeating: "a word ", count: 20)))
    #expect(3...25 ~= short && short < long && long <= 25)
    for word in ["", "fast", "-1", "inf", "nan", "601"] { #expect(Pace(word) == nil, "\(word)") }
    var trainer = Learner()
    trainer.interpreter.surroundings.hasKeys = true
    #expect(trainer.type("demo run tampering pace=fast", .failed).contains("no pace"))
  }

  @Test("A rehearsal that comes out otherwise fails loudly")
  func rehearsal() throws {
    let folder = try ScratchLessons()
    try folder.write("connect kx=rsa\nexpect sessions.S1.kx == dhe\n", to: "wrong/demo.tlslab")
    var trainer = Learner(folder.library)
    #expect(trainer.type("demo check wrong", .expectationFailed).contains("wrong/demo.tlslab:2"))
  }

  @Test(
    "A rehearsal refuses what is said and not checked",
    arguments: [
      ("# say: It opens.\nconnect\n", 1),
      ("# say: A.\nconnect\n# say: B.\nconnect\nexpect a exists\n", 1),
      ("connect\n# say: It opens.\n", 2), ("connect\nshow message 3\n", 2),
      ("# say: One?\n# say: Two.\n# say: Three?\nconnect\n", 2),
    ])
  func unchecked(script: String, line: Int) throws {
    let folder = try ScratchLessons()
    try folder.write(script, to: "wrong/demo.tlslab")
    var trainer = Learner(folder.library)
    #expect(trainer.type("demo check wrong", .badData).contains("wrong/demo.tlslab:\(line)"))
  }

  @Test(
    "A rehearsal looks at the screen, and for the sessions that are spoken of",
    arguments: [
      ("connect kx=rsa\n# shows: TLS 1.0\n", 2),
      ("connect\n# say: S7 is sealed.\nvault\n# claim: none\n", 2),
      ("connect kx=rsa\n# shows: needs the certificate's private key\npredict S1=open\n", 2),
    ])
  func unseen(script: String, line: Int) throws {
    let folder = try ScratchLessons()
    try folder.write(script, to: "wrong/demo.tlslab")
    var trainer = Learner(folder.library)
    #expect(trainer.type("demo check wrong", .badData).contains("wrong/demo.tlslab:\(line)"))
  }

  @Test("One that is begun while another waits gives one's own lab back")
  func another() throws {
    var trainer = Learner()
    trainer.interpreter.surroundings.hasKeys = true
    trainer.type("connect version=1.3")
    trainer.type("demo run tampering")
    var run = try #require(trainer.interpreter.demonstration)
    run.jump(to: 2, on: &trainer.interpreter)
    run.paused = trainer.interpreter.lab
    trainer.interpreter.demonstration = run
    trainer.type("demo run forward-secrecy")
    #expect(trainer.interpreter.demonstration?.own.sessions.count == 1)
  }

  @Test("A question, and what is marked so, claims nothing")
  func claimless() throws {
    let folder = try ScratchLessons()
    try folder.write(
      """
      # say: What opens?
      connect kx=rsa
      # say: Look at this.
      # claim: none
      vault
      # say: It is RSA.
      # say: And sealed.
      show message certificate
      expect sessions.S1.kx == rsa
      """, to: "right/demo.tlslab")
    var trainer = Learner(folder.library)
    #expect(trainer.type("demo check right").contains("as expected"))
  }

  @Test("Until the class has said what it expects, no screen gives the answer away")
  func held() throws {
    for id in Repository.library.demonstrations {
      var trainer = Learner()
      trainer.interpreter.surroundings.hasKeys = true
      trainer.type("demo run \(id)")
      var run = try #require(trainer.interpreter.demonstration)
      let last = run.demonstration.beats.lastIndex { $0.command.hasPrefix("predict ") }
      while run.next != nil {
        let place = run.place
        guard let page = run.play(on: &trainer.interpreter)?.page else { break }
        if place <= last ?? -1 { #expect(page == page.withoutReasons, "\(id), \(place)") }
        #expect(trainer.interpreter.holdsReasons == (place <= last ?? -1))
      }
    }
  }

  /// A trainer in free typing, at a mark of the demonstration of forward secrecy.
  private func paused(at name: String) throws -> (Learner, DemonstrationRun) {
    var trainer = Learner()
    trainer.interpreter.surroundings.hasKeys = true
    trainer.type("demo run forward-secrecy")
    var run = try #require(trainer.interpreter.demonstration)
    let mark = try #require(run.demonstration.marks.first { $0.name == name }).place
    run.jump(to: mark, on: &trainer.interpreter)
    run.paused = trainer.interpreter.lab
    return (trainer, run)
  }

  @Test("What the class predicts in free typing is kept, experiments are not")
  func vote() throws {
    var (trainer, run) = try paused(at: "predict")
    trainer.interpreter.demonstration = run
    #expect(!trainer.type("vault").contains("needs the certificate"))
    for line in ["predict S1=sealed S2=open", "connect kx=dhe", "present on"] { trainer.type(line) }
    run.goOn(on: &trainer.interpreter)
    #expect(trainer.interpreter.lab.sessions.count == 2)
    #expect(trainer.interpreter.lab.settings[.uiPresent])
    #expect(trainer.interpreter.lab.predictions == ["S1": .sealed, "S2": .open])
    // It takes the place of what the script would say.
    #expect(run.next?.command == "predict S1=sealed S2=open")
    _ = run.play(on: &trainer.interpreter)
    let shown = run.play(on: &trainer.interpreter)?.page ?? Page()
    #expect(run.demonstration.beats[run.place - 1].command == "compromise server.key")
    #expect("\(shown)".contains("you said sealed"))
    // Back, and how screens look is still the trainer's.
    let before = run.back()
    trainer.interpreter.goBack(to: try #require(before))
    #expect(trainer.interpreter.lab.settings[.uiPresent])
    #expect(trainer.interpreter.lab.predictions == ["S1": .sealed, "S2": .open])
  }

  @Test("A vote behind the question takes the place of the script's, and of one theft alone")
  func laterVote() throws {
    var (trainer, run) = try paused(at: "steal")
    trainer.type("predict S2=sealed")
    run.goOn(on: &trainer.interpreter)
    #expect(trainer.interpreter.lab.predictions == ["S1": .open, "S2": .sealed])
    _ = run.play(on: &trainer.interpreter)
    #expect(trainer.interpreter.lab.predictions.isEmpty)
    #expect(!trainer.type("compromise ca.key").contains("you said"))
  }
}
