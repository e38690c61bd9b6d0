import Bytes
import Commands
import CryptoPrimitives
import Foundation
import Storage
import Testing

@testable import Lab

@Suite("A saved lab with right checksums and absurd content is refused or lived with")
struct AbsurdLabTests {
  /// What a learner would do with it.
  private static let commands = [
    "state", "vault", "vault --json", "vault S1", "vault S2", "why S1", "why S2", "knowledge",
    "knowledge session=S1", "where", "list", "list session=S1", "show keys", "show sessions",
    "show message", "show message 1 --as tree", "show message client_hello --as diagram",
    "show message 4 --as hex session=S1", "show derivation client.write_key session=S1",
    "show derivation master_secret session=S1", "show state", "show keys --json session=S1",
    "settings", "world show", "predict S1=open", "find REGISTER session=S1",
    "compromise server.ephemeral S2", "step 3", "back 2", "next", "finish", "continue",
    "send client x",
    "close", "view eavesdropper", "where", "show message certificate session=S1", "connect",
    "walk kx=dhe", "step 5", "mitm on", "connect verify=off", "undo", "reset", "connect",
  ]

  private static let saved = Result {
    var prompt = Typed()
    prompt.succeed(
      "connect kx=rsa", "compromise server.key", "predict S1=open", "break verify",
      "walk kx=ecdhe version=1.2", "step 20")
    return prompt.lab
  }

  @Test("One value changed", arguments: start..<start + rounds)
  func changed(round: Int) throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("tlslab-absurd-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try SavedLab.write(Self.saved.get(), to: file)
    var generator = SmallGenerator(state: UInt64(round) &* 7919 &+ 3)
    try Self.mutate(file, &generator)
    guard let lab = try? SavedLab.read(file) else { return }
    var interpreter = Interpreter(lab)
    for command in Self.commands { _ = interpreter.execute(command).page }
    try SavedLab.write(interpreter.lab, to: file)
  }

  /// More rounds, and others, for whoever has the time: each takes a third of a second.
  private static let start = number("TLSLAB_ABSURD_START") ?? 0
  private static let rounds = number("TLSLAB_ABSURD_ROUNDS") ?? 12

  private static func number(_ variable: String) -> Int? {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
  }

  /// Replaces one value in one row of a saved lab, which may be JSON; checksums are made anew.
  private static func mutate(_ file: URL, _ generator: inout SmallGenerator) throws {
    let lab = try SavedLab.read(file)
    let database = try Database(updating: file, digest: SavedLab.digest)
    defer { database.close() }
    let briefs = try database.briefs()
    let place = generator.below(LabPart.allCases.count + briefs.count)
    if place < LabPart.allCases.count {
      let part = LabPart.allCases[place]
      let value: any Encodable =
        switch part {
        case .world: lab.world
        case .attacker: lab.attacker
        case .beginning: lab.beginning
        case .rest: lab.rest
        }
      let bytes = try mutated(value, &generator)
      try database.commit([.putPart(name: part.rawValue, bytes: bytes)])
    } else {
      let brief = briefs[place - LabPart.allCases.count]
      let body = try mutated(lab.sessions[brief.number], &generator)
      try database.commit([.putSession(brief, body: body)])
    }
  }

  private static func mutated(
    _ value: some Encodable, _ generator: inout SmallGenerator
  ) throws -> [UInt8] {
    let data = try JSONEncoder().encode(value)
    let object = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
    let changed = replacing(object, &generator)
    return Array(
      try JSONSerialization.data(withJSONObject: changed, options: .fragmentsAllowed))
  }

  /// The value with something in it replaced; each level has the same chance, however much is in it.
  private static func replacing(_ value: Any, _ generator: inout SmallGenerator) -> Any {
    guard generator.below(12) > 0 else { return absurd(value, &generator) }
    if var object = value as? [String: Any] {
      let keys = object.keys.sorted()
      guard !keys.isEmpty else { return object }
      let key = keys[generator.below(keys.count)]
      object[key] = replacing(object[key] ?? 0, &generator)
      return object
    }
    if var array = value as? [Any], !array.isEmpty {
      let index = generator.below(array.count)
      array[index] = replacing(array[index], &generator)
      return array
    }
    return absurd(value, &generator)
  }

  private static func absurd(_ value: Any, _ generator: inout SmallGenerator) -> Any {
    switch value {
    case is NSNumber:
      let numbers: [Int] = [.max, .min, -1, 0, 1, 2, 255, 256, 65_535, 1 << 40, .max - 1]
      return numbers[generator.below(numbers.count)]
    case let text as String:
      let texts = ["", "00", "ff", String(text.dropLast(2)), text + "00", "S1", "server", "rsa"]
      return texts[generator.below(texts.count)]
    case let array as [Any]:
      return [[], array + array, Array(array.dropLast()), Array(array.reversed())][
        generator.below(4)]
    case let object as [String: Any]:
      var copy = object
      if let key = object.keys.sorted().first { copy[key] = nil }
      return copy
    default: return 0
    }
  }
}

extension SmallGenerator {
  mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(next() % UInt64(bound)) : 0 }
}
