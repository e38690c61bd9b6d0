import Eavesdropper
import TLSEngine
import TLSKeys
import TLSWire

extension Session {
  /// What the attacker did with the messages, as far as somebody knows of it, by their places among them,
  /// counted from 0.
  ///
  /// What it does in between only the attacker knows, and who sees everything: an end takes what arrives for
  /// what was sent, and who listens has the bytes as they were sent. What opens with stolen secrets everyone
  /// knows who opened it.
  public func handling(seenBy eyes: Eyes) -> [Int: Handling] {
    let knowsDeeds = eyes.view == .all || eyes.view == .interceptor
    let deeds = knowsDeeds ? handling : [:]
    guard !eyes.opened.isEmpty else { return deeds }
    return openedHandling(eyes, beside: deeds)
  }

  private func openedHandling(_ eyes: Eyes, beside deeds: [Int: Handling]) -> [Int: Handling] {
    var found = deeds
    let plaintexts = eyes.opened.mapValues { opened in
      Set(opened.plaintexts.map { SidedBytes(sender: $0.sender, bytes: $0.bytes) })
    }
    for (place, item) in messages.enumerated()
    where item.message.isProtected && found[place]?.access == nil {
      let said = SidedBytes(sender: item.message.sender, bytes: item.message.plaintext)
      guard plaintexts[item.step.wire]?.contains(said) == true else { continue }
      found[place, default: Handling()].access = .read
    }
    return found
  }

}

/// What one side said.
private struct SidedBytes: Hashable {
  var sender: Side
  var bytes: [UInt8]
}
