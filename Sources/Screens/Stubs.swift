public import Bytes
public import Eavesdropper
import Knowledge
public import Lab
import TLSEngine
import TLSKeys

// Screens that are still plain lists.
extension Screens {
  public static func step(_ lab: Lab, played: [Step]) -> Page {
    Page(
      lines: played.map { "\($0.actor.rawValue): \($0.effect)" }, next: ["step", "next", "back"])
  }

  public static func message(
    _ session: Session, number: Int, form: MessageForm, view: Lab.View
  ) -> Page? {
    guard session.messages.indices.contains(number - 1) else { return nil }
    let message = session.messages[number - 1].message
    return Page(lines: ["\(message.kind.name)  \(message.records.count) bytes"])
  }

  public static func field(
    _ session: Session, number: Int?, path: FieldPath, view: Lab.View
  ) -> Page? { nil }

  public static func fieldPaths(_ session: Session, number: Int?) -> [String] { [] }

  public static func bytes(_ session: Session, number: Int?, view: Lab.View) -> Page {
    Page(lines: ["bytes"])
  }

  public static func keys(_ session: Session, actor: Actor?, view: Lab.View) -> Page {
    Page(lines: ["keys"])
  }

  public static func derivation(_ session: Session, name: String, view: Lab.View) -> Page? { nil }

  public static func derivationNames(_ session: Session) -> [String] { [] }

  public static func transitionTable(_ session: Session?) -> Page {
    Page(
      lines: TransitionTable.rows.map {
        "\($0.side.rawValue)  \($0.from.rawValue)  \($0.message.name)"
      })
  }

  public static func ladder(_ session: Session, view: Lab.View) -> Page {
    Page(
      lines: session.messages.map { "\($0.step.actor.rawValue)  \($0.message.kind.name)" })
  }

  public static func steps(_ session: Session, view: Lab.View) -> Page {
    Page(lines: session.steps.enumerated().map { "\($0 + 1)  \($1.actor.rawValue)" })
  }

  public static func sessions(_ lab: Lab) -> Page {
    Page(lines: lab.sessions.map { "\($0.id)  \($0.outcome.rawValue)" })
  }

  public static func ciphers(_ lab: Lab) -> Page { Page(lines: ["ciphers"]) }

  public static func find(_ session: Session, text: String) -> Page { Page(lines: ["find"]) }

  public static func connected(_ lab: Lab, _ session: Session) -> Page {
    Page(lines: ["\(session.id)  \(session.outcome.rawValue)"])
  }

  public static func vault(_ lab: Lab) -> Page {
    Page(lines: lab.vault.map { "\($0.session)  [\($0.state.rawValue.uppercased())]" })
  }

  public static func opened(_ lab: Lab, _ session: Session) -> Page {
    Page(lines: ["\(session.id)  [\(lab.vaultState(of: session).rawValue.uppercased())]"])
  }

  public static func stolen(_ lab: Lab, loot: Loot, new: [Leak]) -> Page {
    Page([.line("STOLEN  \(loot.rawValue)")] + vault(lab).blocks)
  }

  public static func knowledge(
    _ lab: Lab, _ session: Session, difference: [KnowledgeRow]?
  ) -> Page {
    Page(lines: lab.knowledge(of: session).map { $0.item.rawValue })
  }

  public static func why(_ lab: Lab, thing: String) -> Page? {
    lab.session(thing).map { opened(lab, $0) }
  }

  public static func settings(_ lab: Lab, actor: String?) -> Page {
    Page(lines: SettingCatalogue.all.map { "\($0.key)  \(lab.settings[$0.key])" })
  }

  public static func world(_ lab: Lab) -> Page {
    Page(lines: ["\(lab.world.serverName)  seed \(lab.world.seed)"])
  }

  public static func predicted(_ lab: Lab) -> Page {
    Page(lines: lab.predictions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.rawValue)" })
  }
}
