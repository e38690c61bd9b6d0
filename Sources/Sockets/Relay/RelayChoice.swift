import Commands
import CryptoPrimitives
import Files
import Lab
import Network
import Platform
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

  fileprivate static func privateKey(
    in file: URL, _ name: String
  ) throws(CommandError) -> PrivateKey {
    do {
      let bytes = try FileContents.read(file)
      return try PrivateKey(pem: String(decoding: bytes, as: UTF8.self))
    } catch let error as FileError {
      throw CommandError("can't read \(name): \(error.reason)", status: .badData)
    } catch {
      throw CommandError("\(name) holds no private key in PEM", status: .badData)
    }
  }

  /// The same with the server's own chain, where that is what the client gets to see: the attacker
  /// calls the server once to have it, as everyone can.
  func prepared(
    for endpoint: Endpoint, isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) throws(SocketError) -> Relay {
    guard certificate == .copied || certificate == .stolen else {
      return Relay(certificate: certificate)
    }
    return Relay(
      certificate: certificate, genuine: try Self.chain(of: endpoint, isInterrupted),
      stolenKey: stolenKey)
  }

  /// The chain that a server shows to anyone who calls.
  private static func chain(
    of endpoint: Endpoint, _ isInterrupted: @escaping @Sendable () -> Bool
  ) throws(SocketError) -> [Certificate] {
    let courier = SocketCourier(isInterrupted: isInterrupted)
    let stream = try TCPStream.connect(
      to: endpoint, into: Mailbox(), isInterrupted: isInterrupted)
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

extension Word where Value == PrivateKey {
  fileprivate static var privateKey: Word {
    .file { text, interpreter throws(CommandError) in
      try RelayChoice.privateKey(in: interpreter.url(text), text)
    }
  }
}
