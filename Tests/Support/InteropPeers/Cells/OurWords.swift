// How our side is told what a cell is about.
extension Cell {
  /// The application protocol of the cells with ALPN.
  static let protocolName = "sip/2"
  /// The label of the keying material that both derive.
  public static let exporterLabel = "EXPORTER-interop"
  /// The bytes of that material.
  public static let exporterLength = 32

  /// The words of the first connection.
  var ourWords: [String] {
    var words = ["version=\(version.rawValue)"]
    if version != .tls13 { words.append("kx=\(exchange.settingsWord)") }
    words.append("suite=\(suite)")
    words += ourGroupWords
    if exchange.usesSharedKey {
      words.append("psk=\(PeerCredentials.sharedKey.name):\(PeerCredentials.sharedKey.secret)")
    }
    if !peer.isServer && exchange.usesCertificate {
      words.append("server.cert=\(exchange == .ecdheECDSA ? "ecdsa" : "rsa")")
    }
    return words + ourFeatureWords
  }

  private var ourGroupWords: [String] {
    guard let group else { return [] }
    switch (feature, peer.isServer) {
    case (.retry, true): return ["client.groups=x25519,\(group.rawValue)", "client.shares=x25519"]
    case (.retry, false): return ["server.groups=\(group.rawValue)"]
    default: return ["group=\(group.rawValue)"]
    }
  }

  private var ourFeatureWords: [String] {
    let isClient = peer.isServer
    return switch feature {
    case .clientCertificate:
      isClient ? ["client.cert=good"] : ["server.client-auth=require"]
    case .lateCertificate: isClient ? ["client.cert=good"] : []
    case .sessionID: isClient ? [] : ["server.tickets=off"]
    case .ticket: isClient ? [] : ["server.session-ids=off"]
    case .retryAlways: isClient ? [] : ["server.retry=on"]
    case .earlyData: isClient ? [] : ["server.early-data=on"]
    case .alpn: ["\(isClient ? "client" : "server").alpn=\(Self.protocolName)"]
    default: []
    }
  }

  /// The words of the second connection beside those of the first.
  var ourWordsAgain: String? {
    guard connections == 2 else { return nil }
    guard peer.isServer else { return "" }
    return feature == .earlyData ? "resume={session} early=hello" : "resume={session}"
  }
}
