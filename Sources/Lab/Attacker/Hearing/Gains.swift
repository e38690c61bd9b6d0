public import Applications
import TLSKeys

extension Lab {
  /// What of value the attacker read in what the two ends of a session said, each thing once: in
  /// recordings that opened, and on connections of its own.
  public func gains(of session: Session) -> [ApplicationFinding] {
    var known: Set<ApplicationFinding> = []
    return Side.allCases.flatMap { findings(in: signalling(of: session, $0)) }
      .filter { known.insert($0).inserted }
  }

  /// Of what kinds the gains of all sessions are, each once.
  public var gainedKinds: [String] {
    var kinds: [String] = []
    for kind in sessions.flatMap({ gains(of: $0).map(\.kind) }) where !kinds.contains(kind) {
      kinds.append(kind)
    }
    return kinds
  }
}

extension ApplicationFinding {
  /// Of what kind it is, in a word: `digest`, `srtp-key`, `text`, `card` …
  public var kind: String {
    switch self {
    case .credentials: "digest"
    case .srtpKey: "srtp-key"
    case .fingerprint: "fingerprint"
    case .said(let statement): statement.kind
    }
  }
}
