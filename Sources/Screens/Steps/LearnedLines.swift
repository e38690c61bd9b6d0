import Bytes
import Explanations
import Knowledge
public import Lab
import Pages
import TLSEngine
import TLSKeys
import TLSWire

/// Who knows after a step what they did not know before.
public struct LearnedLines {
  let step: Step
  let lab: Lab
  let viewer: Viewer

  /// - Parameter step: one of the viewer's session.
  public init(_ step: Step, _ lab: Lab, _ viewer: Viewer) {
    self.step = step
    self.lab = lab
    self.viewer = viewer
  }

  private var session: Session { viewer.session }

  private var actor: String { the(step.actor.word) }

  public var lines: [Line] {
    switch step.effect {
    case .send(let message): return message.isOutOfSight ? [] : sent(message)
    case .received: return viewer.sees(inside: step.actor) ? [told()] : []
    default: break
    }
    guard viewer.sees(inside: step.actor) else {
      return [Line(said("viewer.nothing", ["viewer": viewer.name]))]
    }
    return inside
  }

  private var inside: [Line] {
    switch step.effect {
    case .generated(let generated):
      let names = [generated.secretPart, generated.publicPart].compactMap { $0?.name }
      return [told(["values": nouns(names)])]
    case .derived(let derivation): return derived(derivation.name)
    case .verified(let check): return [verdict(check)]
    case .erased(let names): return [told(["values": nouns(names)])]
    case .deliver, .decided: return [told()]
    default: return []
    }
  }

  /// What the catalogue says of the step.
  private func told(_ values: [String: String] = [:], _ detail: String? = nil) -> Line {
    Line(EffectTelling(step).words(.learned, detail, values.merging(["actor": actor]) { $1 }))
  }

  /// What it says of others than those who act.
  private func said(_ entry: String, _ values: [String: String] = [:]) -> String {
    Catalogue.current.words(.learned, of: [ExplanationKey(.step, entry)], values)
  }

  private func nouns(_ names: [ValueName]) -> String { listed(names.map(noun)) }

  /// `its random` for one's own, `the server's random` for another's.
  private func noun(_ name: ValueName) -> String {
    let noun = ValueWords(name).noun
    let own = "\(step.actor.word)'s "
    guard noun.hasPrefix(own) else { return String(worded: "the \(noun)") }
    return "its " + noun.dropFirst(own.count)
  }

  private func derived(_ name: ValueName) -> [Line] {
    let line = told(["value": noun(name)])
    // What others could make of the wire an end does not know.
    guard ValueWords(name).isSecret, viewer.actor == nil || viewer.actor == .interceptor else {
      return [line]
    }
    let isStolen = lab.closure(of: session, on: step.wire).known.contains(name)
    return [
      line,
      isStolen ? Line(said("attacker.computes"), .bad) : Line(said("eavesdropper.nothing")),
    ]
  }

  private func verdict(_ check: Check) -> Line {
    switch check.outcome {
    case .passed:
      let isFurther = check.name == .renegotiationInfo && !check.compared.isEmpty
      let side = step.wire.side(of: step.actor)
      return told(["finding": check.name.finding(by: side, isFurther ? "further" : nil)])
    case .failed(let failure): return told(["fault": failure.words], "failed")
    case .undecided(let failure): return told(["fault": failure.words], "undecided")
    case .skipped: return told([:], "skipped")
    }
  }

  // MARK: Messages

  private func sent(_ message: Message) -> [Line] {
    guard !message.isProtected || !viewer.isEncrypted(step.wire) else {
      let ends = Dictionary(
        uniqueKeysWithValues: Side.allCases.map {
          ($0.rawValue, step.wire.actor(playing: $0).spoken)
        })
      let size = ByteText.count(message.records.count)
      return [
        Line(said("sent.protected", ends)),
        viewer.isOpened(message, on: step.wire)
          ? Line(said("attacker.same"), .bad)
          : Line(said("eavesdropper.lengths", ["size": size])),
      ]
    }
    let words = MessageTelling(message, of: step, viewer)
    return words.lines
  }
}
