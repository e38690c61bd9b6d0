import TLSWire

extension Prospects {
  /// The word where the attacker is taken for nobody.
  private static let cannot = "no"

  /// The prospects in the state document.
  var document: JSONValue {
    .object([
      "listen": .array(listening.map(\.document)),
      "as_server": .string(asServer?.word ?? Self.cannot),
      "as_client": .string(asClient?.rawValue ?? Self.cannot),
      "where_resumed": .bool(whereResumed != nil),
      "shared_keys": .array(elsewhere.map(\.document)),
    ])
  }
}

extension SharedKeyProspects {
  /// The same for those who use the key.
  fileprivate var document: JSONValue {
    .object([
      "name": .string(name), "listen": .array(listening.map(\.document)),
      "as_server": .bool(posesAsServer), "as_client": .bool(posesAsClient),
    ])
  }
}

extension Prospects.ServerProof {
  /// The word in the state document.
  public var word: String {
    switch self {
    case .nothing: "unchecked"
    case .certificate(let certificate): certificate.rawValue
    case .preSharedKey: "psk"
    }
  }
}

extension FutureSession {
  fileprivate var document: JSONValue {
    .object([
      "version": .string(version.number), "kx": .string(keyExchange),
      "resumes": .text(resumed), "state": .string(state.rawValue),
      "connect": .string((["connect"] + changes).joined(separator: " ")),
    ])
  }
}
