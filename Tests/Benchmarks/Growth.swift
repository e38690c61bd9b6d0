import Bytes
import CryptoPrimitives
import Foundation
import Knowledge
import Lab
import TLSKeys

/// What a lab costs that has grown: with 10, 100 and 1,000 recorded sessions, half of them RSA and half
/// ECDHE. The exponent is that of the last step: 1 for what visits every session, 0 for the rest.
enum Growth {
  private static let sizes = [10, 100, 1000]
  private static let clock = ContinuousClock()

  /// One line of the table, in milliseconds.
  private struct Row {
    var name: String
    var values: [Double] = []
  }

  static func measure() throws {
    var rows: [String: Row] = [:]
    var order: [String] = []
    for size in sizes {
      for (name, value) in try figures(of: size) {
        if rows[name] == nil {
          order.append(name)
          rows[name] = Row(name: name)
        }
        rows[name]?.values.append(value)
      }
    }
    let processors = ProcessInfo.processInfo.processorCount
    print("A lab that grows, in milliseconds, with \(processors) processors")
    print(
      column("", 44), sizes.map { column("\($0)", -9) }.joined(), column("exponent", -10),
      separator: "")
    for name in order {
      guard let values = rows[name]?.values else { continue }
      let last = values.suffix(2).map { max($0, 0.001) }
      let exponent = log(last[1] / last[0]) / log(10)
      print(
        column(name, 44), values.map { column(decimal($0, $0 < 10 ? 2 : 0), -9) }.joined(),
        column(decimal(exponent, 1), -10), separator: "")
    }
    print("")
  }

  private static func figures(of size: Int) throws -> [(String, Double)] {
    var lab = Lab(seed: 5)
    try lab.connect([("version", "1.2"), ("kx", "rsa")])
    let made = try milliseconds {
      for number in 1..<size {
        try lab.connect([("version", "1.2"), ("kx", number.isMultiple(of: 2) ? "rsa" : "ecdhe")])
      }
    }
    var figures = [("one more session", made / Double(size - 1))]
    figures += try attacks(on: &lab)
    figures += try thefts(ofKinds: size)
    figures += try saving(lab)
    return figures
  }

  private static func attacks(on lab: inout Lab) throws -> [(String, Double)] {
    var figures: [(String, Double)] = []
    figures.append(("the vault", milliseconds { _ = lab.vault }))
    figures.append(("the vault again", milliseconds { _ = lab.vault }))
    figures.append(("the state document", milliseconds { _ = lab.stateDocument }))
    let operations = try privateKeyOperations(lab)
    let stolen = try milliseconds {
      try lab.compromise(.serverKey)
      _ = lab.vault
    }
    figures.append(("the server's key stolen, and tried on all", stolen))
    figures.append(("  its private-key operations alone", operations))
    figures.append(("  as a multiple of them (asked: 1.5)", stolen / max(operations, 0.001)))
    figures.append(("the table of all thefts", milliseconds { _ = lab.matrix }))
    figures.append(("the table of all thefts again", milliseconds { _ = lab.matrix }))
    return figures
  }

  /// The same table for sessions of every kind: many leaks for each, and sessions that are resumed.
  private static func thefts(ofKinds size: Int) throws -> [(String, Double)] {
    var lab = Lab(seed: 5)
    for number in 0..<size {
      let earlier = [("resume", "S\(number)")]
      switch number % 5 {
      case 0: try lab.connect([("version", "1.2"), ("kx", "rsa")])
      case 1: try lab.connect([("version", "1.2"), ("kx", "ecdhe")])
      case 2: try lab.connect([("version", "1.2"), ("kx", "ecdhe")] + earlier)
      case 3: try lab.connect([("version", "1.3")])
      default: try lab.connect([("version", "1.3")] + earlier)
      }
    }
    let first = milliseconds { _ = lab.matrix }
    let quantum = try milliseconds {
      try lab.compromise(.quantum)
      _ = lab.vault
    }
    return [
      ("the table, also with 1.3 and resumed ones", first),
      ("every key computed, and tried on all", quantum),
    ]
  }

  /// What nobody can avoid who decrypts the pre-master secrets, on as many processors.
  private static func privateKeyOperations(_ lab: Lab) throws -> Double {
    guard let key = lab.world.existingKey(.serverRSA) else { return 0 }
    let secrets = lab.sessions.compactMap {
      $0.facts(on: .direct).values[.encryptedPreMasterSecret]
    }
    return milliseconds { _ = secrets.mapInParallel { try? key.decryptRaw($0) } }
  }

  private static func saving(_ lab: Lab) throws -> [(String, Double)] {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("tlslab-growth-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: file) }
    try SavedLab.write(lab, to: file)
    var saved = try SavedLab(updating: file)
    var restored = lab
    let opening = try milliseconds { restored = try saved.restore() ?? lab }
    try restored.connect([("version", "1.2"), ("kx", "rsa")])
    let keeping = try milliseconds { try saved.keep(restored) }
    let reading = milliseconds { _ = restored.vault }
    saved.close()
    return [
      ("a saved lab opened", opening), ("kept after one more session", keeping),
      ("its vault, every session read", reading),
    ]
  }

  private static func milliseconds(_ body: () throws -> Void) rethrows -> Double {
    let spent = try clock.measure(body)
    return Double(spent.components.seconds) * 1000 + Double(spent.components.attoseconds) / 1e15
  }
}
