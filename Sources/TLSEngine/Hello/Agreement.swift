import Bytes
import TLSKeys
import TLSWire

/// What both have, in the order of the one whose preference decides.
func inOrder<Item: Hashable>(
  _ client: [Item], _ server: [Item], _ preference: Side
) -> [Item] {
  preference == .client
    ? client.filter(Set(server).contains) : server.filter(Set(client).contains)
}

/// What will be spoken inside; nil where one side names nothing.
///
/// - Throws: `noApplicationProtocol` where both name some and none is common (RFC 7301 §3.2).
func commonApplicationProtocol(
  _ hello: ClientHello, _ configuration: Boxed<ServerConfiguration>
) throws(HandshakeFailure) -> String? {
  guard let offered = hello.alpn, !configuration.applicationProtocols.isEmpty else { return nil }
  guard let chosen = configuration.applicationProtocols.first(where: offered.contains) else {
    throw .refused(.noApplicationProtocol)
  }
  return chosen
}

extension Exchange {
  /// The server's choice of what is spoken inside: exactly one name, and one that was offered
  /// (RFC 7301 §3.1).
  mutating func checkApplicationProtocol(
    _ answer: some ExtensionBlock, offered: [String]
  ) throws(HandshakeFailure) {
    guard let chosen = answer.alpn else { return }
    guard chosen.count == 1, offered.contains(chosen[0]) else {
      throw .misbehaving(.illegalParameter("application_layer_protocol_negotiation"))
    }
    decide(.applicationProtocol(chosen[0]))
  }
}
