import TLSWire

extension Prospects {
  /// The prospects in the state document.
  var document: JSONValue {
    .object([
      "listen": .array(listening.map(\.document)),
      "as_server": .text(asServer?.word), "as_client": .text(asClient?.rawValue),
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
