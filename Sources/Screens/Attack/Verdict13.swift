import Bytes
import Eavesdropper
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// Why a recording of TLS 1.3 opened, or did not, in few words.
struct Verdict13 {
  let session: Session
  @Boxed private(set) var entry: VaultEntry
  let lab: Lab

  init(_ session: Session, _ entry: VaultEntry, _ lab: Lab) {
    self.session = session
    self.entry = entry
    self.lab = lab
  }

  private var facts: WireFacts { session.facts(on: entry.wire) }

  func openReason(_ opened: Attempt.Opened) -> String {
    let said = Set(opened.plaintexts.filter { $0.type == .applicationData }.map(\.sender))
    let way = way(opened)
    if entry.state == .open { return way }
    let early = opened.by.contains { $0.name == .earlyTrafficSecret }
    let later = opened.by.contains { $0.name.rawValue.contains("application_write_key") }
    if early, !later { return "only the early data: \(way)" }
    guard said.count == 1, let side = said.first else { return "not all of it: \(way)" }
    return "only what the \(wire(side)) says: \(way)"
  }

  private func wire(_ side: Side) -> String { entry.wire.actor(playing: side).word }

  /// The secret that did it.
  private func way(_ opened: Attempt.Opened) -> String {
    if opened.earlier != nil {
      let origin = lab.ticketOrigin(of: facts)?.session.id
      return "the key of its ticket was said in \(origin ?? "a session") that opens"
    }
    let names = opened.using.map(\.name)
    if names.contains(.ticketKey) { return "its ticket opens" }
    if names.contains(.preSharedKey) { return "with the pre-shared key" }
    if let ephemeral = names.first(where: { $0.tail.hasPrefix("ephemeral_private") }) {
      let isComputed = opened.using.contains { Loot($0) == .quantum }
      return "the \(ValueWords(ephemeral).noun), \(isComputed ? "computed" : "stolen in time")"
    }
    return "with the \(listed(names.map { ValueWords($0).noun }))"
  }

  var sealReason: String {
    guard facts.suite != nil else { return "the handshake did not get far enough" }
    let hasServerKey = lab.attacker.loot.contains(.serverKey)
    let prefix = hasServerKey && entry.wire != .clientSide ? "only signed; " : ""
    guard facts.agreement != nil else { return "needs the pre-shared key" }
    let missing = lab.missingSecrets(of: session, on: entry.wire).joined()
    let left = missing.filter {
      $0.erased == nil && $0.made != nil && $0.name.tail.hasPrefix("ephemeral_private")
    }
    guard left.isEmpty else {
      var holders: [String] = []
      for word in left.map(\.holder.word) where !holders.contains(word) { holders.append(word) }
      return prefix + "an ephemeral key is still in the memory of the \(listed(holders, "or"))"
    }
    guard session.outside == nil else {
      return prefix + "our ephemeral key is erased; the real program's is its own affair"
    }
    return prefix + (prefix.isEmpty ? "both ephemeral keys erased" : "both keys erased")
  }
}
