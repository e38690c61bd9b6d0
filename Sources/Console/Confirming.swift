import Commands
import Files
import Platform
import Screens

extension Terminal {
  /// Asks for one key. What was typed ahead or pasted was not meant for a question that nobody had seen.
  ///
  /// - Parameter write: where the question goes.
  /// - Returns: nil where nobody can be asked.
  static func confirm(
    _ question: String, write: (Shown) -> Void = { Terminal.write($0) }
  ) -> Bool? {
    if hasInput { return nil }
    write(Shown(String(worded: "\(question) y or n: ")))
    let key = readKey()
    if key == .interrupted { Interrupt.clear() }
    let yes = String(worded: "yes")
    let isAgreed = ["y", yes.prefix(1)].contains { letter in
      [letter.lowercased(), letter.uppercased()].contains { key == .character(Character($0)) }
    }
    write(Shown((isAgreed ? yes : String(worded: "no")) + "\n"))
    return isAgreed
  }

  /// Whether what stands at a place may go, for a program that was not told so: at a terminal somebody is
  /// asked, beside what the program writes for others.
  ///
  /// - Parameter refusal: what speaks against it; nil: nothing.
  /// - Returns: whether something is replaced.
  /// - Throws: where it stays, with the option that replaces it.
  static func mayReplace(
    _ name: String, _ refusal: HandedOut.Refusal?
  ) throws(CommandError) -> Bool {
    guard let refusal else { return false }
    guard refusal == .taken, isInputTerminal, isErrorTerminal,
      let isAgreed = confirm(
        String(worded: "\(name) is there already: replace it?"), write: { complain($0) })
    else { throw CommandError(refusal, name) }
    guard isAgreed else { throw CommandError("\(name) stays as it is") }
    return true
  }
}
