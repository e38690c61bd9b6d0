import Lab
import Screens
import TLSEngine

// What each theft would open, tried on copies of the lab: nothing is stolen.
extension SessionAnnotator {
  var thefts: [AnnotatedSession.Theft] {
    // Whoever is to find out which key opens a file must not read it there.
    let isProtected = session.messages.contains { $0.message.isProtected }
    guard !isRedacted, isProtected, !session.isImported else { return [] }
    return Loot.allCases.compactMap(theft)
  }

  private func theft(of loot: Loot) -> AnnotatedSession.Theft? {
    let name = lab.lootName(loot, for: session)
    var thief = lab
    do throws(LabError) {
      try thief.compromise(loot, number: name.number, of: session.id)
    } catch {
      guard case .erased(_, _, let step) = error else { return nil }
      return AnnotatedSession.Theft(loot: name.word, erasedAtStep: step, opens: [], values: [])
    }
    let eyes = Viewer(session, thief.eyes(of: .eavesdropper, on: session))
    let opened = session.messages.enumerated().filter { _, item in
      item.message.isProtected && eyes.reads(item.message, on: item.step.wire)
    }
    let known = registry.entries.filter { entry in
      entry.value.heard == nil
        && eyes.value(entry.value.name, on: entry.value.wire) == entry.value.bytes
    }
    return AnnotatedSession.Theft(
      loot: name.word, opens: opened.map { $0.offset + 1 }, values: known.map(\.id))
  }
}
