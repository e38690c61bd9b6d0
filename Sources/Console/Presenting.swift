import Commands
import Lab
import Lessons
import Screens

// What the prompt shows, and the demonstration that takes its place.
extension Prompt {
  func demonstrate() {
    var player = DemonstrationPlayer(renderer: renderer, notes: NotesFile(folder: places.state))
    player.play(on: &interpreter)
  }

  func show(_ outcome: Outcome) {
    var shown: Shown = ""
    let isPresented = interpreter.lab.settings[.uiPresent]
    for (place, answer) in outcome.answers.enumerated() {
      switch answer {
      case .page(var page):
        // Of several commands in a line, only the last one leads on.
        if place < outcome.answers.count - 1 { page.next = [] }
        if isPresented, page.sparse != nil { page.sparse? += [.blank] }
        shown = shown + renderer.shown(page, for: interpreter.lab.settings)
      case .data(let value): shown = shown + Shown(value.printed + "\n")
      }
    }
    if let error = outcome.error {
      shown = shown + renderer.shown(error.page, for: interpreter.lab.settings)
    }
    let page = outcome.page
    unfolded = isPresented && page.sparse != nil ? Page(page.blocks, next: page.next) : nil
    if shown.text.isEmpty { return }
    show(shown, isPresented: isPresented)
  }

  private func show(_ shown: Shown, isPresented: Bool) {
    if isPresented, Terminal.isOutputTerminal { return projector.show(shown) }
    // Who follows a lesson or a demonstration is not to be stopped by a third one who waits for a key.
    let isLed = course?.prompt != nil || course?.demonstration != nil
    if interpreter.lab.settings[.uiPager], !isLed {
      pagerKey = Pager.show(shown)
    } else {
      Terminal.write(shown)
    }
  }

  /// What somebody typed who may have left the pager as other programs' pagers are left: that `q` is not
  /// the letter of a command, and ends no program.
  ///
  /// - Returns: nil: nothing but that `q`.
  func meant(_ typed: String) -> String? {
    defer { pagerKey = nil }
    let words = typed.split(separator: " ", maxSplits: 1)
    guard pagerKey == .character("q"), let first = words.first, first.hasPrefix("q") else {
      return typed
    }
    if first == "q" { return words.count == 1 ? nil : String(words[1]) }
    let word = String(first)
    let isCommand = interpreter.table.command(word) != nil || interpreter.aliases.texts[word] != nil
    return isCommand ? typed : String(typed.dropFirst())
  }

  /// Shows the last screen whole, where it was shown in few words.
  ///
  /// - Returns: whether that was what `m` meant.
  func showMore(_ typed: String) -> Bool {
    guard typed.trimmed == "m", let page = unfolded else { return false }
    unfolded = nil
    show(renderer.shown(page, for: interpreter.lab.settings), isPresented: true)
    return true
  }
}
