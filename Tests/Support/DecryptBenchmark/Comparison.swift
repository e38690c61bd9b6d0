import CaptureMaker
import CryptoPrimitives
import Foundation
import X509

/// Runs ours and tshark, and prints how they compare.
struct Comparison {
  let tlslab: String
  let folder: URL

  struct Run {
    /// Seconds by the wall.
    var seconds: Double
    /// The most memory, in MiB.
    var memory: Int
    /// Whether it was stopped because it took too long.
    var isStopped: Bool
  }

  private func run(_ arguments: [String], atMost limit: Double = .infinity) throws -> Run {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let start = ContinuousClock.now
    try process.run()
    var memory = 0
    var isStopped = false
    while process.isRunning {
      usleep(2000)
      memory = max(memory, Self.memory(of: process.processIdentifier))
      if (ContinuousClock.now - start).seconds > limit && !isStopped {
        isStopped = true
        process.terminate()
      }
    }
    return Run(
      seconds: (ContinuousClock.now - start).seconds, memory: memory, isStopped: isStopped)
  }

  /// The peak of a process's memory, in MiB; Linux alone says so.
  private static func memory(of process: Int32) -> Int {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
    else { return 0 }
    return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1024
  }

  private func best(_ count: Int, _ arguments: [String]) throws -> Run {
    let runs = try (0..<count).map { _ in try run(arguments) }
    return runs.min { $0.seconds < $1.seconds } ?? runs[0]
  }

  private func tshark(_ made: MadeCaptures.Made) -> [String] {
    [
      "tshark", "-r", made.capture, "-o", "tls.keylog_file:" + made.keyLog, "-d",
      "tcp.port==5061,tls", "-T", "fields", "-e", "tls.app_data",
    ]
  }

  private func ours(_ made: MadeCaptures.Made) -> [String] {
    [tlslab, "decrypt", made.capture, "--keylog", made.keyLog, "--json"]
  }

  func compare(_ made: MadeCaptures.Made, goal: Double) throws {
    let ours = try best(3, ours(made))
    let theirs = try run(tshark(made), atMost: max(10, ours.seconds * goal * 1.2))
    let ratio = theirs.seconds / ours.seconds
    print(
      "  key log: ours \(shown(ours.seconds)) s, \(made.bytes >> 20) MiB, "
        + "\(Int(Double(made.bytes >> 20) / ours.seconds)) MiB/s; tshark \(shown(theirs.seconds)) s"
        + "\(theirs.isStopped ? " and stopped" : ""): \(theirs.isStopped ? "more than " : "")"
        + "\(shown(ratio)) times (goal \(Int(goal))) \(ratio >= goal ? "reached" : "MISSED")")
  }

  /// Against what the operations of the private key cost by themselves, on all processors.
  func comparePrivateKey(_ made: MadeCaptures.Made, operations: Int) throws {
    let key = folder.appendingPathComponent("server.key")
    try MadeIdentities.shared().rsa.key.pem.write(to: key, atomically: true, encoding: .utf8)
    let ours = try best(3, [tlslab, "decrypt", made.capture, "--key", key.path, "--json"])
    let processors = ProcessInfo.processInfo.activeProcessorCount
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "openssl", "speed", "-mr", "-seconds", "3", "-multi", "\(processors)", "rsa2048",
    ]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    // +F2:number:bits:private operations a second:public ones
    let line = String(decoding: data, as: UTF8.self).split(separator: "\n").last {
      $0.hasPrefix("+F2:")
    }
    guard let rate = line.flatMap({ Double($0.split(separator: ":")[3]) }), rate > 0 else { return }
    let alone = Double(operations) / rate
    print(
      "  private key: ours \(shown(ours.seconds)) s; \(operations) operations on \(processors) "
        + "processors by openssl speed \(shown(alone)) s: \(shown(ours.seconds / alone)) times "
        + "(goal 1.3)")
  }

  func measureMemory(_ made: MadeCaptures.Made, limit: Int, withTshark: Bool) throws {
    let ours = try best(2, ours(made))
    var text =
      "  \(made.bytes >> 20) MiB: ours \(shown(ours.seconds)) s, "
      + "\(Int(Double(made.bytes >> 20) / ours.seconds)) MiB/s, \(ours.memory) MiB of memory "
      + "(goal \(limit)) \(ours.memory <= limit ? "reached" : "MISSED")"
    if withTshark {
      let theirs = try run(tshark(made), atMost: max(20, ours.seconds * 60))
      text +=
        "; tshark \(shown(theirs.seconds)) s\(theirs.isStopped ? " and stopped" : ""), "
        + "\(theirs.memory) MiB"
    }
    print(text)
  }

  private func shown(_ number: Double) -> String { String(format: "%.2f", number) }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
