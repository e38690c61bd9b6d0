import Explanations
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// What is known of a pre-shared key that a program outside did not take, or that did not do (RFC 9846 §4.3.11,
/// RFC 4279).
struct SharedKeyCauses {
  private let session: Session
  private let facts: WireFacts

  init(_ session: Session) {
    self.session = session
    facts = session.facts(on: session.clientWire)
  }

  var rows: [Block] {
    guard let own = session.ownSide, let key = session.settings[.psk(of: own)] else { return [] }
    let name = String(decoding: key.identity, as: UTF8.self)
    guard let entry = session.failure == nil ? untaken(of: own) : cause(of: own) else { return [] }
    let words = said(.failure, entry, ["name": name])
    return [.labelled(session.failure == nil ? "NOT" : "likely", Line(words, .warning))]
  }

  /// A client's key that stood in the hello, and not in what came of it.
  private func untaken(of own: Side) -> String? {
    guard own == .client, session.settings[.clientResume] == nil, let version = facts.version else {
      return nil
    }
    if version >= .tls13 {
      return facts.preSharedKey == .offered(.external) ? "psk.untaken" : nil
    }
    guard let exchange = facts.parameters?.keyExchange, !exchange.usesPreSharedKey,
      session.settings.suitesInForce(of: .client).contains(where: {
        $0.parameters?.keyExchange.usesPreSharedKey == true
      })
    else { return nil }
    return "psk.untaken"
  }

  private func cause(of own: Side) -> String? {
    guard let (failure, alert, actor) = session.failure else { return nil }
    // Behind a suite with such a key both derive all keys from it (RFC 4279 §2).
    if facts.parameters?.keyExchange.usesPreSharedKey == true {
      let signs: [AlertDescription] = [.badRecordMAC, .decryptError]
      return signs.contains(alert.description) ? "psk.other-key" : nil
    }
    guard own == .client, actor == .server, case .peerAlert = failure, facts.version == nil,
      facts.preSharedKey == .offered(.external)
    else { return nil }
    return switch alert.description {
    // RFC 9846 §4.3.11 wants the one, OpenSSL sends the other.
    case .decryptError, .illegalParameter: "psk.binder"
    case .handshakeFailure, .unknownPSKIdentity: "psk.unknown"
    default: nil
    }
  }
}
