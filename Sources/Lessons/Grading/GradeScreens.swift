import Commands
import Lab
import Screens

/// The grades of a class: for people, for a spreadsheet, for other programs.
enum GradeScreens {
  static func table(_ book: GradeBook) -> Page {
    let graded = book.graded
    let rows = graded.map { grade in
      [
        Line(short(grade.file)), Line(grade.student ?? "-"), Line(grade.lesson),
        Line("\(grade.alone)/\(grade.tasks.map(String.init) ?? "?")"), Line("\(grade.hinted)"),
        Line("\(grade.skipped)"), Line("\(grade.right)/\(grade.predictions)"),
        Line("\(grade.minutes)"), state(grade),
      ]
    }
    let header: [Line] = [
      "file", "student", "lesson", "alone", "hints", "skipped", "predicted", "min", "report",
    ]
    var page = Page(rows.isEmpty ? [] : [.table(Table(header: header, rows: rows))])
    for (file, failure) in book.unread {
      page.add(Line(" \(short(file))") + Line("  ") + Line(failure.words, .bad))
    }
    let remarks = graded.flatMap { grade in
      grade.remarks.map { Line("\(short(grade.file)), \(grade.lesson): ") + Line($0) }
    }
    if !remarks.isEmpty {
      page.add(.blank)
      page.blocks += remarks.map { .paragraph($0, indent: 1) }
    }
    return page
  }

  /// The last name of a path: files of a class mostly stand in one folder.
  private static func short(_ file: String) -> String {
    file.split(separator: "/").last.map(String.init) ?? file
  }

  private static func state(_ grade: Grade) -> Line {
    if !grade.findings.isEmpty { return Line("NOT SO", .bad) }
    return grade.unproven == nil ? Line("as claimed", .good) : Line("unproven", .warning)
  }

  // MARK: For other programs

  private static let columns = [
    "file", "name", "lesson", "tasks", "alone", "with_hints", "skipped", "predictions_right",
    "predictions", "minutes", "state", "remarks",
  ]

  private static func state(of grade: Grade) -> String {
    if !grade.findings.isEmpty { return "not-as-claimed" }
    return grade.unproven == nil ? "as-claimed" : "unproven"
  }

  /// Rows with commas between the cells, in quotes where they hold one.
  static func csv(_ book: GradeBook) -> Page {
    var rows = [columns]
    for grade in book.graded {
      rows.append([
        grade.file, grade.student ?? "", grade.lesson, grade.tasks.map(String.init) ?? "",
        "\(grade.alone)", "\(grade.hinted)", "\(grade.skipped)", "\(grade.right)",
        "\(grade.predictions)", "\(grade.minutes)", state(of: grade),
        grade.remarks.joined(separator: "; "),
      ])
    }
    for (file, failure) in book.unread {
      let blanks = [String](repeating: "", count: columns.count - 3)
      rows.append([file] + blanks + ["unreadable", failure.words])
    }
    return Page(
      rows.map { .data($0.map(cell).joined(separator: ",")) })
  }

  /// A cell that a spreadsheet takes as text, whatever a student's name or file begins with.
  private static func cell(_ text: String) -> String {
    let plain = text.map { $0.isNewline ? " " : String($0) }.joined()
    let isFormula = plain.first.map { "=+-@\t".contains($0) } ?? false
    let safe = isFormula ? "'\(plain)" : plain
    return safe.contains { ",\"".contains($0) }
      ? "\"\(safe.replacing("\"", with: "\"\""))\"" : safe
  }

  static func json(_ book: GradeBook) -> Page {
    let graded = book.graded.map { grade -> JSONValue in
      let tasks: JSONValue = grade.tasks.map { .number($0) } ?? .null
      return .object([
        "file": .string(grade.file), "name": grade.student.map(JSONValue.string) ?? .null,
        "lesson": .string(grade.lesson), "tasks": tasks, "alone": .number(grade.alone),
        "with_hints": .number(grade.hinted), "skipped": .number(grade.skipped),
        "predictions_right": .number(grade.right), "predictions": .number(grade.predictions),
        "minutes": .number(grade.minutes), "state": .string(state(of: grade)),
        "remarks": .array(grade.remarks.map(JSONValue.string)),
      ])
    }
    let unread = book.unread.map { file, failure -> JSONValue in
      .object([
        "file": .string(file), "state": .string("unreadable"),
        "remarks": .array([.string(failure.words)]),
      ])
    }
    return Page([.data(JSONValue.array(graded + unread).json(pretty: false))])
  }
}

extension Grade {
  /// What there is to say beside the numbers, a line each.
  var remarks: [String] { findings.map(\.words) + (unproven.map { [$0.words] } ?? []) }
}

extension Grade.Finding {
  fileprivate var words: String {
    let words: Wording =
      switch self {
      case .edited: "the file was edited: its digest is another one"
      case .notReached(let tasks):
        "claimed and not reached when played again: \(tasks.joined(separator: ", "))"
      case .helped(let hints, let skips):
        "more help was taken than is owned to: \(hints) hints, \(skips) skips"
      case .otherWorld(0): "begun in the world of another name"
      case .otherWorld(let place): "not typed in this student's world: command \(place) shows it"
      case .copy(let files):
        "the same commands at the same seconds as in \(files.joined(separator: ", "))"
      }
    return words.text
  }
}

extension Grade.Doubt {
  fileprivate var words: String {
    let words: Wording =
      switch self {
      case .noJournal: "no commands are in it: the numbers are the report's own"
      case .notWhole: "not all that was typed is in it: the numbers are the report's own"
      case .otherEdition: "the lesson here is another one: the numbers are the report's own"
      case .leftOut(let lines):
        "needs a file or a real server: '\(lines[0])', \(lines.count) in all; the numbers are the report's own"
      }
    return words.text
  }
}

extension Report.Failure {
  var words: String {
    let words: Wording =
      switch self {
      case .unreadable(let reason): "can't be read: \(reason)"
      case .notAReport: "is no report"
      case .newer(let format): "is from a newer program (format \(format))"
      }
    return words.text
  }
}
