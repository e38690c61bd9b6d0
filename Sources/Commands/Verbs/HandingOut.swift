import Explanations
package import Files
package import Platform
package import Screens

extension Interpreter {
  /// Writes a file that was asked for by its name. What stands there is replaced only by somebody who
  /// knows. `-` is standard output.
  ///
  /// - Parameters:
  ///   - mode: of the new file; 0600 for what holds secrets.
  ///   - replacing: whether that was said with the command; a person at the prompt is asked else.
  /// - Returns: what is to be shown in place of a word on the file, where `-` was asked for; nil: there is a
  ///   file.
  package func handOut(
    _ bytes: [UInt8], to name: String, mode: UInt32, replacing: Bool
  ) throws(CommandError) -> Page? {
    if name == Self.standardOutput { return try shown(bytes) }
    let replacing = try mayWrite([(name, url(name))], replacing: replacing)
    try handOut(bytes, to: url(name), called: name, mode: mode, replacing: replacing)
    return nil
  }

  /// What stands for standard output where a file is named.
  package static let standardOutput = "-"

  /// Writes to standard output; a terminal gets text alone.
  ///
  /// - Returns: what is still to be shown.
  private func shown(_ bytes: [UInt8]) throws(CommandError) -> Page {
    if let output = surroundings.output {
      if let error = output(bytes) { throw error }
      return Page()
    }
    guard let text = String(validating: bytes, as: UTF8.self), !text.contains(where: \.isUnseen)
    else { throw CommandError(refusal: "output.binary") }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return Page(
      lines.map { .data(String(decoding: $0, as: UTF8.self).replacing("\r", with: "")) })
  }

  /// Who may read what was written: nothing where it is no file, or everyone's.
  package func readers(of name: String) -> String {
    var status = stat()
    guard lstat(url(name).path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_mode & 0o077 == 0
    else { return "" }
    return said(.world, "file.own")
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

extension Character {
  /// Whether a terminal would take it for a command.
  fileprivate var isUnseen: Bool {
    unicodeScalars.contains {
      $0.properties.generalCategory == .control && !["\n", "\r", "\t"].contains($0)
    }
  }
}

extension Parameter where Value == Bool {
  /// Says that what is there may go.
  package static var replace: Parameter {
    .flag("--replace", meaning: "write over what is there")
  }
}
