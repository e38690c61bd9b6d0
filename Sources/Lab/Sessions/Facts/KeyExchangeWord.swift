import Knowledge
public import TLSKeys
import TLSWire

extension WireFacts {
  /// How both came to a secret, in the word of settings and state document; nil before the
  /// ServerHello.
  public var keyExchangeWord: String? {
    guard version == .tls13 else { return parameters?.keyExchange.word }
    if case .accepted = preSharedKey { return agreement == nil ? "psk" : "psk-dhe" }
    guard let group else { return nil }
    if agreement == .hybrid { return "hybrid" }
    return group.isFiniteField ? "dhe" : "ecdhe"
  }

  /// Whether it takes up an earlier session, by its identifier, a ticket or the key that came of one.
  public var takesUpAnother: Bool { isResumed || preSharedKey.kind == .resumption }

  /// Whether an ephemeral key has a part in it: then nobody's long-term key opens the recording.
  public var isForwardSecret: Bool? {
    guard version == .tls13 else { return parameters?.keyExchange.isEphemeral }
    return suite == nil ? nil : agreement != nil
  }
}
