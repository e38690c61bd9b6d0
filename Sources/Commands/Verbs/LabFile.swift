public import Files
public import Foundation
public import Lab
import Screens

/// Saved labs.
public enum LabFile {
  /// Where `save` writes when no file is named.
  public static let defaultName = "lab.tlslab-save"

  /// Why a saved lab could not be read.
  public enum Failure: Error, Hashable, Sendable {
    case unreadable(String)
    case notALab
    /// From a program that knows more.
    case newer(Int)
    /// Cut off or changed.
    case damaged(String)

    /// The failure in words.
    public var words: String {
      switch self {
      case .unreadable(let reason): reason
      case .notALab: "it is no saved lab"
      case .newer(let schema): "it is from a newer program (schema \(schema))"
      case .damaged(let reason): "it is damaged: \(reason)"
      }
    }
  }

  /// Reads a saved lab.
  public static func read(_ file: URL) throws(Failure) -> Lab {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileContents.read(file)
    } catch {
      throw .unreadable(error.reason)
    }
    do throws(LabDocument.Failure) {
      return try LabDocument.lab(from: bytes)
    } catch {
      switch error {
      case .notALab: throw .notALab
      case .newerSchema(let schema): throw .newer(schema)
      // The decoder's own words fill a screen.
      case .damaged(let reason): throw .damaged(String(reason.prefix(80)))
      }
    }
  }

  /// Writes a lab, for its owner alone: it holds every private key.
  public static func write(_ lab: Lab, to file: URL) throws(FileError) {
    var writer = LabWriter()
    try write(lab, to: file, with: &writer)
  }

  /// Writes a lab that the same writer wrote before, which goes faster.
  public static func write(
    _ lab: Lab, to file: URL, with writer: inout LabWriter
  ) throws(FileError) {
    guard let bytes = try? writer.bytes(of: lab) else {
      throw FileError(operation: .write, path: file.path, code: EIO)
    }
    try AtomicFile.write(bytes, to: file, mode: 0o600)
  }

  // MARK: The commands

  @Sendable static func save(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let name = arguments["FILE"] ?? defaultName
    let file = interpreter.url(name)
    try refuseToReplace(file, called: name)
    do throws(FileError) {
      try write(interpreter.lab, to: file)
    } catch {
      throw CommandError(error)
    }
    return Page(
      lines: ["saved to \(name)", "it holds private keys; only you may read it"],
      next: ["load \(name)"])
  }

  /// What is no saved lab was hardly meant to be replaced by one.
  private static func refuseToReplace(
    _ file: URL, called name: String
  ) throws(CommandError) {
    do throws(Failure) {
      _ = try read(file)
    } catch {
      guard error == .notALab else { return }
      throw CommandError("\(name) exists and is no saved lab", details: ["choose another name"])
    }
  }

  @Sendable static func load(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let name = arguments.one("FILE")
    let file = interpreter.url(name)
    let loaded: Lab
    do throws(Failure) {
      loaded = try read(file)
    } catch {
      var failure = CommandError("can't load \(name): \(error.words)")
      if case .unreadable = error {} else { failure.status = .badData }
      throw failure
    }
    try interpreter.change { lab throws(LabError) in lab = loaded }
    var page = Page(lines: ["loaded \(name) (undo goes back)", ""])
    page.blocks += Screens.sessions(loaded).blocks
    page.next = ["vault", "where", "undo"]
    return page
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
