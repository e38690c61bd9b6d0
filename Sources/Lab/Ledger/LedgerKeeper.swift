import Knowledge
import TLSEngine
import TLSKeys
import TLSWire

/// Goes through the steps of a session and writes down who came to have what.
struct LedgerKeeper {
  private(set) var ledger = ValueLedger()
  /// What the messages told each end so far.
  private var minds: [Mind: MessageMemory] = [:]
  /// What the messages that pass in the open tell anyone.
  private var listeners: [Wire: MessageMemory] = [:]
  /// Which handshake of each connection is under way, or in force.
  private var handshakes: [Wire: Int] = [:]
  /// The entry in force of each name.
  private var places: [Place: Int] = [:]
  /// From what each derived entry started; an input may get its own entry only later.
  private var inputs: [Int: [(name: ValueName, entry: Int?)]] = [:]

  /// One end of a stretch of wire.
  private struct Mind: Hashable {
    var actor: Actor
    var wire: Wire
  }

  private struct Place: Hashable {
    var wire: Wire
    var name: ValueName
  }

  static func ledger(of session: Session) -> ValueLedger {
    var keeper = LedgerKeeper()
    for (index, step) in session.steps.enumerated() { keeper.take(step, index + 1) }
    keeper.resolveInputs()
    for wire in session.wires { keeper.conclude(on: wire, session.handshakes(on: wire)) }
    return keeper.ledger
  }

  private mutating func take(_ step: Step, _ number: Int) {
    switch step.effect {
    case .send(let message):
      read(message, step, number)
      overhear(message, step, number)
    case .received(let message): read(message, step, number)
    case .generated(let made):
      for part in [made.publicPart, made.secretPart].compactMap({ $0 }) {
        gain(part.name, part.value, .made, step, number) { $0.source = made.source }
      }
    case .recalled(let value): gain(value.name, value.value, .recalled, step, number)
    case .derived(let derivation): derive(derivation, step, number)
    case .erased(let names):
      for name in names { erase(name, step, number) }
    case .install(let keys):
      ledger.ofStep[number] = keys.names.compactMap { places[Place(wire: step.wire, name: $0)] }
    case .decided(.renegotiation(let isAccepted)) where step.wire.side(of: step.actor) == .client:
      handshakes[step.wire, default: 0] += isAccepted ? 1 : -1
    default: break
    }
  }

  // MARK: Values of the ends

  /// Somebody made, derived or recalled a value.
  private mutating func gain(
    _ name: ValueName, _ bytes: [UInt8], _ means: ValueLedger.Means, _ step: Step, _ number: Int,
    _ complete: (inout ValueLedger.Entry) -> Void = { _ in }
  ) {
    let index = note(name, bytes, on: step.wire)
    if ledger.entries[index].gains[step.actor] == nil {
      ledger.entries[index].gains[step.actor] = .init(step: number, means: means)
    }
    ledger.entries[index].erasures[step.actor] = nil
    if means != .message { ledger.ofStep[number, default: []].append(index) }
    complete(&ledger.entries[index])
  }

  private mutating func derive(_ derivation: Derivation, _ step: Step, _ number: Int) {
    let rule = derivation.rule
    let inputs = rule.inputs.map { name -> (name: ValueName, entry: Int?) in
      // What a Finished covers gets its name only when that is sent.
      (name, name.isCovered ? nil : places[Place(wire: step.wire, name: name)])
    }
    gain(derivation.name, derivation.value, .derived, step, number) { entry in
      guard entry.rule == nil else { return }
      entry.rule = rule
      entry.source = rule.source
    }
    guard let index = places[Place(wire: step.wire, name: derivation.name)],
      self.inputs[index] == nil
    else { return }
    self.inputs[index] = inputs
  }

  private mutating func erase(_ name: ValueName, _ step: Step, _ number: Int) {
    guard let index = places[Place(wire: step.wire, name: name)] else { return }
    ledger.entries[index].erasures[step.actor] = number
    ledger.ofStep[number, default: []].append(index)
  }

  /// The entry of a value; a further handshake makes values of the same names.
  private mutating func note(_ name: ValueName, _ bytes: [UInt8], on wire: Wire) -> Int {
    let place = Place(wire: wire, name: name)
    if let index = places[place], ledger.entries[index].bytes == bytes { return index }
    ledger.entries.append(
      .init(name: name, wire: wire, handshake: handshakes[wire] ?? 0, bytes: bytes))
    places[place] = ledger.entries.count - 1
    return ledger.entries.count - 1
  }

  private mutating func resolveInputs() {
    for (index, inputs) in inputs {
      let entry = ledger.entries[index]
      ledger.entries[index].inputs = inputs.compactMap { input in
        input.entry
          ?? ledger.entries.firstIndex {
            $0.name == input.name && $0.wire == entry.wire && $0.handshake == entry.handshake
          }
      }
    }
  }

  // MARK: Values of the messages

  /// A message tells its sender, and whoever reads it, the values that it carries.
  private mutating func read(_ message: Message, _ step: Step, _ number: Int) {
    let mind = Mind(actor: step.actor, wire: step.wire)
    for (name, bytes) in minds[mind, default: MessageMemory()].learn(message) {
      gain(name, bytes, .message, step, number)
    }
  }

  /// A message that passes in the open tells anyone who listens.
  private mutating func overhear(_ message: Message, _ step: Step, _ number: Int) {
    for (name, _) in listeners[step.wire, default: MessageMemory()].overhear(message) {
      guard let index = places[Place(wire: step.wire, name: name)] else { continue }
      ledger.entries[index].heard = number
    }
  }

  /// What follows by public rules from what passed in the open.
  private mutating func conclude(on wire: Wire, _ facts: [WireFacts]) {
    for (handshake, facts) in facts.enumerated() {
      func index(_ name: ValueName) -> Int? {
        ledger.entries.lastIndex {
          $0.name == name && $0.wire == wire && $0.handshake == handshake
        }
      }
      let heard = ledger.entries.filter {
        $0.wire == wire && $0.handshake == handshake && $0.heard != nil
      }
      let closure = Closure(of: Set(heard.map(\.name)), under: facts.schedule?.rules ?? [])
      for rule in closure.path {
        guard let place = index(rule.output) else { continue }
        let steps = rule.inputs.compactMap { index($0).flatMap { ledger.entries[$0].heard } }
        let first = ledger.entries[place].gains.values.map(\.step).min()
        ledger.entries[place].heard = steps.max() ?? first
      }
    }
  }
}

extension ValueName {
  /// Whether it is what a Finished covers.
  fileprivate var isCovered: Bool {
    self == .finishedMessages(.client) || self == .finishedMessages(.server)
  }
}
