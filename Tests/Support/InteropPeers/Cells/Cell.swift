/// One square of the matrix: a peer, what it is to agree on with us, and how both are told.
public struct Cell: Sendable, Hashable, CustomStringConvertible {
  public var peer: Peer
  public var version: Version
  public var exchange: Exchange
  public var cipher: RecordCipher
  /// The group that alone is offered; nil where it does not matter or there is none.
  public var group: Group?
  public var feature: Feature

  /// The settings of our side, as words that `connect` takes.
  public var ours: String
  /// What our side is told besides for the second connection of a feature that has two; `{session}`
  /// stands for the first one's name.
  public var oursAgain: String?
  /// The arguments of the peer's program, once for each time that it is started; `{port}`, `{ca}`
  /// and so on are filled in when it is.
  public var runs: [[String]]
  /// The lines that make the peer do what the feature is about, to be written to its input once a
  /// line has gone each way; a server that is an echo takes them from us instead, over TLS.
  public var commands: [String]
  /// What the peer, a client, sends by itself; nil where it sends the lines that it is given. Such a
  /// peer makes all its connections as one process, the second when our side has answered in the
  /// first and closed it. It sends it in each of them.
  public var says: String?
  /// What the peer says when it can be given its first line; nil where that is at once.
  public var ready: Evidence?
  /// What the peer says where all went as it should.
  public var evidence: [Evidence]

  /// Words that the peer must have said.
  public struct Evidence: Sendable, Hashable {
    public var text: String
    /// How often at least.
    public var times: Int
  }

  /// IANA's name of the suite.
  public var suite: String { named.registryName }

  /// The connections that are made one after the other.
  public var connections: Int {
    switch feature {
    case .sessionID, .ticket, .resumption13, .earlyData: 2
    default: 1
    }
  }

  /// What the cell is about, in one line that no other cell has.
  public var description: String {
    let parts = [
      peer.rawValue, "TLS \(version.rawValue)", exchange.rawValue, suite, group?.rawValue,
      feature == .plain ? nil : feature.rawValue,
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  var named: Suite { Suite(version: version, exchange: exchange, cipher: cipher) }
}

extension Cell {
  init(peer: Peer, row: Row) {
    self.peer = peer
    version = row.version
    exchange = row.exchange
    cipher = row.cipher
    group = row.group
    feature = row.feature
    ours = ""
    runs = []
    commands = []
    evidence = []
    ours = ourWords.joined(separator: " ")
    oursAgain = ourWordsAgain
    let words = peerWords
    runs = words.runs
    commands = words.commands
    says = words.says
    ready = words.ready.map { Evidence(text: $0.0, times: $0.1) }
    evidence = words.evidence.map { Evidence(text: $0.0, times: $0.1) }
  }

  private var peerWords: PeerWords {
    switch peer {
    case .opensslServer: opensslServerWords
    case .opensslClient: opensslClientWords
    case .gnutlsServer: gnutlsServerWords
    case .gnutlsClient: gnutlsClientWords
    case .nssClient: nssWords
    case .curlClient: curlWords
    case .hybridServer, .hybridClient: hybridWords
    }
  }
}

/// What a peer is told and what it answers.
struct PeerWords {
  var runs: [[String]]
  var commands: [String] = []
  var says: String?
  var ready: (String, Int)?
  var evidence: [(String, Int)] = []
}
