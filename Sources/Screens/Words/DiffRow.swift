/// One line of a comparison: what is the same stands once and faint, differences stand out.
enum DiffRow {
  static func make(_ label: String, _ left: String, _ right: String, isSame: Bool) -> [Line] {
    guard isSame else {
      return [Line("* ", .warning) + Line(label, .heading), Line(left), Line(right)]
    }
    return [Line("= \(label)", .faint), Line(left, .faint)]
  }

  static func heading(
    _ names: [String], _ different: Int, of count: Int
  ) -> [Block] {
    let title = Line("DIFF  ", .heading) + Line("\(names[0]) and \(names[1])  ")
    let result =
      different == 0
      ? Line("no difference", .good) : Line("\(different) of \(count) differ", .warning)
    return [.edges(left: title + result, right: Line("* differs  = same", .faint))]
  }

  static func header(_ names: [String]) -> [Line] {
    [""] + names.map { Line($0, .heading) }
  }
}
