import Foundation
import Lab
import Network

/// What one recorded session of the lab costs: memory, and time to save and to load.
enum RecordedSession {
  static func measure() throws {
    let count = 300
    var lab = Lab(seed: 7)
    // Keys, and whatever the first sessions make once and for all.
    for _ in 0..<50 { try lab.connect() }
    let before = peakMemory()
    for _ in 0..<count { try lab.connect() }
    let memory = (peakMemory() - before) / count
    let wire = lab.sessions.suffix(count).map { session in
      session.recording(on: .direct)?.segments.reduce(0) { $0 + $1.bytes.count } ?? 0
    }
    let bytes = wire.reduce(0, +) / count
    print(
      """
      One recorded session (a SIP call over \(lab.sessions.count) sessions): \
      \(decimal(Double(memory) / 1024, 1)) KiB of memory, \
      \(decimal(Double(bytes) / 1024, 1)) KiB of them its bytes (asked: 64 KiB beyond its bytes)
      """)
    try measureSaving()
  }

  private static func measureSaving() throws {
    var lab = Lab(seed: 7)
    for _ in 0..<20 { try lab.connect() }
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("tlslab-bench-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: file) }
    let clock = ContinuousClock()
    let saving = try clock.measure { try SavedLab.write(lab, to: file) }
    var saved = try SavedLab(updating: file)
    let opening = try clock.measure { _ = try saved.restore() }
    let loading = try clock.measure { lab = try SavedLab.read(file) }
    try saved.keep(lab)
    try lab.connect()
    let again = try clock.measure { try saved.keep(lab) }
    saved.close()
    let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0
    print(
      """
      A lab of 20 sessions: \(size / 1024) KiB saved, \
      \(decimal(milliseconds(saving), 0)) ms to write, \(decimal(milliseconds(again), 0)) ms after \
      the next command, \(decimal(milliseconds(opening), 0)) ms to open, \
      \(decimal(milliseconds(loading), 0)) ms to read whole

      """)
  }

  private static func milliseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1000
      + Double(duration.components.attoseconds) / 1e15
  }

  /// The most memory that this process had so far, in bytes.
  private static func peakMemory() -> Int {
    #if os(Linux)
      // getrusage counts in what the process was before it became this program.
      let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
      return (line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0)
        * 1024
    #else
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }
}
