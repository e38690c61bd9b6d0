import Commands
import CryptoPrimitives
import Lab
import Network
import Screens
import X509

/// With which certificate the attacker stands before a real server.
struct RelayChoice: Sendable {
  var certificate: ForgedCertificate
  var stolenKey: PrivateKey?

  /// - Throws: when a key is needed that is not there.
  init(_ certificate: ForgedCertificate?, stolenKey: PrivateKey?) throws(CommandError) {
    self.certificate = certificate ?? .ownAuthority
    self.stolenKey = stolenKey
    guard certificate != .stolen || stolenKey != nil else {
      throw CommandError(
        "cert=stolen takes the server's private key", details: ["key=FILE names it, in PEM"])
    }
  }

  fileprivate static func noCertificate(_ word: String) -> CommandError {
    CommandError(
      "'\(word)' is no certificate of the attacker's",
      details: ["known: " + ForgedCertificate.allCases.map(\.rawValue).joined(separator: " ")])
  }

  /// - Throws: where the server is the very port on which clients are waited for: each call would make another
  ///   one, without end.
  static func refuseItself(_ port: Int, _ endpoint: Endpoint) throws(CommandError) {
    guard SocketAddress.reaches(endpoint, port: port) else { return }
    throw CommandError(
      "\(endpoint) is the port on which 'relay' itself would wait: it would call itself without end",
      details: ["two different ports are needed: relay 8444 \(endpoint)"], status: .usage)
  }

  /// The same with the server's own chain, where that is what the client gets to see: the attacker
  /// calls the server once to have it, as everyone can.
  func prepared(
    for endpoint: Endpoint, after protocolBefore: StartTLS? = nil,
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) throws(CommandError) -> Relay {
    guard certificate == .copied || certificate == .stolen else {
      return Relay(certificate: certificate)
    }
    let chain: [Certificate]
    do throws(SocketError) {
      chain = try Self.chain(of: endpoint, after: protocolBefore, isInterrupted)
    } catch {
      throw CommandError(error)
    }
    if certificate == .stolen, let leaf = chain.first, let stolenKey,
      leaf.publicKey != stolenKey.publicKey
    {
      throw CommandError(
        "that is not the key of the server's certificate: nobody could pose as it with that",
        details: ["\(endpoint) shows the certificate of \(leaf.subject)"], status: .badData)
    }
    return Relay(certificate: certificate, genuine: chain, stolenKey: stolenKey)
  }

  /// The chain that a server shows to anyone who calls.
  private static func chain(
    of endpoint: Endpoint, after protocolBefore: StartTLS?,
    _ isInterrupted: @escaping @Sendable () -> Bool
  ) throws(SocketError) -> [Certificate] {
    let courier = SocketCourier(isInterrupted: isInterrupted)
    let stream = try TCPStream.connect(
      to: endpoint, into: Mailbox(), isInterrupted: isInterrupted)
    _ = try protocolBefore?.ask(
      endpoint.host, on: stream, courier.patience.handshake, isInterrupted)
    var lab = Lab(seed: .random(in: 1...UInt64.max))
    let connection = OutsideConnection(flow: stream.flow, host: endpoint.host, now: courier.now)
    do throws(LabError) {
      try lab.reach(connection, trusting: [], [Setting.clientVerify.to(false)])
      courier.take([stream], for: lab)
      try lab.playOn(by: courier)
      try lab.close(by: courier)
    } catch {
      // Whatever came of it: a chain that was shown is there.
      stream.abort()
    }
    return lab.currentSession?.chain(on: .direct) ?? []
  }
}

extension Parameter where Value == RelayChoice {
  static var relayChoice: Parameter {
    Parameter(
      .named(
        "cert", .choice("CERT", refusing: RelayChoice.noCertificate),
        meaning: "what the client gets to see"),
      .named("key", .privateKey, meaning: "the server's private key, in PEM, for cert=stolen")
    ) { certificate, key throws(CommandError) in try RelayChoice(certificate, stolenKey: key) }
  }
}
