public import Screens

/// Why a command was not carried out: what is wrong, what was probably meant, what stays as it was.
public struct CommandError: Error, Hashable, Sendable {
  /// What is wrong, in one line.
  public var what: String
  /// More of it, a line each.
  public var details: [String]
  /// Commands of a shell that help, whole in a line each, to be copied.
  public var shellCommands: [String] = []
  /// Something to type instead.
  public var meant: String?
  public var status: ExitStatus
  /// Where the command was read, in a script.
  public var place: Place?
  /// Whether something was done before it failed, and stands.
  public var leavesTraces = false
  /// What a script within had to show before it failed; those commands stand.
  package var before: Page?

  /// A line of a script.
  public struct Place: Hashable, Sendable {
    public var file: String
    /// Counted from 1.
    public var line: Int

    public init(file: String, line: Int) {
      self.file = file
      self.line = line
    }
  }

  public init(
    _ what: Wording, details: [Wording] = [], meant: String? = nil, status: ExitStatus = .failed
  ) {
    self.init(what.text, details: details.map(\.text), meant: meant, status: status)
  }

  /// The same with details that were made elsewhere.
  @_disfavoredOverload
  public init(
    _ what: Wording, details: some Sequence<String>, meant: String? = nil,
    status: ExitStatus = .failed
  ) {
    self.init(what.text, details: details, meant: meant, status: status)
  }

  /// The same in words that were made elsewhere; generic, so that no literal is taken for such.
  @_disfavoredOverload
  public init(
    _ what: some StringProtocol, details: some Sequence<String> = [String](),
    meant: String? = nil, status: ExitStatus = .failed
  ) {
    self.what = Wording.text(of: String(what))
    self.details = Array(details)
    self.meant = meant
    self.status = status
  }

  /// The error for a reader.
  public var page: Page {
    let start = place.map { "\($0.file):\($0.line): " } ?? ""
    var page = Page()
    page.add(.paragraph(Line("error: ", .bad) + Line(start + what), indent: 0))
    for detail in details { page.add(.paragraph(Line(detail), indent: 2)) }
    for command in shellCommands { page.add(.verbatim(command, indent: 2)) }
    if let meant {
      page.add(.paragraph("  did you mean: " as Line + Line(meant, .command), indent: 0))
    }
    page.blocks += note.map { [.line(Line("  \($0)", .faint))] } ?? []
    return page
  }

  private var note: String? {
    if before != nil { return String(worded: "what came before it stands") }
    // An expectation changes nothing in any case.
    return status == .expectationFailed || status == .interrupted || leavesTraces
      ? nil : String(worded: "nothing was changed")
  }

  /// The error at a place in a script; one that has a place already keeps it.
  func at(_ place: Place) -> CommandError {
    var copy = self
    copy.place = self.place ?? place
    return copy
  }
}
