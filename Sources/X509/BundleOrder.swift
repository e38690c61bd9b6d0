/// What is wrong with the order in which certificates are sent: "The sender's certificate MUST come first in
/// the list. Each following certificate MUST directly certify the one preceding it" (RFC 5246 §7.4.2; since
/// TLS 1.3 the rest is advice, RFC 9846 §4.5.1).
public enum BundleOrder: Hashable, Sendable {
  /// The first one issued another of them: it is an authority's, and not the sender's.
  case authorityFirst
  /// The issuer of one does not come right behind it.
  case mixed
  /// One stands there twice.
  case repeated(Certificate)
  /// One issued none of the others.
  case stranger(Certificate)
  /// Authorities issued each other.
  case circle

  /// Whether every verifier finds its way all the same: what is too much it passes over.
  public var isHarmless: Bool {
    switch self {
    case .authorityFirst, .mixed: false
    case .repeated, .stranger, .circle: true
    }
  }

  /// - Returns: nil where each has its issuer behind it, or has none among them.
  public init?(_ all: [Certificate]) {
    var seen: Set<[UInt8]> = []
    var twice: Certificate?
    let sent = all.filter { certificate in
      if seen.insert(certificate.der).inserted { return true }
      twice = twice ?? certificate
      return false
    }
    guard let first = sent.first else { return nil }
    let misplaced = sent.indices.filter { Self.isMisplaced($0, sent) }
    let circling = misplaced.filter { Self.isInCircle($0, sent) }
    if circling.count < misplaced.count {
      self = sent.dropFirst().contains(where: first.issued) ? .authorityFirst : .mixed
    } else if let twice {
      self = .repeated(twice)
    } else if let stranger = Self.stranger(sent) {
      self = .stranger(stranger)
    } else if !circling.isEmpty {
      self = .circle
    } else {
      return nil
    }
  }

  private static func isMisplaced(_ place: Int, _ sent: [Certificate]) -> Bool {
    // A root needs nobody behind it, and has its own name.
    guard !sent[place].isSelfIssued else { return false }
    let issuers = sent.indices.filter { $0 != place && sent[$0].issued(sent[place]) }
    return !issuers.isEmpty && !issuers.contains(place + 1)
  }

  /// Whether it issued, by way of others, its own issuer, which stands before it.
  private static func isInCircle(_ place: Int, _ sent: [Certificate]) -> Bool {
    var reached = Set(sent.indices.filter { $0 < place && sent[$0].issued(sent[place]) })
    var rest = Array(reached)
    while let next = rest.popLast() {
      for issuer in sent.indices where issuer != next && sent[issuer].issued(sent[next]) {
        if issuer == place { return true }
        if reached.insert(issuer).inserted { rest.append(issuer) }
      }
    }
    return false
  }

  /// The first one behind the sender's that certifies nobody; a file of roots has no sender's.
  private static func stranger(_ sent: [Certificate]) -> Certificate? {
    guard let first = sent.first, !first.isSelfIssued else { return nil }
    return sent.dropFirst().first { certificate in
      !sent.contains { $0 != certificate && certificate.issued($0) }
    }
  }
}

extension Certificate {
  /// By the names alone.
  fileprivate func issued(_ other: Certificate) -> Bool { subjectDER == other.issuerDER }
}
