package import Files
package import Platform
import Screens

extension Interpreter {
  /// Writes a file that was asked for by its name. What stands there is replaced only by somebody who
  /// knows.
  ///
  /// - Parameters:
  ///   - mode: of the new file; 0600 for what holds secrets.
  ///   - replacing: whether that was said with the command; a person at the prompt is asked else.
  package func handOut(
    _ bytes: [UInt8], to name: String, mode: UInt32, replacing: Bool
  ) throws(CommandError) {
    let replacing = try mayWrite([(name, url(name))], replacing: replacing)
    try handOut(bytes, to: url(name), called: name, mode: mode, replacing: replacing)
  }

  /// The same for one of several files, of which ``mayWrite(_:replacing:)`` was asked together.
  package func handOut(
    _ bytes: [UInt8], to file: URL, called name: String, mode: UInt32, replacing: Bool
  ) throws(CommandError) {
    do throws(HandedOut.Refusal) {
      try HandedOut.write(bytes, to: file, mode: mode, replacing: replacing)
    } catch {
      throw CommandError(error, name)
    }
  }

  /// Asks where some of the files are there already.
  ///
  /// - Returns: whether they may be replaced.
  package func mayWrite(
    _ files: [(name: String, file: URL)], replacing: Bool
  ) throws(CommandError) -> Bool {
    for (name, file) in files {
      guard let refusal = HandedOut.refusal(of: file, replacing: replacing) else { continue }
      guard refusal == .taken, depth == 0,
        let isAgreed = surroundings.confirm("\(name) is there already: replace it?")
      else { throw CommandError(refusal, name) }
      guard isAgreed else { throw CommandError("\(name) stays as it is") }
      return true
    }
    return replacing
  }
}

extension CommandError {
  package init(_ refusal: HandedOut.Refusal, _ name: String) {
    switch refusal {
    case .taken:
      self.init(
        "\(name) is there already", details: ["choose another name, or say --replace"])
    case .link:
      self.init("\(name) is a symbolic link", details: ["say where it leads, or another name"])
    case .noFile: self.init("\(name) is a pipe or a socket, and no file")
    case .system(let error): self.init(error)
    }
  }
}

extension Parameter where Value == Bool {
  /// Says that what is there may go.
  package static var replace: Parameter {
    .flag("--replace", meaning: "write over what is there")
  }
}
