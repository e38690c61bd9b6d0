import Bytes
import Eavesdropper
import Explanations
public import Knowledge
public import Lab
import TLSEngine
import TLSKeys
import TLSWire

extension Screens {
  /// How one value of a session came about, with the command that recomputes it.
  ///
  /// - Returns: nil when no rule gave a value of that name in this session so far.
  public static func derivation(_ session: Session, name: String, eyes: Eyes) -> Page? {
    let viewer = Viewer(session, eyes)
    let name = ValueName(typed: name).rawValue
    var blocks: [Block] = []
    for wire in session.wires where viewer.sees(wire) {
      // The last: a further handshake derives values of the same names. Of two ways one's own.
      let steps = session.steps.filter { $0.wire == wire && $0.derives(name) }
      guard let step = steps.last(where: { viewer.sees(inside: $0.actor) }) ?? steps.last,
        case .derived(let derivation) = step.effect
      else { continue }
      if !blocks.isEmpty { blocks.append(.blank) }
      blocks += self.blocks(of: derivation, on: wire, viewer)
    }
    guard !blocks.isEmpty else { return nil }
    return Page(blocks, next: ["show keys", "why \(name)", "knowledge"])
  }

  /// The same in a session of a recording, where nobody here computed it but the attacker.
  ///
  /// - Returns: nil where the recording stays closed, or opens without that value.
  public static func recordedDerivation(_ lab: Lab, _ session: Session, name: String) -> Page? {
    guard session.isImported,
      let derivation = recorded(lab, session)
        .last(where: { $0.name == ValueName(typed: name) })
    else { return nil }
    let viewer = Viewer(session, lab.eyes(on: session))
    return Page(
      blocks(of: derivation, on: .direct, viewer), next: ["show keys", "why \(session.id)"])
  }

  /// The values of a recorded session that the attacker computed, in their order.
  public static func recordedNames(_ lab: Lab, _ session: Session) -> [String] {
    guard session.isImported else { return [] }
    return recorded(lab, session).map(\.name.rawValue)
  }

  private static func recorded(_ lab: Lab, _ session: Session) -> [Derivation] {
    lab.vault(of: session).flatMap { entry -> [Derivation] in
      if case .opened(let opened)? = entry.attempt { opened.by } else { [] }
    }
  }

  /// One derivation as it was made, with the command that recomputes it.
  public static func blocks(
    of derivation: Derivation, on wire: Wire, _ viewer: Viewer
  ) -> [Block] {
    [heading(derivation, wire, viewer), .rule]
      + DerivationBlocks(derivation.rule, on: wire, viewer).blocks
      + [.blank] + recomputation(derivation, wire, viewer)
  }

  /// The values that rules gave in the steps played, in the order of their first derivation.
  public static func derivationNames(_ session: Session) -> [String] {
    var names: [String] = []
    for step in session.steps {
      guard case .derived(let derivation) = step.effect else { continue }
      if !names.contains(derivation.name.rawValue) { names.append(derivation.name.rawValue) }
    }
    return names
  }

  private static func heading(_ derivation: Derivation, _ wire: Wire, _ viewer: Viewer) -> Block {
    // An end takes the attacker for the other end.
    let wire = viewer.session.wires.contains(wire) ? wire : .direct
    let ends = [Side.client, .server].map { wire.actor(playing: $0).word }
    return .edges(
      left: Line("DERIVATION  ", .heading) + Line(derivation.name.rawValue, .field)
        + Line("  \(ByteText.count(derivation.value.count))"),
      right: Line("\(viewer.session.id)  between \(ends[0]) and \(ends[1])"))
  }

  private static func recomputation(
    _ derivation: Derivation, _ wire: Wire, _ viewer: Viewer
  ) -> [Block] {
    let recomputation = Recomputation(derivation.rule, on: wire, viewer)
    guard case .command(let command) = recomputation else {
      let words = recomputation.words(for: viewer.name) ?? ""
      return [.paragraph(Line(words), indent: 1)]
    }
    return shown(command)
  }

  private static func shown(_ command: ShellCommand) -> [Block] {
    var blocks: [Block] = [
      .line(Line(" " + said(.page, "recompute.shell"), .heading)),
      .verbatim(command.line, indent: 1),
    ]
    for file in command.files {
      blocks.append(
        .paragraph(
          Line(said(.page, "recompute.key_file", ["file": file.name]), .faint),
          indent: 1))
    }
    return blocks
  }
}

extension Step {
  fileprivate func derives(_ name: String) -> Bool {
    if case .derived(let derivation) = effect { derivation.name.rawValue == name } else { false }
  }
}
