import Bytes
import Commands
import Lab
import Pages
import TLSWire
import TestConnections

/// Something that reads what others wrote.
enum Target: String, CaseIterable {
  case records, messages, connections, certificates, structures, lessons, commands, screens, saved,
    calls, captures, keylogs

  /// What is made once: keys cost more than any input.
  func prepare() {
    switch self {
    case .connections: _ = ConnectionTarget.moments
    case .commands: _ = CommandTarget.interpreter
    case .certificates: _ = CertificateTarget.seeds
    case .captures: _ = CaptureTarget.keyring
    default: break
    }
  }

  func look(at bytes: [UInt8]) {
    switch self {
    case .records: RecordTarget.look(at: bytes)
    case .messages: MessageTarget.look(at: bytes)
    case .connections: ConnectionTarget.look(at: bytes)
    case .certificates: CertificateTarget.look(at: bytes)
    case .structures: StructureTarget.look(at: bytes)
    case .lessons: LessonTarget.look(at: bytes)
    case .commands: CommandTarget.look(at: bytes)
    case .screens: ScreenTarget.look(at: bytes)
    case .saved: SavedTarget.look(at: bytes)
    case .calls: CallTarget.look(at: bytes)
    case .captures: CaptureTarget.look(at: bytes)
    case .keylogs: KeyLogTarget.look(at: bytes)
    }
  }
}

/// An input in parts: what libFuzzer gives is cut by bytes of itself.
struct Parts {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  mutating func choice<Value>(_ values: [Value]) -> Value { values[Int(byte()) % values.count] }

  /// So many bytes as a byte says, or all that are left.
  mutating func piece(of most: Int = .max) -> [UInt8] {
    let count = min(Int(byte()), most, rest.count)
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }
}

/// The fields of a structure cover it, each byte once.
func demandCover(_ annotation: Annotation, _ count: Int) {
  demand(annotation.range == 0..<count, "\(annotation.name) is \(annotation.range) of \(count)")
  var next = 0
  for leaf in annotation.leaves where !leaf.range.isEmpty {
    demand(
      leaf.range.lowerBound == next, "\(leaf.name) begins at \(leaf.range.lowerBound), not \(next)")
    next = leaf.range.upperBound
  }
  demand(annotation.children.isEmpty || next == count, "the leaves end at \(next) of \(count)")
}

/// Nothing that a terminal obeys.
func demandClean(_ text: String) {
  for scalar in text.unicodeScalars where scalar != "\n" && !(0x20...0x7e).contains(scalar.value) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
      demand(false, "U+\(String(scalar.value, radix: 16)) in what is shown")
    default: break
    }
  }
}
