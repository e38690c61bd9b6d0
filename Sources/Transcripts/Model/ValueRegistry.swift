import Bytes
import Knowledge
import Lab
import Screens
import TLSEngine
import TLSKeys
import TLSWire

/// Every value of a session: under which identifier, who had it and when.
struct ValueRegistry {
  private let session: Session
  /// The values in the order in which they came up.
  private(set) var entries: [Entry] = []
  /// The identifiers that each step is about.
  private var ofStep: [Int: [String]] = [:]
  /// Where the entry in force of each name is.
  private var places: [Place: Int] = [:]

  struct Entry {
    var id: String
    var name: ValueName
    var wire: Wire
    var bytes: [UInt8]
    var rule: Rule?
    var inputs: [String] = []
    var source: RFCSection?
    var knownFrom: [String: Int] = [:]
    var erasedAt: [String: Int] = [:]
  }

  private struct Place: Hashable {
    var wire: Wire
    var name: ValueName
  }

  init(_ lab: Lab, _ session: Session, _ viewer: Viewer, _ readings: [Int: Int]) {
    self.session = session
    var facts: [Wire: WireFacts] = [:]
    for (place, step) in session.steps.enumerated() {
      let number = place + 1
      let party = step.actor.rawValue
      switch step.effect {
      case .send(let message):
        note(message, step, number, readings[number], &facts[step.wire, default: WireFacts()])
      case .generated(let made):
        for part in [made.publicPart, made.secretPart].compactMap({ $0 }) {
          add(part.name, part.value, step.wire, number, party) { $0.source = made.source }
        }
      case .recalled(let value): add(value.name, value.value, step.wire, number, party)
      case .derived(let derivation):
        let inputs = derivation.rule.inputs.map { identifier($0, for: derivation, step.wire) }
        add(derivation.name, derivation.value, step.wire, number, party) { entry in
          guard entry.rule == nil else { return }
          entry.rule = derivation.rule
          entry.inputs = inputs
          entry.source = derivation.rule.source
        }
      case .erased(let names):
        for name in names { erase(name, step.wire, number, party) }
      case .install(let keys):
        ofStep[number] = keys.names.compactMap { name in
          places[Place(wire: step.wire, name: name)].map { entries[$0].id }
        }
      default: break
      }
    }
    listen()
  }

  /// The values that a derivation started from, by name.
  func inputs(of entry: Entry) -> KnownValues {
    var values: KnownValues = [:]
    for input in entries where entry.inputs.contains(input.id) { values[input.name] = input.bytes }
    return values
  }

  func values(ofStep number: Int) -> [String] { ofStep[number] ?? [] }

  // MARK: Entries

  /// Someone has a value from this step on.
  private mutating func add(
    _ name: ValueName, _ bytes: [UInt8], _ wire: Wire, _ step: Int, _ party: String?,
    _ complete: (inout Entry) -> Void = { _ in }
  ) {
    let place = Place(wire: wire, name: name)
    let found = places[place].flatMap { entries[$0].bytes == bytes ? $0 : nil }
    let index = found ?? entries.count
    if found == nil {
      // A further handshake makes values of the same names.
      let earlier = entries.count { $0.wire == wire && $0.name == name }
      entries.append(
        Entry(
          id: Self.identifier(name, wire, after: earlier), name: name, wire: wire, bytes: bytes))
      places[place] = index
    }
    if let party {
      if entries[index].knownFrom[party] == nil { entries[index].knownFrom[party] = step }
      ofStep[step, default: []].append(entries[index].id)
    }
    complete(&entries[index])
  }

  private mutating func erase(_ name: ValueName, _ wire: Wire, _ step: Int, _ party: String) {
    guard let index = places[Place(wire: wire, name: name)] else { return }
    entries[index].erasedAt[party] = step
    ofStep[step, default: []].append(entries[index].id)
  }

  /// The identifier of an input. What a Finished covers gets its name only when it is sent: of the same
  /// handshake as what is computed from it.
  private func identifier(
    _ name: ValueName, for derivation: Derivation, _ wire: Wire
  ) -> String {
    let isCovered = name.rawValue.hasSuffix("finished_messages")
    if !isCovered, let index = places[Place(wire: wire, name: name)] { return entries[index].id }
    let earlier = entries.count {
      $0.wire == wire && $0.name == derivation.name && $0.bytes != derivation.value
    }
    return Self.identifier(name, wire, after: isCovered ? earlier : 0)
  }

  private static func identifier(_ name: ValueName, _ wire: Wire, after earlier: Int) -> String {
    "\(wire.rawValue)/\(name)" + (earlier == 0 ? "" : "#\(earlier + 1)")
  }

  // MARK: What passes on the wire

  private var heard: [String: Int] = [:]

  /// What a message brings: its sender has it, its reader from the step on that read it.
  private mutating func note(
    _ message: Message, _ step: Step, _ number: Int, _ reading: Int?, _ facts: inout WireFacts
  ) {
    guard case .handshake(let handshake) = message.content else { return }
    if handshake.type == .clientHello, facts.isComplete12 {
      facts = WireFacts()
    }
    let before = facts.values
    if handshake.type == .finished { facts.beginFinished(of: message.sender) }
    try? facts.observe(handshake, from: message.sender)
    let new = facts.values.filter { before[$0.key] != $0.value }
    for (name, bytes) in new.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      add(name, bytes, step.wire, number, nil) { entry in
        let parties = [
          (step.actor, number), (step.wire.actor(playing: message.sender.other), reading),
        ]
        for case (let actor, let step?) in parties where entry.knownFrom[actor.rawValue] == nil {
          entry.knownFrom[actor.rawValue] = step
        }
      }
      if !message.isProtected, let index = places[Place(wire: step.wire, name: name)] {
        heard[entries[index].id] = number
      }
    }
  }

  /// What the eavesdropper has from the wire, and what follows from it by public rules.
  private mutating func listen() {
    for wire in session.wires {
      let open = session.publicNames(on: wire)
      let closure = Closure(of: open, under: session.facts(on: wire).schedule?.rules ?? [])
      for name in open { hear(name, wire, from: heard["\(wire.rawValue)/\(name)"]) }
      for rule in closure.path {
        let steps = rule.inputs.map { input in
          places[Place(wire: wire, name: input)].flatMap { entries[$0].knownFrom["eavesdropper"] }
        }
        hear(rule.output, wire, from: steps.compactMap { $0 }.max())
      }
    }
  }

  private mutating func hear(_ name: ValueName, _ wire: Wire, from step: Int?) {
    guard let index = places[Place(wire: wire, name: name)] else { return }
    let first = entries[index].knownFrom.values.min() ?? 1
    entries[index].knownFrom["eavesdropper"] = step ?? first
  }
}
