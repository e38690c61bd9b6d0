import Bytes
import Commands
import CryptoPrimitives
import Foundation
import Lab
import Testing

@Suite("A saved lab with a right checksum and absurd content is refused or lived with")
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
    return try LabDocument.bytes(of: prompt.lab)
  }

  @Test("One value changed", arguments: start..<start + rounds)
  func changed(round: Int) throws {
    var generator = SmallGenerator(state: UInt64(round) &* 7919 &+ 3)
    let bytes = try Self.mutated(try Self.saved.get(), &generator)
    guard let lab = try? LabDocument.lab(from: bytes) else { return }
    var interpreter = Interpreter(lab)
    for command in Self.commands { _ = interpreter.execute(command).page }
    _ = try LabDocument.bytes(of: interpreter.lab)
  }

  /// More rounds, and others, for whoever has the time: each takes a third of a second.
  private static let start = number("TLSLAB_ABSURD_START") ?? 0
  private static let rounds = number("TLSLAB_ABSURD_ROUNDS") ?? 12

  private static func number(_ variable: String) -> Int? {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
  }

  /// The same lab with one value of its JSON replaced, and the checksum of that.
  private static func mutated(
    _ bytes: [UInt8], _ generator: inout SmallGenerator
  ) throws -> [UInt8] {
    var lines = bytes.split(separator: 0x0a).dropFirst().map { Data($0) }
    let place = generator.below(lines.count)
    let value = try JSONSerialization.jsonObject(with: lines[place])
    let changed = replacing(value, &generator)
    lines[place] = try JSONSerialization.data(withJSONObject: changed)
    let body = Array(lines.joined(separator: [0x0a]))
    let digest = try HashAlgorithm.sha256.digest(body).hex
    return Array("tlslab-save 1 \(digest)\n".utf8) + body
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
