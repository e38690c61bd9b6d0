import LibsslPeer
import TLSEngine
import TLSWire
import TestConnections

/// Data through established connections with AES-128-GCM, ours against libssl's.
struct Bulk {
  private static let chunk = [UInt8](repeating: 0x61, count: 1 << 20)

  /// Prints megabytes a second for each version.
  static func measure(_ seconds: Double) throws {
    print("\nMegabytes a second, AES-128-GCM, from one end to the other in memory")
    for (name, suite) in [
      ("1.2 bulk", CipherSuite.ecdheRSAAES128GCMSHA256), ("1.3 bulk", .aes128GCMSHA256),
    ] {
      let ours = try engine(suite, .seconds(seconds / 2))
      let theirs = try libssl(suite, .seconds(seconds / 2))
      print(
        column(name, 20), column(decimal(theirs, 0), -8), column(decimal(ours, 0), -8),
        column(decimal(ours / max(theirs, 1), 2), -7), column("0.50", -7))
    }
  }

  private static func engine(_ suite: CipherSuite, _ span: Duration) throws -> Double {
    let identities = try TestIdentities.shared()
    var client = identities.client(suites: [suite])
    var server = identities.server(suites: [suite])
    client.versions = [suite.parameters13 == nil ? .tls12 : .tls13]
    server.versions = client.versions
    var pair = Pair(client: client, server: server)
    pair.run()
    var (sender, receiver) = (pair.client, pair.server)
    var measurement = Measurement()
    try measurement.repeatFor(span) {
      let sent = sender.send(chunk).sentBytes
      guard receiver.receive(sent).delivered.count == chunk.count else {
        throw Failure.engine("bulk")
      }
    }
    return measurement.rate * Double(chunk.count) / 1_000_000
  }

  private static func libssl(_ suite: CipherSuite, _ span: Duration) throws -> Double {
    let identities = try TestIdentities.shared()
    var settings = LibsslSettings(suites: [suite])
    let version: ProtocolVersion = suite.parameters13 == nil ? .tls12 : .tls13
    settings.versions = version...version
    var serverSettings = settings
    serverSettings.identities = [identities.rsa]
    let client = try LibsslPeer(LibsslContext(client: settings))
    let server = try LibsslPeer(LibsslContext(server: serverSettings))
    var done = (client: false, server: false)
    while !(done.client && done.server) {
      done.client = client.handshake()
      server.receive(client.output())
      done.server = server.handshake()
      client.receive(server.output())
      guard client.failure == nil, server.failure == nil else { throw Failure.libssl("bulk") }
    }
    var measurement = Measurement()
    try measurement.repeatFor(span) {
      client.write(chunk)
      server.receive(client.output())
      guard server.read().count == chunk.count else { throw Failure.libssl("bulk") }
    }
    return measurement.rate * Double(chunk.count) / 1_000_000
  }
}
