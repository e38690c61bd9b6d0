import Bytes
import Explanations
import Interceptor
import Lab
import Screens
import TLSEngine
import TLSKeys
import TLSWire

/// What the verbs do that change messages on their way.
enum TamperVerbs {
  /// Sets an attack, and says whether it was done or waits.
  static func arm(
    _ attack: WireAttack, _ interpreter: inout Interpreter
  ) throws(CommandError) -> Page {
    // Tried on a copy first: what the message on its way does not have changes nothing.
    var copy = interpreter.lab
    if let tried = copy.attack(attack), case .impossible(let why) = tried.result {
      throw CommandError(
        refusal: "change.impossible", ["message": tried.message, "reason": why.words])
    }
    let done = try interpreter.change { lab throws(LabError) in lab.attack(attack) }
    return Screens.armed(attack, done, interpreter.lab)
  }

  /// Sends a recorded first flight again.
  static func replayFlight(
    _ interpreter: inout Interpreter, _ session: Session, _ target: FlightReplay.Target?
  ) throws(CommandError) -> Page {
    try interpreter.change { lab throws(LabError) in
      try lab.replayFlight(of: session.id, to: target ?? .server)
    }
    return Screens.connected(interpreter.lab, try interpreter.session(named: nil))
  }

  /// The name of a message, or the error that says which there are.
  static func messageName(_ word: String) throws(CommandError) -> String {
    guard let name = MessageKind.name(word) else {
      throw CommandError(
        refusal: "message.unknown", ["name": word],
        more: CommandError.several(word, among: MessageKind.names)
          + [said(.refusal, "message.unknown.such-as")],
        meant: likely(word, among: MessageKind.names))
    }
    return name
  }

  static func tamper(
    _ interpreter: inout Interpreter, _ target: String, _ value: WireAttack.NewValue?,
    _ keepsLengths: Bool
  ) throws(CommandError) -> Page {
    let value = value ?? .flipped
    if let at = target.lastIndex(of: "@") {
      guard let offset = Int(target[target.index(after: at)...]), offset >= 0 else {
        throw CommandError(refusal: "change.no-byte", ["text": target])
      }
      let name = try messageName(String(target[..<at]))
      return try arm(
        WireAttack(.change(offset: offset, value: value), on: name), &interpreter)
    }
    let path = FieldPath(parsing: target)
    guard let first = path.components.first, path.components.count > 1 else {
      throw CommandError(
        refusal: "field.unnamed", ["text": target],
        more: [said(.refusal, "field.unnamed.such-as")],
        meant: "tamper \(target)@5")
    }
    let name = try messageName(first)
    let deed = WireAttack.Deed.changeField(
      FieldPath(Array(path.components.dropFirst())), value: value,
      keepsLengths: keepsLengths)
    return try arm(WireAttack(deed, on: name), &interpreter)
  }

  /// Hex digits, the name of a cipher suite or of a version, or `flip`.
  static func newValue(_ word: String) throws(CommandError) -> WireAttack.NewValue {
    guard word != "flip" else { return .flipped }
    if let suite = CipherSuite(name: word) { return .bytes(bytes(of: suite.rawValue)) }
    if let version = ProtocolVersion.named(word) { return .bytes(bytes(of: version.rawValue)) }
    let digits = word.hasPrefix("0x") ? String(word.dropFirst(2)) : word
    guard let bytes = [UInt8](hex: digits), bytes.count <= 1 << 14 else {
      throw CommandError(refusal: "change.no-value", ["word": word])
    }
    return .bytes(bytes)
  }

  private static func bytes(of number: UInt16) -> [UInt8] {
    [UInt8(number >> 8), UInt8(number & 0xff)]
  }

  static func downgrade(
    _ interpreter: inout Interpreter, _ limit: HelloLimit, _ way: WayDown?
  ) throws(CommandError) -> Page {
    guard way == .cutting else {
      return try arm(WireAttack(.downgrade(limit), on: "client_hello"), &interpreter)
    }
    guard case .version(let version) = limit else {
      throw CommandError(refusal: "downgrade.suite")
    }
    try interpreter.change { lab throws(LabError) in lab.cutUntilFallback(to: version) }
    return Page(
      lines: [said(.deed, "fallback.set", ["version": version.number])],
      next: ["predict attack=client|server|nobody", "connect", "set client.fallback-scsv off"])
  }
}

extension ProtocolVersion {
  /// A version by its number: `1.2`.
  static func named(_ word: String) -> ProtocolVersion? {
    [ProtocolVersion.tls10, .tls11, .tls12, .tls13].first { $0.number == word }
  }
}
