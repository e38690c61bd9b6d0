public import Platform

/// Shows long text a screen at a time: on a terminal only, and only when it is taller than that.
public enum Pager {
  /// Shows text through `$PAGER`, `less`, or a simple pager of our own where there is neither.
  ///
  /// Where somebody has typed ahead, or pasted several lines, all of it is shown at once: a pager would
  /// take what was meant for the prompt.
  public static func show(
    _ shown: Shown, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    let size = Terminal.size
    let text = shown.text
    guard Terminal.isInputTerminal, Terminal.isOutputTerminal, environment["TERM"] != "dumb",
      rows(of: text, width: size.width) > size.height - 1, !Terminal.hasInput
    else {
      return Terminal.write(shown)
    }
    guard let command = command(environment), pipe(text, to: command) else {
      return showByScreens(text, size: size)
    }
  }

  /// How many rows of a terminal text fills, long lines wrapped; colour takes no room.
  static func rows(of text: String, width: Int) -> Int {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.reduce(0) { $0 + rows(ofLine: $1, width: width) }
  }

  private static func rows(ofLine line: Substring, width: Int) -> Int {
    let columns = line.replacing(/\u{1b}\[[0-9;]*[A-Za-z]/, with: "").count
    return max(1, (columns + width - 1) / max(1, width))
  }

  /// The command line for a shell; nil where `less` isn't installed and nothing else is asked for.
  static func command(_ environment: [String: String]) -> String? {
    if let pager = environment["PAGER"], !pager.isEmpty { return pager }
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    let isInstalled = folders.contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/less")
    }
    // Its own prompt is a lone colon, where newcomers type their next command.
    return isInstalled
      ? "less -R -F -X '-Ps-- Space shows more, q goes back to the prompt --'" : nil
  }

  /// Returns whether the shell could run the command. Foundation's `Process` would put it into a
  /// process group of its own, where it may not read the terminal.
  private static func pipe(_ text: String, to command: String) -> Bool {
    // What is typed for the prompt must not save files or start programs from `less`.
    setenv("LESSSECURE", "1", 1)
    guard let stream = popen(command, "w") else { return false }
    // The user may leave the pager before it has read everything: that is no signal here.
    fputs(text, stream)
    let status = pclose(stream)
    // Ctrl-C was meant for the pager.
    Interrupt.clear()
    let exitStatus = status >> 8
    return exitStatus != 126 && exitStatus != 127
  }

  private static func showByScreens(_ text: String, size: Terminal.Size) {
    var used = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let needed = rows(ofLine: line, width: size.width)
      if used > 0 && used + needed > size.height - 1 {
        guard wantsMore() else { return }
        used = 0
      }
      Terminal.write(Shown(laidOut: line + "\n"))
      used += needed
    }
  }

  private static func wantsMore() -> Bool {
    Terminal.write("-- more: any key, q to stop --")
    let key = Terminal.readKey()
    Terminal.write("\r\u{1b}[K")
    if key == .interrupted { Interrupt.clear() }
    return ![.character("q"), .interrupted, .endOfInput].contains(key)
  }
}
