import Commands
import Platform
import Screens

extension Lesson {
  /// What a translation does otherwise than its original; words may differ, nothing else.
  func differences(from original: Lesson) -> [Finding] {
    otherwise(than: original).map { finding in
      var finding = finding
      finding.isDifference = true
      return finding
    }
  }

  private func otherwise(than original: Lesson) -> [Finding] {
    let name = file
    var findings: [Finding] = []
    if tasks.map(\.id) != original.tasks.map(\.id) {
      let ids = original.tasks.map(\.id).joined(separator: ", ")
      findings.append(
        Finding(file: name, "the ids are not those of lesson.md", instead: "in this order: \(ids)"))
      return findings
    }
    for (task, model) in zip(tasks, original.tasks) where task.kind.essence != model.kind.essence {
      findings.append(
        Finding(
          file: name, line: task.line, "'\(task.id)' asks for something else than in lesson.md",
          instead: "only words are translated: take over what is expected, done and predicted"))
    }
    if (preset, seed, needs) != (original.preset, original.seed, original.needs) {
      findings.append(
        Finding(
          file: name, line: lines["world"] ?? lines["needs"],
          "'world' or 'needs' is not that of lesson.md",
          instead: "take it over"))
    }
    if sessions != original.sessions {
      findings.append(
        Finding(
          file: name, line: lines["sessions"], "'sessions' are not those of lesson.md",
          instead: "take them over"))
    }
    return findings
  }
}

extension Lesson {
  /// What one edition of the lesson asks for, in hex: the same in all languages.
  var edition: String {
    let asked = tasks.flatMap { [$0.id] + $0.kind.essence }.joined(separator: "\n")
    return String("\(preset) \(seed)\n\(asked)".steadyHash, radix: 16)
  }
}

extension Script {
  /// What must be the same in every language: all but the words for the audience and the trainer, and notes to
  /// the reader of the file.
  var essence: [String] {
    lines.compactMap { line in
      for mark in ["say", "note"] where Script.marked(mark, in: line) != nil { return mark }
      let isNote = line.first { !$0.isWhitespace } == "#"
      let isMark = ["mark", "claim", "minutes"].contains { Script.marked($0, in: line) != nil }
      return isNote && !isMark ? nil : line
    }
  }
}

extension Task.Kind {
  /// What must be the same in every language.
  var essence: [String] {
    switch self {
    case .step(let step):
      ["step"] + step.expect.map(\.text) + ["keep"] + step.keep.map(\.text) + ["solution"]
        + step.solution + ["setup"] + step.setup + ["par", step.par.map(String.init) ?? ""]
    case .prediction(let prediction):
      ["predict"] + prediction.items.flatMap { [$0.path] + $0.choices } + prediction.reveal
    case .question(let question):
      switch question.answer {
      case .value(let path): ["value", path]
      case .choices(let choices): ["choices"] + choices.map { "\($0.isCorrect)" }
      }
    }
  }
}
