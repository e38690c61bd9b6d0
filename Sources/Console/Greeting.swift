import Lab
import Platform
import Screens

/// What the prompt says before the first line.
enum Greeting {
  /// For someone who was never here: what this is, and what to begin with.
  static let first = Page(
    [
      .paragraph(
        Line("tlslab", .heading)
          + Line(
            " takes a TLS connection apart, one step at a time, with real cryptography, and shows"
              + " exactly who can read what."), indent: 0),
      .blank,
      .table(
        Table(
          rows: [
            [
              Line("tutorial", .command),
              "five minutes, step by step, that end with a stolen key",
            ],
            [
              Line("connect kx=rsa", .command),
              "a phone calls through its server; an eavesdropper records it",
            ],
            [
              Line("compromise server.key", .command),
              "steals the server's private key: what opens now?",
            ],
            [Line("walk", .command), "begins a handshake; then 'next', message after message"],
          ], indent: 2)),
      .blank,
      .line("help lists everything, Tab completes, Ctrl-D ends. Your lab is kept."),
    ])

  static let plain = Page(lines: ["tlslab: a new world. 'help' lists the commands."])

  /// For someone whose lesson is opened next.
  static let lesson = Page(lines: [
    "tlslab: the lesson goes on where you left it. 'help' lists the commands."
  ])

  /// What was found of the last time.
  static func restored(_ lab: Lab) -> Page {
    let count = lab.sessions.count
    var what =
      count == 0
      ? String(worded: "no session yet")
      : count == 1 ? String(worded: "1 session") : String(worded: "\(count) sessions")
    let leaks = lab.attacker.leaks.count
    if leaks == 1 { what += String(worded: ", 1 stolen secret") }
    if leaks > 1 { what += String(worded: ", \(leaks) stolen secrets") }
    return Page([
      .paragraph(
        Line("your lab is as you left it: \(what), seed \(lab.world.seed).  ")
          + Line("reset", .command) + Line(" or ") + Line("world new", .command)
          + Line(" begins anew, ") + Line("help", .command) + Line(" lists the commands."),
        indent: 0)
    ])
  }

  /// For a window beside others.
  static func another(_ window: Int, keptIn file: URL) -> Page {
    Page([
      .paragraph(
        Line(
          "another tlslab has your lab open: this is window \(window), with a lab of its own, kept in "
        )
          + Line(file.path) + Line(" until you load it elsewhere"), indent: 0)
    ])
  }

  /// Labs of further windows that nobody has open now.
  static func further(_ files: [URL]) -> Page {
    Page(
      [.paragraph("labs of further windows are kept as well:", indent: 0)]
        + files.map { .paragraph(Line("load \($0.path)", .command), indent: 2) })
  }

  /// The lab of the last time, when a seed was asked for.
  static func kept(_ place: URL) -> Page {
    Page([.paragraph("your last lab is kept: \(Line("load \(place.path)").text)", indent: 0)])
  }

  static func damaged(_ file: URL, _ reason: String, _ aside: URL?) -> Page {
    var page = Page()
    page.add(
      .paragraph(
        Line("warning: ", .warning) + Line("can't read the saved lab \(file.path): \(reason)"),
        indent: 0))
    if let aside { page.add(.paragraph(Line("it is set aside as \(aside.path)"), indent: 2)) }
    page.add("  a new world begins")
    return page
  }
}
