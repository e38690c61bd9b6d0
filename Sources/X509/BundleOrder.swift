/// What is wrong with the order in which certificates are sent: "The sender's certificate MUST come first in
/// the list. Each following certificate MUST directly certify the one preceding it" (RFC 5246 §7.4.2; since
/// TLS 1.3 the rest is advice, RFC 9846 §4.5.1).
public enum BundleOrder: Hashable, Sendable {
  /// The first one issued another of them: it is an authority's, and not the sender's.
  case authorityFirst
  /// The issuer of one does not come right behind it.
  case mixed

  /// - Returns: nil where each has its issuer behind it, or has none among them.
  public init?(_ sent: [Certificate]) {
    var seen: Set<[UInt8]> = []
    let sent = sent.filter { seen.insert($0.der).inserted }
    // A root needs nobody behind it, and has its own name.
    let misplaced = sent.indices.contains { place in
      guard !sent[place].isSelfIssued else { return false }
      let issuers = sent.indices.filter { $0 != place && sent[$0].issued(sent[place]) }
      return !issuers.isEmpty && !issuers.contains(place + 1)
    }
    guard misplaced, let first = sent.first else { return nil }
    self = sent.dropFirst().contains(where: first.issued) ? .authorityFirst : .mixed
  }
}

extension Certificate {
  /// By the names alone.
  fileprivate func issued(_ other: Certificate) -> Bool { subjectDER == other.issuerDER }
}
