public import Eavesdropper
import Knowledge
public import Lab
import TLSEngine
import TLSKeys

// Screens that are still plain lists.
extension Screens {
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
