import Foundation
import TLSWire

// make bench-decrypt: DecryptBenchmark TLSLAB [quick]
//
// Every capture is made here; ours and tshark read it in turn, with the same keys. tshark is stopped when it
// has taken so much longer that the ratio is beyond doubt.

let arguments = CommandLine.arguments
guard arguments.count >= 2 else {
  print("DecryptBenchmark TLSLAB [quick]")
  exit(64)
}
let isQuick = arguments.contains("quick")
let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
  "tlslab-bench-\(ProcessInfo.processInfo.processIdentifier)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: folder) }
let captures = MadeCaptures(folder: folder)
let bench = Comparison(tlslab: arguments[1], folder: folder)

print("(a) short sessions: RSA, DHE, ECDHE, TLS 1.3")
let short = try captures.shortSessions(isQuick ? 400 : 2000)
try bench.compare(short, goal: 10)
try bench.comparePrivateKey(short, operations: (isQuick ? 400 : 2000) / 4)

for version in [ProtocolVersion.tls12, .tls13] {
  print("(b) one session, TLS \(version.number)")
  let long = try captures.longSession(isQuick ? 16 : 256, version)
  try bench.compare(long, goal: 50)
  try? FileManager.default.removeItem(atPath: long.capture)
}

print("(c) mixed traffic, a tenth of it TLS; memory, and cost along the capture")
for part in [4, 2, 1] {
  let mixed = try captures.mixed((isQuick ? 64 : 1024) / part)
  try bench.measureMemory(mixed, limit: 128, withTshark: part == 1)
  try? FileManager.default.removeItem(atPath: mixed.capture)
}
