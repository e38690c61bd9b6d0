import Commands

/// The reports of a class, each lesson of each of them.
struct GradeBook {
  private(set) var rows: [Grade] = []
  private var journals: [Journal?] = []
  /// Files that are no reports, and why.
  var unread: [(file: String, failure: Report.Failure)] = []

  mutating func add(
    _ report: Report, from file: String, _ library: Library, beside table: CommandTable
  ) {
    for (id, record) in report.lessons.sorted(by: { $0.key < $1.key }) {
      rows.append(Grade(record, of: id, in: report, file: file, library, beside: table))
      journals.append(record.journal)
    }
    if report.lessons.isEmpty {
      rows.append(Grade(file: file, student: report.student, lesson: "-", unproven: .noJournal))
      journals.append(nil)
    }
  }

  /// Every row, with those named whose commands stand in another file as well.
  var graded: [Grade] { Grade.marked(rows, journals) }

  /// How many files there are.
  var files: Int { Set(rows.map(\.file)).count + unread.count }

  /// How many of them are not what they claim, or can't be read.
  var blemished: Int {
    Set(graded.filter { !$0.findings.isEmpty }.map(\.file)).count + unread.count
  }

  var isClean: Bool { blemished == 0 }
}
