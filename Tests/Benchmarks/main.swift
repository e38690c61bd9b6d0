// Our handshakes a second against libssl's, in one process with the same keys and groups. Both
// take turns, so that a machine that slows down slows both.
//
//   Benchmarks soak [VISITS]                              visits to 'listen', see Soaking.swift
//   Benchmarks [START-OF-NAME [SECONDS]] [--ours-only]        --ours-only is for profilers

var arguments = Array(CommandLine.arguments.dropFirst())
let oursOnly = arguments.contains("--ours-only")
arguments.removeAll { $0 == "--ours-only" }
if arguments.first == "soak" {
  try Soaking.run(visits: arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000)
}
let wanted = arguments.first ?? ""
let seconds = arguments.dropFirst().first.flatMap(Double.init) ?? 3
let rounds = 20

/// A handshake that was to be measured did not succeed.
enum Failure: Error {
  case engine(String)
  case libssl(String)
}

// First of all: it looks at the most memory that the process had so far.
if !oursOnly { try RecordedSession.measure() }
print("Handshakes a second: client and server in memory, one thread, effects recorded")
print(
  column("key exchange", 20), column("libssl", -8), column("tlslab", -8), column("ratio", -7),
  column("asked", -7))
let scenarios = try Scenario.all().filter { $0.name.hasPrefix(wanted) }
var costs: [Double] = []
var seed: UInt64 = 0
for scenario in scenarios {
  var ours = Measurement()
  var theirs = Measurement()
  let span = Duration.seconds(seconds) / (2 * rounds)
  for _ in 0..<rounds {
    if !oursOnly {
      try theirs.repeatFor(span) {
        guard try scenario.libsslHandshake() else { throw Failure.libssl(scenario.name) }
      }
    }
    try ours.repeatFor(span) {
      seed += 1
      guard scenario.engineHandshake(seed) else { throw Failure.engine(scenario.name) }
    }
  }
  costs.append(1_000_000 / ours.rate)
  print(
    column(scenario.name, 20), column(decimal(theirs.rate, 0), -8),
    column(decimal(ours.rate, 0), -8), column(decimal(ours.rate / max(theirs.rate, 1), 2), -7),
    column(scenario.target.map { decimal($0, 2) } ?? "–", -7))
}
if !oursOnly, wanted.isEmpty || wanted == "bulk" { try Bulk.measure(seconds) }
if wanted.isEmpty || wanted == "export" { try Exporting.measure() }
if !oursOnly, wanted.isEmpty || wanted == "growth" { try Growth.measure() }
if !oursOnly, wanted.isEmpty || wanted == "keys" { try Keys.measure() }
if !oursOnly {
  print(
    """

    Where a handshake's time goes in the engine, in microseconds: its cryptography measured by
    itself, then what is left for messages, rules, effects and values
    """)
  for (scenario, cost) in zip(scenarios, costs) {
    let parts = try scenario.breakdown.measure()
    let rest = max(0, cost - parts.reduce(0) { $0 + $1.microseconds })
    let shown = parts.map { "\($0.name) \(decimal($0.microseconds, 0))" }
    print(
      "\(scenario.name): \(decimal(cost, 0)) = " + shown.joined(separator: " + "), terminator: "")
    print(" + the rest \(decimal(rest, 0))")
  }
  print(
    """

    Certificates: libssl reads the server's anew in every handshake, which takes libcrypto as long as
    several key agreements. The engine has read it once, and judges it in every handshake.

    DHE: libssl lets libcrypto raise the peer's number to the group's order, on both sides. The
    engine checks its range, which is all that a safe prime needs (RFC 7919 §5.1).
    """)
}
