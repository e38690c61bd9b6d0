// Lists that hold what changed since another one (delta CRLs, RFC 5280 §5.2.4).
extension RevocationList.Word {
  /// Whether this is the word of a list with changes that may be combined with a whole list: both have one
  /// scope, the whole list is not older than the one from which the changes count, and is older than they are.
  private func changes(_ whole: RevocationList.Word) -> Bool {
    guard let base, scope == whole.scope, !whole.number.isEmpty else { return false }
    return !RevocationList.isLess(whole.number, base)
      && RevocationList.isLess(whole.number, number)
  }

  /// Whether a list of these has taken the changes up, or is newer than they are.
  func isTakenUp(in lists: [RevocationList.Word]) -> Bool {
    lists.contains { $0.scope == scope && !RevocationList.isLess($0.number, number) }
  }

  /// The word of a whole list with the newest changes that go with it.
  func changed(by all: [RevocationList.Word]) -> RevocationList.Word {
    let fitting = all.filter { $0.changes(self) }
    guard var last = fitting.first else { return self }
    for word in fitting.dropFirst() where word.isNewer(than: last) { last = word }
    var word = self
    word.number = last.number
    if case .revoked = last.content {
      word.content = last.content
    } else if last.takesBack || !content.isRevoked {
      word.content = last.content
    }
    return word
  }
}

extension RevocationStatus.Content {
  fileprivate var isRevoked: Bool { if case .revoked = self { true } else { false } }
}
