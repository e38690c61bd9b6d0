import CryptoPrimitives
import Foundation
import Testing
import X509

/// The program as it was built beside these tests.
struct Program {
  static let executable = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("tlslab")

  static var exists: Bool { FileManager.default.isExecutableFile(atPath: executable.path) }

  struct Result {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Runs it with a script on standard input.
  static func run(_ arguments: [String], input: String = "") throws -> Result {
    let folder = try TemporaryFolder()
    let input = try folder.write(input, to: "input")
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ["XDG_STATE_HOME": folder.url.path, "PATH": "/usr/bin:/bin"]
    let output = folder.file("output")
    let errors = folder.file("errors")
    for file in [output, errors] { try Data().write(to: file) }
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    #expect(!FileManager.default.fileExists(atPath: folder.file("tlslab").path))
    return Result(
      status: process.terminationStatus,
      output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }
}

@Suite("The program as a shell sees it", .enabled(if: Program.exists))
struct ProgramTests {
  @Test("Exit statuses", arguments: Self.statuses)
  func status(script: String, status: Int32) throws {
    for arguments in [["run", "-"], ["run"], []] {
      let result = try Program.run(arguments, input: script)
      #expect(result.status == status, "\(arguments) \(result.output) \(result.errors)")
    }
  }

  static let statuses: [(String, Int32)] = [
    ("", 0), ("world show\nquit\nbogus\n", 0), ("conect\n", 1), ("expect nonsense == 1\n", 1),
    ("expect schema == 2\n", 2), ("load /etc/passwd\n", 65),
  ]

  @Test("What can't be printed is no success", .enabled(if: Self.hasFullDisk))
  func fullDisk() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "echo world show | '\(Program.executable.path)' run - > /dev/full 2>/dev/null",
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
  }

  @Test("The version is that of the newest changes that have one, and of the man page")
  func version() throws {
    let changes = try String(
      contentsOf: Quoted.repository.appendingPathComponent("CHANGELOG.md"), encoding: .utf8)
    let heading = try #require(changes.firstMatch(of: /(?m)^## (\d+\.\d+\.\d+)$/))
    #expect(try Program.run(["--version"]).output == "tlslab \(heading.1)\n")
    #expect(try Program.run(["manual"]).output.contains("\"tlslab \(heading.1)\""))
  }

  static let hasFullDisk = FileManager.default.fileExists(atPath: "/dev/full")

  @Test("Scripts steal a key and read, and fool a client until it verifies")
  func stolenKeyAndInterception() throws {
    let stolen = try Program.run(
      ["run", "-"],
      input: """
        world new uc seed=7
        connect kx=rsa
        connect kx=ecdhe version=1.2
        compromise server.key
        expect sessions.S1.vault == open
        expect sessions.S2.vault == sealed
        why S2
        """)
    #expect(stolen.status == 0, "\(stolen.errors)")
    #expect(stolen.output.contains("[OPEN]"))
    #expect(!stolen.output.contains("\u{1b}"))
    let fooled = try Program.run(
      ["run", "-"],
      input: """
        set client.verify off
        mitm on cert=own-ca
        connect
        expect sessions.last.outcome == fooled
        set client.verify on
        connect
        expect sessions.last.alert == unknown_ca
        """)
    #expect(fooled.status == 0, "\(fooled.errors)")
  }

  @Test("Errors go to standard error with the script's name and line")
  func errors() throws {
    let folder = try TemporaryFolder()
    let script = try folder.write("world show\n\nconect\nworld show\n", to: "demo.tlslab")
    let result = try Program.run(["run", "--seed", "7", script.path])
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("error: demo.tlslab:3: unknown command 'conect'"))
    let kept = try Program.run(["run", "--seed", "7", "--keep-going", script.path])
    #expect(kept.status == 1)
    #expect(kept.output.count == 2 * result.output.count)
  }

  @Test("A call that it does not know", arguments: [["--bogus"], ["run", "--width", "3", "-"]])
  func usage(arguments: [String]) throws {
    #expect(try Program.run(arguments).status == 64)
  }

  @Test("Searching and explaining at the shell, lessons and pasted errors too")
  func reference() throws {
    let calls: [([String], String)] = [
      (["search", "pbx"], "explain sip-and-srtp"),
      (["search", "stolen", "key"], "lesson start tutorial"), (["explain", "nonce"], "used once"),
      (["explain", "SSL routines::tlsv1 alert unknown ca"], "WHO MEETS IT"),
      (["explain", "- Status: The certificate issuer is unknown."], "unknown_issuer"),
      (["explain", "it's;", "#tlsv1", "alert", "unknown", "ca"], "unknown_ca"),
    ]
    for (arguments, expected) in calls {
      let result = try Program.run(arguments)
      #expect(result.status == 0 && result.output.contains(expected), "\(arguments)")
    }
    let nothing = try Program.run(["search", "xyzzyq"])
    #expect(nothing.status == 1 && nothing.errors.contains("nothing is about"))
  }

  @Test func badData() throws {
    #expect(try Program.run(["run", "/nonexistent"]).status == 65)
  }

  @Test("The same seed, the same bytes")
  func seeds() throws {
    let script = "connect kx=ecdhe version=1.2\nshow bytes 1 --json\n"
    let first = try Program.run(["--seed", "5"], input: script)
    #expect(first.status == 0, "\(first.errors)")
    #expect(try Program.run(["run", "--seed", "5", "-"], input: script).output == first.output)
    #expect(try Program.run([], input: script).output != first.output)
  }
}

@Suite("tlslab inspect", .enabled(if: Program.exists))
struct InspectTests {
  @Test("A chain from files: taken apart, verified, as text and as JSON; and what is none")
  func chains() throws {
    let lab = try Program.run(
      ["run", "-"], input: "state world.server_name\n")
    #expect(lab.status == 0)
    let folder = try TemporaryFolder()
    let catalogue = try Self.catalogue()
    let good = try catalogue.chain(.good)
    let chain = try folder.write(
      good.identity.chain.map(\.pem).joined(separator: "\n"), to: "chain.pem")
    let root = try folder.write(good.trust.roots.map(\.pem).joined(), to: "root.pem")
    let arguments = ["inspect", chain.path, "--trust", root.path, "--at", "2026-01-01"]
    let passed = try Program.run(arguments + ["--host", "sip.uc.test"])
    #expect(passed.status == 0, "\(passed.output) \(passed.errors)")
    #expect(passed.output.contains("subjectAltName") && passed.output.contains("s^e"))
    let wrong = try Program.run(arguments + ["--host", "other.test"])
    #expect(wrong.status == 1 && wrong.output.contains("hostname mismatch"))
    let json = try Program.run(arguments + ["--json"])
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect((object?["checks"] as? [Any])?.count == 6)
    #expect((object?["certificates"] as? [Any])?.count == 2)
    // A chain from which no server could send is none that is well.
    let turned = try folder.write(
      good.identity.chain.reversed().map(\.pem).joined(separator: "\n"), to: "turned.pem")
    let misordered = try Program.run(
      ["inspect", turned.path, "--trust", root.path, "--at", "2026-01-01"])
    #expect(misordered.status == 1)
    #expect(misordered.output.contains("what passes once they are put in order: chain"))
    #expect(!misordered.output.contains("\n verified "), "\(misordered.output.prefix(400))")
    // Nobody here trusts that root without being told to.
    #expect(try Program.run(["inspect", chain.path, "--at", "2026-01-01"]).status == 1)
    let text = try folder.write("nothing of the kind", to: "text")
    #expect(try Program.run(["inspect", text.path]).status == 65)
    #expect(try Program.run(["inspect", folder.file("missing").path]).status == 65)
    #expect(try Program.run(["inspect", chain.path, "--at", "tomorrow"]).status == 64)
    #expect(try Program.run(["inspect"]).status == 64)
  }

  /// Certificates for a host, on the first day of the year 2026.
  private static func catalogue() throws -> CertificateCatalogue {
    try CertificateCatalogue(
      host: "sip.uc.test", at: 1_767_225_600,
      ownKey: .makeRSA(bits: 2048, random: .seeded(3)), random: .seeded(4))
  }

  @Test("From a pipe, to the second, for a client, to a depth, with a list, and as others judge it")
  func choices() throws {
    let folder = try TemporaryFolder()
    let catalogue = try Self.catalogue()
    let good = try catalogue.chain(.good)
    let pem = good.identity.chain.map(\.pem).joined()
    let root = try folder.write(good.trust.roots.map(\.pem).joined(), to: "root.pem").path
    let middle = try folder.write(good.identity.chain[1].pem, to: "middle.pem").path
    let lists = try folder.write(
      catalogue.revocationLists(.good).map(\.pem).joined(), to: "lists.pem"
    ).path
    func status(_ more: String..., trust: String = root) throws -> Int32 {
      try Program.run(["inspect", "-", "--trust", trust] + more, input: pem).status
    }
    let day = ["--at", "2026-01-01"]
    #expect(try status(day[0], day[1]) == 0)
    #expect(
      try Program.run(["inspect", "/dev/stdin", "--trust", root] + day, input: pem).status == 0)
    #expect(try status(day[0], day[1], "--depth", "1") == 0)
    #expect(try status(day[0], day[1], "--depth", "0") == 1)
    #expect(try status(day[0], day[1], "--purpose", "client") == 1)
    #expect(try status(day[0], day[1], "--purpose", "any") == 0)
    #expect(try status(day[0], day[1], "--purpose", "nobody") == 64)
    #expect(try status(day[0], day[1], trust: middle) == 1)
    #expect(try status(day[0], day[1], "--partial-chain", trust: middle) == 0)
    #expect(try status(day[0], day[1], "--crl", lists) == 0)
    #expect(try status("--at", "2026-02-01", "--crl", lists) == 1)
    #expect(try status(day[0], day[1], "--crl", root) == 65)
    let last = try #require(good.identity.chain[0].notAfter)
    #expect(try status("--at", "@\(last - 1)") == 0)
    #expect(try status("--at", "@\(last)") == 1)
    #expect(try status(day[0], day[1], "--host", "https://sip.uc.test/") == 64)
  }

  @Test("A bundle with something damaged in it: what can be read counts, and the rest is named")
  func damagedBundle() throws {
    let folder = try TemporaryFolder()
    let catalogue = try Self.catalogue()
    let good = try catalogue.chain(.good)
    let pem = good.identity.chain.map(\.pem).joined()
    let broken = "-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----\n"
    let roots = try folder.write(
      broken + good.trust.roots.map(\.pem).joined(), to: "roots.pem"
    ).path
    let arguments = ["inspect", "-", "--at", "2026-01-01", "--trust"]
    let passed = try Program.run(arguments + [roots], input: pem)
    #expect(passed.status == 0 && passed.output.contains("left out of what is trusted"))
    #expect(passed.output.contains("line 2"))
    let damaged = try Program.run(arguments + [roots], input: pem + broken)
    #expect(damaged.status == 65 && damaged.output.contains("CERTIFICATE 2 of 2"))
  }
}
