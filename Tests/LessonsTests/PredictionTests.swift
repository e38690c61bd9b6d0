import Commands
import Lab
import Screens
import Testing

@testable import Lessons

@Suite("A prediction is made first, judged on what it was about, and given away by nothing")
struct PredictionTests {
  @Test("A session that was undone judges nothing: the right prediction is right")
  func undoneBefore() {
    var learner = Learner()
    for line in [
      "lesson start man-in-the-middle", "turn", "connect", "answer fooled", "undo", "turn",
      "set client.verify off", "mitm on",
    ] { learner.type(line) }
    #expect(learner.type("connect").contains("fooled, as you said"))
    #expect(learner.course?.active?.record.rightAtOnce == ["off"])
  }

  @Test("Nor does one that was made before and is still there")
  func sessionBefore() {
    var learner = Learner()
    for line in [
      "lesson start man-in-the-middle", "turn", "connect", "answer established", "turn",
      "set client.verify off", "mitm on",
    ] { learner.type(line) }
    let shown = learner.type("connect")
    #expect(shown.contains("fooled; you said established"))
    #expect(shown.contains("PASS"))
  }

  @Test("When the session is undone the prediction is open, and the next one judges it")
  func reopened() {
    var learner = Learner()
    for line in [
      "lesson start man-in-the-middle", "turn", "answer refused", "turn", "set client.verify off",
      "mitm on", "connect",
    ] { learner.type(line) }
    #expect(learner.course?.active?.record.truths["off"] == "fooled")
    #expect(learner.type("undo").contains("open again: the last session: outcome refused"))
    // Not that of another session; the one that the step asks for.
    #expect(!learner.type("connect verify=on").contains("YOU SAID"))
    #expect(learner.type("connect").contains("fooled; you said refused"))
    #expect(!learner.type("connect").contains("YOU SAID"))
    #expect(learner.course?.active?.record.rightAtOnce == [])
  }

  @Test("Until it is judged another one may be made; the first one alone is at once")
  func changed() {
    var learner = Learner()
    for line in ["lesson start man-in-the-middle", "turn", "answer refused", "answer fooled"] {
      learner.type(line)
    }
    for line in ["turn", "set client.verify off", "mitm on"] { learner.type(line) }
    #expect(learner.type("connect").contains("fooled, as you said"))
    #expect(learner.course?.active?.record.rightAtOnce == [])
    learner.type("turn back")
    #expect(learner.type("answer refused", .failed).contains("settled"))
  }

  @Test("It is judged after a pause, too")
  func resumed() throws {
    let folder = try ScratchLessons()
    let store = LessonStore(folder: folder.url)
    var first = Learner(store: store)
    for line in ["lesson start man-in-the-middle", "turn", "answer fooled", "turn"] {
      first.type(line)
    }
    var second = Learner(store: store)
    second.type("lesson resume")
    for line in ["set client.verify off", "mitm on"] { second.type(line) }
    #expect(second.type("connect").contains("fooled, as you said"))
    #expect(second.type("undo").contains("open again"))
    var third = Learner(store: store)
    third.type("lesson resume")
    #expect(third.course?.active?.record.truths["off"] == "")
  }

  @Test("Reasons are held back until the last prediction; then the learner's own setting is back")
  func held() {
    var learner = Learner()
    learner.type("lesson start tutorial")
    learner.type("turn")
    while learner.course?.active?.isPassed == true { learner.type("turn") }
    #expect(!learner.type("connect kx=rsa").contains("stolen later"))
    #expect(learner.type("why").contains("stolen later"))
    learner.type("lesson quit")
    #expect(!learner.interpreter.holdsReasons)
    #expect(learner.type("connect kx=rsa").contains("stolen later"))
    learner.type("lesson resume")
    learner.type("set ui.reasons asked")
    learner.type("lesson quit")
    #expect(!learner.type("vault").contains("needs the certificate"))
  }

  @Test(
    "No screen before a prediction gives a reason away, and none suggests an answer",
    arguments: Repository.library.lessons.map(\.id))
  func before(id: String) throws {
    let lesson = try #require(Repository.library.lesson(id))
    var learner = Learner()
    learner.type("lesson start \(id)")
    for (place, page) in lesson.pages.enumerated() {
      let isAhead = lesson.pages[place...].contains { $0.task?.prediction != nil }
      #expect(learner.interpreter.holdsReasons == isAhead, "page \(place + 1)")
      let isHeld = lesson.pages.dropFirst(place + 1).contains { $0.task?.prediction != nil }
      if let task = page.task { suggestsNothing(on: task, learner) }
      for line in learner.solving(page.task) {
        let page = learner.interpreter.execute(line).page
        if isHeld { #expect(page == page.withoutReasons, "\(line)") }
      }
      learner.type("turn")
    }
    #expect(!learner.interpreter.holdsReasons)
  }

  private func suggestsNothing(on task: Lessons.Task, _ learner: Learner) {
    var copy = learner
    let next = copy.interpreter.execute("goal").page.next.filter { $0.hasPrefix("answer") }
    for line in next {
      var copy = learner
      _ = copy.interpreter.execute(line)
      #expect(copy.course?.active?.isPassed(task) == false, "\(line)")
    }
  }

  @Test("What 'why' shows is the screen, without what the lesson said below it")
  func whole() {
    var learner = Learner()
    for line in ["lesson start forward-secrecy", "connect kx=rsa"] { learner.type(line) }
    #expect(!learner.type("why").contains("GOAL"))
  }

  @Test("Goals that are not reached say nothing of what comes out while it is predicted")
  func goals() {
    var learner = Learner()
    for line in ["lesson start forward-secrecy", "connect kx=rsa", "connect kx=dhe"] {
      learner.type(line)
    }
    for line in ["connect kx=ecdhe version=1.2", "turn", "answer sealed sealed sealed", "turn"] {
      learner.type(line)
    }
    let check = learner.type("check")
    #expect(check.contains("S1: the recording: what comes of it"))
    #expect(!check.contains("is open") && !check.contains("is sealed"))
    let shown = learner.type("compromise server.key")
    #expect(shown.contains("[x]  S1: the recording is open"))
    #expect(shown.contains("open; you said sealed") && shown.contains("sealed, as you said"))
    #expect(learner.type("check").contains("S1: the recording is open"))
  }

  @Test("What is right can't be told by its place or its length")
  func spread() {
    var places: [Int: [Int]] = [:]
    var longest = 0.0
    var expected = 0.0
    for lesson in Repository.library.lessons {
      let asked = lesson.tasks.compactMap(\.question) + lesson.quiz
      for case .choices(let choices) in asked.map(\.answer) {
        guard let right = choices.firstIndex(where: \.isCorrect) else { continue }
        places[choices.count, default: []].append(right)
        let lengths = choices.map(\.text.count)
        if lengths[right] == lengths.max() { longest += 1 }
        expected += 1 / Double(choices.count)
      }
    }
    for (count, rights) in places {
      for place in 0..<count {
        let share = Double(rights.filter { $0 == place }.count) / Double(rights.count)
        #expect(share < 1.5 / Double(count), "\(place + 1) of \(count)")
        #expect(share > 0.5 / Double(count), "\(place + 1) of \(count)")
      }
    }
    #expect(longest <= expected)
  }

  @Test("Nor what comes out by the place of its word")
  func spreadPredictions() throws {
    var rights = 0.0
    var expected = 0.0
    var places: [Int: Int] = [:]
    for lesson in Repository.library.lessons {
      var learner = Learner()
      learner.type("lesson start \(lesson.id)")
      for page in lesson.pages {
        if let prediction = page.task?.prediction {
          let truth = try #require(learner.course).truth(of: prediction, learner.interpreter)
          // As the author wrote them: the learner's own order is another one.
          for (item, value) in zip(prediction.items, truth) {
            let place = try #require(item.choices.firstIndex(of: value), "\(item.path): \(value)")
            places[place, default: 0] += 1
            if place == 0 { rights += 1 }
            expected += 1 / Double(item.choices.count)
          }
        }
        for line in learner.solving(page.task) { learner.type(line) }
        learner.type("turn")
      }
    }
    #expect(rights <= expected * 1.2, "\(places), \(expected)")
    #expect(rights >= expected * 0.6, "\(places), \(expected)")
  }
}

extension Lessons.Task {
  fileprivate var prediction: Lessons.Prediction? {
    if case .prediction(let prediction) = kind { prediction } else { nil }
  }

  fileprivate var question: Question? {
    if case .question(let question) = kind { question } else { nil }
  }
}
