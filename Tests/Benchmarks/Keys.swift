import Commands
import FullScreen
import Lab

/// How long a key of the full screen takes from being pressed to a screen full of characters, in a lab that
/// holds many sessions.
enum Keys {
  private static let sessions = 1_000

  static func measure() throws {
    var lab = Lab(seed: 7)
    for _ in 0..<sessions { try lab.connect([("kx", "ecdhe"), ("scenario", "echo")]) }
    try lab.compromise(.serverKey)
    print("\nA key of the full screen, \(sessions) sessions in the lab, at 132 by 43; milliseconds")
    print(column("key", 20), column("median", -8), column("worst", -8), column("asked", -8))
    for version in ["1.2", "1.3"] {
      var interpreter = Interpreter(lab)
      _ = interpreter.execute("walk version=\(version)")
      try report("step, TLS \(version)", .right, &interpreter)
      _ = interpreter.execute("back start")
      try report("next, TLS \(version)", .character(" "), &interpreter)
      try report("field, TLS \(version)", .down, &interpreter)
      try report("back, TLS \(version)", .left, &interpreter)
    }
  }

  /// As often as the key does something, but not for ever.
  private static func report(
    _ name: String, _ key: Key, _ interpreter: inout Interpreter
  ) throws {
    var walk = Walk(rows: 43, columns: 132, unicode: false)
    walk.look(at: interpreter.lab)
    var times: [Double] = []
    let clock = ContinuousClock()
    for _ in 0..<60 {
      let start = clock.now
      if case .run(let line, _) = walk.press(key) {
        guard interpreter.execute(line).error == nil else { break }
        walk.look(at: interpreter.lab)
      }
      if walk.grid().cells.isEmpty { return }
      times.append((clock.now - start) / .milliseconds(1))
    }
    times.sort()
    guard let worst = times.last else { return }
    print(
      column(name, 20), column(decimal(times[times.count / 2], 2), -8),
      column(decimal(worst, 2), -8), column("16", -8))
  }
}
