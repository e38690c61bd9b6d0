import Bytes
import Knowledge
import TLSKeys
import TLSWire

/// What a server writes at the end of its random when it could do better than what was agreed on,
/// so that a client that could, too, knows that somebody changed its offer (RFC 8446 §4.1.3). The
/// random goes under the server's signature, and into the Finished.
enum DowngradeSentinel {
  private static let toTLS12: [UInt8] = Array("DOWNGRD".utf8) + [1]
  private static let toEarlier: [UInt8] = Array("DOWNGRD".utf8) + [0]

  /// The server's random with the sign in it, where one is due.
  ///
  /// - Parameter best: the highest version that the server accepts.
  static func mark(
    _ random: [UInt8], negotiated: ProtocolVersion, best: ProtocolVersion
  ) -> [UInt8] {
    guard negotiated < min(best, .tls13), best >= .tls12 else { return random }
    return random.dropLast(8) + (negotiated == .tls12 ? toTLS12 : toEarlier)
  }

  /// Whether a server's random says that it could do better than what was negotiated.
  ///
  /// - Parameter best: the highest version that the client offered. One that offered 1.2 at most
  ///   knows the second sign alone.
  static func isIn(
    _ random: [UInt8], negotiated: ProtocolVersion, best: ProtocolVersion
  ) -> Bool {
    guard negotiated < best, best >= .tls12 else { return false }
    let end = Array(random.suffix(8))
    return end == toEarlier || (best >= .tls13 && end == toTLS12)
  }
}

extension Exchange {
  /// The client's check of the server's random.
  mutating func verifyNoDowngrade(
    _ hello: ServerHello, _ negotiated: ProtocolVersion, best: ProtocolVersion
  ) throws(HandshakeFailure) {
    guard negotiated < best, best >= .tls12 else { return }
    let isThere = DowngradeSentinel.isIn(hello.random, negotiated: negotiated, best: best)
    let outcome: Check.Outcome =
      isThere
      ? .failed(.init(reason: "downgraded", found: negotiated.label, expected: best.label))
      : .passed
    effects.append(
      .verified(
        Check(
          .downgradeSentinel, outcome, RFCSection(9846, "4.2.3"),
          compared: [.init("end of server_random", Array(hello.random.suffix(8)))])))
    guard !isThere else {
      throw .misbehaving(.illegalParameter("server_random with the sign of a downgrade"))
    }
  }
}
