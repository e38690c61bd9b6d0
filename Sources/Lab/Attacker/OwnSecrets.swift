public import CryptoPrimitives
public import Eavesdropper
import Knowledge
import TLSKeys
import TLSWire

// Secrets that come in files, for sessions with programs outside.

extension Leak {
  /// A private key of somebody outside.
  ///
  /// - Parameter file: the name by which it is told of.
  public init(_ key: PrivateKey, file: String) {
    var decrypts = false
    if case .rsa = key.kind { decrypts = true }
    self.init(
      name: decrypts ? .serverPrivateKey : .serverSigningKey, origin: .file(file), value: key.der)
  }
}

extension Leak {
  /// A key that two ends outside had before their sessions; it is told of by its first bytes.
  public init(sharedKey key: [UInt8]) {
    let beginning = key.prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    self.init(name: .preSharedKey, origin: .file("psk/\(beginning)"), value: key)
  }

  /// Whether it came in a file.
  public var isOfFile: Bool { if case .file = origin { true } else { false } }
}

extension Lab {
  /// Takes what came in a file out of the attacker's hands again.
  public mutating func forget(file: String) throws(LabError) {
    let count = attacker.leaks.count
    attacker.keep { $0.origin != .file(file) }
    guard attacker.leaks.count < count else { throw .noSuchLeak(file) }
    rereadImported()
  }

  /// A line of a key log as a leak of the session that it belongs to: the newest, where several bear its
  /// number, as labs of one seed make them.
  ///
  /// - Parameters:
  ///   - label: `CLIENT_RANDOM` and the others of RFC 9850.
  ///   - clientRandom: of the session's first ClientHello.
  /// - Returns: nil for a label that opens nothing, and where no session has that number.
  public func leak(_ label: String, clientRandom: [UInt8], secret: [UInt8]) -> Leak? {
    guard let name = Self.names[label],
      let session = sessions.last(where: { $0.bears(clientRandom) })
    else { return nil }
    return Leak(name: name, origin: .session(session.id), value: secret)
  }

  /// The pre-master secret of an RSA key exchange, by the first bytes of its encrypted form.
  public func leak(encrypted: [UInt8], preMaster secret: [UInt8]) -> Leak? {
    let session = sessions.last { session in
      session.handshakes(on: session.clientWire).contains {
        $0.values[.encryptedPreMasterSecret]?.starts(with: encrypted) == true
      }
    }
    return session.map {
      Leak(name: .preMasterSecret, origin: .session($0.id), value: secret)
    }
  }

  /// A master secret, by the identifier of the session.
  public func leak(sessionID: [UInt8], master: [UInt8]) -> Leak? {
    let session = sessions.last { session in
      session.handshakes(on: session.clientWire).contains { $0.values[.sessionID] == sessionID }
    }
    return session.map { Leak(name: .masterSecret, origin: .session($0.id), value: master) }
  }

  private static let names: [String: ValueName] = [
    "CLIENT_RANDOM": .masterSecret, "CLIENT_EARLY_TRAFFIC_SECRET": .earlyTrafficSecret,
    "CLIENT_HANDSHAKE_TRAFFIC_SECRET": .handshakeTrafficSecret(.client),
    "SERVER_HANDSHAKE_TRAFFIC_SECRET": .handshakeTrafficSecret(.server),
    "CLIENT_TRAFFIC_SECRET_0": .applicationTrafficSecret(.client),
    "SERVER_TRAFFIC_SECRET_0": .applicationTrafficSecret(.server),
  ]
}

extension Session {
  fileprivate func bears(_ clientRandom: [UInt8]) -> Bool {
    handshakes(on: clientWire).contains { $0.values[.clientRandom] == clientRandom }
  }
}
