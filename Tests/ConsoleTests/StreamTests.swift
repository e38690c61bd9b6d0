import Foundation
import Testing

private let canRun =
  PseudoTerminal.canRun && FileManager.default.fileExists(atPath: "/dev/full")

/// Every call of the program, each in every state that the standard streams and the surroundings can be
/// in: it ends by itself, with a status that means something.
@Suite("No stream, folder or limit ends the program in the middle", .enabled(if: canRun))
struct StreamTests {
  private static let calls = [
    "", "run -", "run script", "run missing", "run --echo script", "run --bogus", "connect",
    "connect 127.0.0.1:1", "listen 0 bogus=1", "relay 0 127.0.0.1:1 bogus=1", "inspect missing",
    "inspect script", "explain nonce", "explain xyzzyq", "search key", "lesson list",
    "lesson tutorial", "lesson lint tutorial", "demo list", "demo check forward-secrecy",
    "demo forward-secrecy", "notes", "manual", "manual --markdown", "help run", "--help",
    "--version", "--bogus", "--generate-completion-script bash",
  ]

  /// A state as a shell makes it around `$CALL`.
  struct State: CustomStringConvertible, Sendable {
    var description: String
    var shell: String
    /// Whether what is printed gets lost.
    var losesOutput = false
  }

  static let states = [
    State(description: "no standard input", shell: "$CALL <&- >/dev/null 2>&1"),
    State(description: "no output", shell: "$CALL </dev/null >&- 2>/dev/null", losesOutput: true),
    State(description: "no errors", shell: "$CALL </dev/null >/dev/null 2>&-"),
    State(description: "nothing at all", shell: "$CALL <&- >&- 2>&-", losesOutput: true),
    State(
      description: "a full output", shell: "$CALL </dev/null >/dev/full 2>/dev/null",
      losesOutput: true),
    State(description: "full errors", shell: "$CALL </dev/null >/dev/null 2>/dev/full"),
    State(description: "a folder as input", shell: "$CALL </ >/dev/null 2>&1"),
    State(
      description: "a reader who has left",
      shell:
        "{ sleep 0.1; $CALL </dev/null 2>/dev/null; echo $? >status; } | true; exit $(cat status)"),
    State(
      description: "nobody for the errors",
      shell:
        "{ sleep 0.1; $CALL </dev/null 2>&1 >/dev/null; echo $? >status; } | true; exit $(cat status)"
    ),
    State(
      description: "no file may grow",
      shell: "ulimit -f 0; $CALL </dev/null >printed 2>/dev/null", losesOutput: true),
    State(description: "no environment", shell: "env -i $CALL </dev/null >/dev/null 2>&1"),
    State(
      description: "a home that is no folder",
      shell: "HOME=/dev/null XDG_STATE_HOME= XDG_CONFIG_HOME= $CALL </dev/null >/dev/null 2>&1"),
    State(
      description: "a folder that is gone",
      shell: "mkdir gone; cd gone; rmdir ../gone; $CALL </dev/null >/dev/null 2>&1"),
    State(
      description: "few descriptors", shell: "ulimit -n 12; $CALL </dev/null >/dev/null 2>&1"),
  ]

  @Test(arguments: states)
  func everyCall(state: State) throws {
    let folder = try TemporaryFolder()
    try folder.write("connect\nwhere\nstate\nlist\n", to: "script")
    for call in Self.calls {
      let status = try run(state.shell, call, in: folder)
      #expect([0, 1, 2, 64, 65].contains(status), "tlslab \(call): \(status)")
      if state.losesOutput, !["", "run -", "connect"].contains(call) {
        #expect(status != 0, "tlslab \(call): what was lost is no success")
      }
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("state/core").path))
  }

  private func run(_ shell: String, _ call: String, in folder: TemporaryFolder) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", shell.replacing("$CALL", with: "'\(PseudoTerminal.executable.path)' \(call)"),
    ]
    process.currentDirectoryURL = folder.url
    process.environment = [
      "PATH": "/usr/bin:/bin", "XDG_STATE_HOME": folder.url.path, "HOME": folder.url.path,
    ]
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationReason == .exit
      ? process.terminationStatus : 128 + process.terminationStatus
  }

  @Test("A limit on the size of files is not taken for a full disk")
  func limit() throws {
    let folder = try TemporaryFolder()
    try folder.write("connect\nsave x.lab\n", to: "script")
    #expect(
      try run("ulimit -f 20; $CALL </dev/null >/dev/null 2>errors", "run script", in: folder) == 1)
    let printed = try String(contentsOf: folder.file("errors"), encoding: .utf8)
    let errors = printed.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(errors.contains("(ulimit -f)") && !errors.contains("no space"), "\(errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("x.lab").path))
  }

  @Test("What is printed does not get into a file that is opened later")
  func descriptors() throws {
    let folder = try TemporaryFolder()
    try folder.write("connect\nexport key key\nexport json json\nstate schema\n", to: "script")
    _ = try run("$CALL <&- >&- 2>&-", "run script", in: folder)
    let key = try String(contentsOf: folder.file("key"), encoding: .utf8)
    #expect(key.hasPrefix("-----BEGIN") && key.hasSuffix("-----\n"))
    _ = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.file("json")))
  }
}
