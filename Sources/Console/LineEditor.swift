import CLibeditShims
import Commands
public import Files
public import Platform

/// The prompt: a line that the user edits, with history and completion. For terminals only; a
/// script's lines are read without it.
public final class LineEditor {
  /// How the user left the line.
  public enum Line: Sendable, Hashable {
    case text(String)
    /// Ctrl-C: what was typed is dropped.
    case interrupted
    /// Ctrl-D on an empty line.
    case endOfInput
  }

  /// Gives the ways to go on with the word at the cursor. `line.prefix(cursor)` is what stands
  /// before the cursor. Never executes anything.
  public typealias Completer = (_ line: String, _ cursor: Int) -> [Completion]

  private let editor: OpaquePointer
  private let history: HistoryFile
  private let completer: Completer
  private var lastRemembered: String?
  /// What was typed before, oldest first.
  private(set) var remembered: [String] = []
  /// The line and the bytes before its cursor as the last Tab left them: a Tab that finds them so
  /// again is the second in a row.
  private var leftByTab: (line: String, before: Int)?

  /// Why the last line, or the history before it, could not be kept; nil where it was. What is typed is
  /// remembered for this session anyway.
  public private(set) var historyProblem: FileError?

  /// - Parameters:
  ///   - program: the name by which `$EDITRC` may set keys for this program alone.
  ///   - historyFile: made with mode 0600, its folder too, when the first line is typed.
  /// - Returns: nil where the terminal can't be edited on.
  public init?(program: String, historyFile: URL, completer: @escaping Completer) {
    let history = HistoryFile(url: historyFile)
    guard let editor = tlslab_edit_line_make(program, Int32(history.limit)) else { return nil }
    self.editor = editor
    self.history = history
    self.completer = completer
    keepingHistory { () throws(FileError) in try history.trim() }
    for line in history.load() {
      tlslab_edit_line_remember(editor, line)
      lastRemembered = line
      remembered.append(line)
    }
    let context = Unmanaged.passUnretained(self).toOpaque()
    tlslab_edit_line_on_tab(editor, handleTab, context)
  }

  deinit { tlslab_edit_line_free(editor) }

  /// Shows the prompt and waits for a line.
  ///
  /// - Parameter prompt: may hold colour as escape sequences; it should end in a space.
  public func readLine(prompt: String) -> Line {
    leftByTab = nil
    var text: UnsafePointer<CChar>?
    var length = 0
    let kind = EditedPrompt.delimited(prompt).withCString { prompt in
      tlslab_edit_line_read(editor, prompt, &text, &length)
    }
    switch kind {
    case TLSLAB_LINE_INTERRUPTED: return .interrupted
    case TLSLAB_LINE_TEXT: break
    default: return .endOfInput
    }
    let bytes = UnsafeRawBufferPointer(start: text, count: length)
    let line = String(decoding: bytes, as: UTF8.self).trimming(\.isNewline)
    remember(line)
    return .text(line)
  }

  /// Keeps a line that was typed here, or on the full screen.
  func remember(_ line: String) {
    if line.allSatisfy(\.isWhitespace) || line == lastRemembered { return }
    lastRemembered = line
    remembered.append(line)
    tlslab_edit_line_remember(editor, line)
    keepingHistory { () throws(FileError) in try history.append(line) }
  }

  /// A history that can't be kept is no reason to stop.
  private func keepingHistory(_ work: () throws(FileError) -> Void) {
    do throws(FileError) {
      try work()
      historyProblem = nil
    } catch {
      historyProblem = error
    }
  }

  /// - Parameter before: how many of the line's bytes stand before the cursor.
  fileprivate func completeWord(line bytes: UnsafeRawBufferPointer, before: Int)
    -> tlslab_tab_result
  {
    let line = String(decoding: bytes, as: UTF8.self)
    let typed = String(decoding: bytes.prefix(before), as: UTF8.self)
    let again = leftByTab.map { $0 == (line, before) } ?? false
    leftByTab = (line, before)
    let decision = TabDecision(
      before: typed, next: line.dropFirst(typed.count).first,
      candidates: completer(line, typed.count), again: again)
    switch decision {
    case .insert(let text):
      tlslab_edit_line_insert(editor, text)
      leftByTab = (typed + text + line.dropFirst(typed.count), before + text.utf8.count)
      return TLSLAB_TAB_CHANGED
    case .list(let candidates):
      let size = Terminal.size
      let rows = Completion.rows(candidates, width: size.width, height: size.height)
      Terminal.write(Shown("\n" + rows.joined(separator: "\n") + "\n"))
      return TLSLAB_TAB_PRINTED
    case .nothing:
      return TLSLAB_TAB_NOTHING
    }
  }
}

private func handleTab(
  context: UnsafeMutableRawPointer?, line: UnsafePointer<CChar>?, before: Int, after: Int
) -> tlslab_tab_result {
  guard let context else { return TLSLAB_TAB_NOTHING }
  let editor = Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
  let bytes = UnsafeRawBufferPointer(start: line, count: before + after)
  return editor.completeWord(line: bytes, before: before)
}
