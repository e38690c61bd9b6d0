import Commands
import Foundation
import Lab
import Lessons
import Screens
import Testing

@Suite("What the room says is counted, stands beside the fact, and belongs to one theft")
struct RoomVoteTests {
  /// A demonstration before its question.
  private func show(
    _ id: String = "forward-secrecy", at mark: String
  ) throws -> (Learner, DemonstrationRun) {
    var trainer = Learner()
    trainer.interpreter.surroundings.hasKeys = true
    trainer.type("demo run \(id) from=\(mark)")
    return (trainer, try #require(trainer.interpreter.demonstration))
  }

  @Test(
    "Words with hands or without, of all or of each",
    arguments: [
      ("open", "predict S1=open S2=open", "open"),
      ("open 12 sealed 5", "predict S1=open S2=open", "open 12, sealed 5"),
      ("sealed=3, open=2", "predict S1=sealed S2=sealed", "sealed 3, open 2"),
      ("S1 open 14 sealed 3 s2 SEALED 9", "predict S1=open S2=sealed", "open 14, sealed 3"),
    ])
  func read(text: String, command: String, words: String) throws {
    var (trainer, run) = try show(at: "predict")
    let page = try run.vote(text, trainer.interpreter.lab)
    #expect("\(page)".contains(words))
    #expect(run.next?.command == command)
    _ = run.play(on: &trainer.interpreter)
    let theft = try #require(run.play(on: &trainer.interpreter)?.page)
    #expect(Layout(width: 60).text(of: theft).contains(words))
    // In few words as well.
    #expect(Layout(width: 60).text(of: theft.presented).contains(words))
    _ = run.play(on: &trainer.interpreter)
    #expect(!Layout().text(of: try #require(run.screen).page).contains("THE ROOM"))
  }

  @Test("As many hands for one as for the other predict nothing, and that is said")
  func split() throws {
    var (trainer, run) = try show(at: "predict")
    _ = try run.vote("open 7 sealed 7", trainer.interpreter.lab)
    _ = run.play(on: &trainer.interpreter)
    let theft = try #require(run.play(on: &trainer.interpreter)?.page)
    #expect(Layout().text(of: theft).contains("split"))
  }

  @Test("Whoever notices an attack is voted on, and anything else")
  func others() throws {
    var (trainer, run) = try show("tampering", at: "flip")
    _ = try run.vote("client 9 server 4", trainer.interpreter.lab)
    for _ in 0..<3 { _ = run.play(on: &trainer.interpreter) }
    let attack = Layout().text(of: try #require(run.screen).page)
    #expect(attack.contains("client  not so") && attack.contains("client 9, server 4  not so"))
    _ = run.play(on: &trainer.interpreter)
    _ = run.play(on: &trainer.interpreter)
    #expect(!Layout().text(of: try #require(run.screen).page).contains("THE ROOM"))
    var (other, talk) = try show("man-in-the-middle", at: "on")
    _ = try talk.vote("chain 7 name 3", other.interpreter.lab)
    for _ in 0..<2 { _ = talk.play(on: &other.interpreter) }
    #expect(Layout().text(of: try #require(talk.screen).page).contains("chain 7, name 3"))
  }

  @Test(
    "A vote that can't be read is refused, and takes nothing back",
    arguments: [
      "12", "12 open", "open 3 4", "open server", "S9 open", "S1", "S1 server", "open -1",
    ])
  func refused(text: String) throws {
    var (trainer, run) = try show(at: "predict")
    _ = try run.vote("sealed", trainer.interpreter.lab)
    #expect(throws: CommandError.self) { try run.vote(text, trainer.interpreter.lab) }
    #expect(run.next?.command == "predict S1=sealed S2=sealed")
    trainer.type("demo run forward-secrecy from=nowhere", .failed)
  }

  @Test("Nothing that is typed traps, or gets into a command", arguments: 0..<200)
  func random(seed: Int) throws {
    var generator = SystemRandomNumberGenerator()
    let words = [
      "open", "sealed", "S1", "S2", "s", "server", "12", "99999999999999999999", "-4", "=", ",",
      "; connect", "\"", "\\", "\u{1b}[2J", "S1=", "é", "nobody", "#", "",
    ]
    let count = Int.random(in: 0...6, using: &generator)
    let text = (0..<count).map { _ in words.randomElement(using: &generator) ?? "" }
      .joined(separator: Bool.random() ? " " : "")
    var run = DemonstrationRun(Self.small, own: Lab(seed: 1))
    let lab = Lab(seed: 1)
    _ = try? run.vote(text, lab)
    let command = run.votes.last?.command ?? ""
    #expect(command.wholeMatch(of: /(predict( (S[0-9]+|attack)=[a-z]+)+)?/) != nil, "\(text)")
  }

  private static let small = Demonstration(
    id: "small", script: Script(name: "x", text: "predict S1=open\ncompromise server.key"))

  @Test("Where it was left is kept with the votes; every step is come back to as it was")
  func resumed() throws {
    let folder = try ScratchLessons()
    let file = NotesFile(folder: folder.url)
    var (trainer, run) = try show(at: "predict")
    _ = try run.vote("S1 open 12 S2 open 3", trainer.interpreter.lab)
    trainer.interpreter.goBack(to: trainer.interpreter.lab)
    for _ in run.place..<run.demonstration.beats.count {
      _ = run.play(on: &trainer.interpreter)
      file.write(run, isPresented: true, now: 100)
      let left = try #require(file.left("forward-secrecy"))
      var (other, again) = try show(at: "start")
      again.resume(left, on: &other.interpreter)
      #expect(again.place == run.place)
      #expect(again.screen?.command == run.screen?.command)
      #expect(again.screen?.page.blocks == run.screen?.page.blocks)
      #expect(other.interpreter.lab.settings[.uiPresent])
      #expect(again.votes == run.votes)
    }
    file.finish("forward-secrecy")
    #expect(file.left("forward-secrecy") == nil && file.current == nil)
  }

  @Test("A file that is cut or damaged counts as none")
  func damaged() throws {
    let folder = try ScratchLessons()
    let file = NotesFile(folder: folder.url)
    let (trainer, run) = try show(at: "steal")
    _ = trainer
    file.write(run, isPresented: false, now: 1)
    let whole = try Data(contentsOf: file.file)
    for length in 0..<whole.count {
      try whole.prefix(length).write(to: file.file)
      #expect(file.current == nil)
      var damaged = whole
      damaged[length] ^= 0x15
      try damaged.write(to: file.file)
      _ = file.left("forward-secrecy")
    }
    try Data(#"{"id":"tampering","place":3}"#.utf8).write(to: file.file)
    #expect(file.current == nil)
    try Data(#"{"current":"a","places":{"a":{"place":-5},"b":{"place":99999}}}"#.utf8)
      .write(to: file.file)
    #expect(file.left("a") == nil && file.left("b")?.place == 99999)
  }

  @Test("The clock stands still while nobody shows it")
  func clock() throws {
    let folder = try ScratchLessons()
    let file = NotesFile(folder: folder.url)
    var (trainer, run) = try show(at: "start")
    file.write(run, isPresented: false, isNew: true, now: 1000)
    _ = run.play(on: &trainer.interpreter)
    file.write(run, isPresented: false, now: 1060)
    file.write(run, isPresented: false, isLeft: true, now: 1090)
    file.write(run, isPresented: false, isNew: true, now: 9090)
    let position = try #require(file.current?.position)
    #expect(position.began == 9000 && position.isLeft == nil)
    let standing = DemonstrationScreens.standing(
      run.demonstration, position, clock: "14:00:00", now: 9100)
    #expect(Layout(width: 40).text(of: standing).contains("1:40 of 19:00"))
  }

  @Test("In few words every screen fits where letters are large", arguments: [60, 80])
  func sparse(width: Int) throws {
    for id in Repository.library.demonstrations {
      var (trainer, run) = try show(id, at: "start")
      trainer.type("present on")
      while run.next != nil {
        guard let page = run.play(on: &trainer.interpreter)?.page else { break }
        let lines = Layout(width: width).lines(of: Page(page.presented.blocks))
        #expect(lines.count <= 17, "\(id): \(run.screen?.command ?? ""), \(lines.count)")
        let isShort = Layout(width: width).lines(of: Page(page.blocks)).count < 13
        #expect(page.sparse != nil || isShort, "\(id): \(run.screen?.command ?? "")")
      }
    }
  }
}
