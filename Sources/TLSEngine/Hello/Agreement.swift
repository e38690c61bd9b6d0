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
