public import Foundation

/// The `openssl` program: code that nobody here wrote, to hold ours against.
public enum OpenSSLProgram {
  /// The program ended with an error.
  public struct Failure: Error {
    public var arguments: [String]
    public var status: Int32
    public var message: String
  }

  /// Runs `openssl` and gives what it wrote.
  public static func run(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
    let process = Process()
    process.executableURL = executable
    process.arguments = executable.lastPathComponent == "env" ? ["openssl"] + arguments : arguments
    let source = Pipe()
    let output = Pipe()
    // A file, so that neither of two full pipes can stall the program.
    let scratch = try ScratchFolder()
    let errors = try scratch.write("errors", [])
    process.standardInput = source
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    // A program that does not want its input may have closed it.
    try? source.fileHandleForWriting.write(contentsOf: Data(input))
    try? source.fileHandleForWriting.close()
    let written = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(
        arguments: arguments, status: process.terminationStatus,
        message: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
    return Array(written)
  }

  /// Runs `openssl` and gives what it wrote, as text.
  public static func text(_ arguments: [String], input: [UInt8] = []) throws -> String {
    String(decoding: try run(arguments, input: input), as: UTF8.self)
  }

  /// Homebrew's first: what macOS calls `openssl` is another program.
  private static let executable: URL = {
    let candidates = [
      "/opt/homebrew/opt/openssl@3/bin/openssl", "/usr/local/opt/openssl@3/bin/openssl",
    ]
    let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    return URL(fileURLWithPath: found ?? "/usr/bin/env")
  }()
}

/// A folder for a test's files, removed with the last reference.
public final class ScratchFolder: Sendable {
  public let url: URL

  public init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "tlslab-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file and gives its place.
  @discardableResult
  public func write(_ name: String, _ bytes: [UInt8]) throws -> URL {
    let place = url.appendingPathComponent(name)
    try Data(bytes).write(to: place)
    return place
  }

  /// The path of a file here, whether it exists or not.
  public func path(_ name: String) -> String {
    url.appendingPathComponent(name).path
  }

  /// Reads a file.
  public func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: url.appendingPathComponent(name)))
  }
}
