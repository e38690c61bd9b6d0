import Explanations
public import Files
public import Lab
import Platform
import Screens
import Storage

/// Saved labs.
public enum LabFile {
  /// Where `save` writes when no file is named.
  public static let defaultName = "lab.tlslab-save"

  // MARK: The commands

  static func save(_ interpreter: inout Interpreter, _ name: String?) throws(CommandError) -> Page {
    let name = name ?? defaultName
    guard name != Interpreter.standardOutput else { throw CommandError(refusal: "output.lab") }
    let file = interpreter.url(name)
    try refuseToReplace(file, called: name)
    do throws(SavedLab.Failure) {
      try SavedLab.write(interpreter.lab, to: file)
    } catch {
      throw CommandError(refusal: "file.not-saved", ["file": name, "reason": error.words])
    }
    return Page(
      lines: [
        said(.world, "file.saved", ["file": name]), said(.world, "file.saved", for: .detail),
      ],
      next: ["load \(name)"])
  }

  /// What is no saved lab was hardly meant to be replaced by one.
  private static func refuseToReplace(_ file: URL, called name: String) throws(CommandError) {
    guard SavedLab.isSomethingElse(file) else { return }
    throw CommandError(refusal: "file.something-else", ["file": name])
  }

  static func load(_ interpreter: inout Interpreter, _ name: String) throws(CommandError) -> Page {
    let file = interpreter.url(name)
    let loaded: Lab
    do throws(SavedLab.Failure) {
      loaded = try SavedLab.read(file)
    } catch {
      var failure = CommandError(
        refusal: "file.not-loaded", ["file": name, "reason": error.words])
      if case .refused = error {} else { failure.status = .badData }
      throw failure
    }
    try interpreter.change { lab throws(LabError) in lab = loaded }
    var page = Page(lines: [said(.world, "file.loaded", ["file": name]), ""])
    page.blocks += Screens.sessions(loaded).blocks
    page.next = ["vault", "where", "undo"]
    return page
  }
}

extension SavedLab.Failure {
  /// The failure in words.
  public var words: String {
    switch self {
    case .notALab: said(.refusal, "saved.not-a-lab")
    case .newerSchema(let schema): said(.refusal, "saved.newer", ["schema": "\(schema)"])
    // The decoder's own words fill a screen.
    case .damaged(let reason):
      said(.refusal, "saved.damaged", ["reason": String(reason.prefix(80))])
    case .refused(let error): error.words
    }
  }
}

extension StorageError {
  fileprivate var words: String {
    switch reason {
    case .locked: said(.refusal, "saved.locked")
    case .changedByOther: said(.refusal, "saved.changed")
    case .moved: said(.refusal, "saved.moved")
    case .full: said(.refusal, isLimit ? "saved.limit" : "saved.full")
    default: message
    }
  }
}

extension CommandError {
  /// What the system refused to do with a file, in words.
  public init(_ error: FileError) {
    self.init("can't \(error.operation.words) \(error.path): \(error.reason)")
  }
}

extension FileError.Operation {
  fileprivate var words: String {
    switch self {
    case .makeFolder: "make the folder"
    case .open: "open"
    case .read: "read"
    case .write: "write"
    case .sync, .syncFolder: "finish writing"
    case .rename: "put in place"
    }
  }
}
