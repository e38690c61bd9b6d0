import TLSEngine
import TLSKeys
import TLSWire

/// What a handshake is for; in the order in which one asks.
public enum Purpose: String, Hashable, Sendable, CaseIterable {
  case outcome
  case version
  case suite
  /// Who proves identity, and how.
  case serverProof = "server_proves"
  case clientProof = "client_proves"
  /// Who contributes randomness.
  case randomness
  /// How the secret is agreed on.
  case secret
  /// How keys are made of it, and how they protect records.
  case derivation
  case protection
  /// When keys exist.
  case keys
  /// What of the handshake is encrypted.
  case readable
  /// Whether an eavesdropper sees the server's certificate.
  case certificate
  /// When data may flow, and after how many round trips.
  case clientData = "client_may_send"
  case serverData = "server_may_send"
  case bytes
  /// What a stolen key opens later.
  case theft
  /// Whether it begins from nothing.
  case beginning
}

/// Two connections, purpose by purpose.
public struct AccountComparison: Hashable, Sendable {
  public var left: HandshakeAccount
  public var right: HandshakeAccount

  public init(_ left: HandshakeAccount, _ right: HandshakeAccount) {
    self.left = left
    self.right = right
  }

  /// The purposes worth a row: outcomes only where one of them is no success, beginnings only where
  /// there is more to say than that it begins from nothing.
  public var purposes: [Purpose] {
    Purpose.allCases.filter { purpose in
      switch purpose {
      case .outcome: !(left.ending.isGood && right.ending.isGood)
      case .beginning: left.beginning != .init() || right.beginning != .init()
      default: true
      }
    }
  }

  /// Whether both did the same for a purpose.
  public func isSame(_ purpose: Purpose) -> Bool {
    switch purpose {
    case .outcome: left.ending == right.ending
    case .version: left.version == right.version
    case .suite: left.suite == right.suite
    case .serverProof: left.proofs[.server] == right.proofs[.server]
    case .clientProof: left.proofs[.client] == right.proofs[.client]
    case .randomness: left.randomness == right.randomness
    case .secret: left.secret == right.secret
    case .derivation: left.derivation == right.derivation
    case .protection: left.protection == right.protection
    case .keys: left.keysExist == right.keysExist
    case .readable: isSameSecrecy
    case .certificate:
      left.certificateIsReadable == right.certificateIsReadable
        && left.proofs[.server]?.issuer == right.proofs[.server]?.issuer
        && left.proofs[.server]?.subject == right.proofs[.server]?.subject
    case .clientData:
      left.mayWrite[.client] == right.mayWrite[.client] && left.earlyData == right.earlyData
        && left.roundTrips == right.roundTrips
    case .serverData: left.mayWrite[.server] == right.mayWrite[.server]
    case .bytes: left.bytes == right.bytes
    case .theft: left.thefts == right.thefts
    case .beginning: left.beginning == right.beginning
    }
  }
}

extension AccountComparison {
  /// Versions name their messages differently; that nothing but the same few are encrypted, or
  /// nothing but the same few can be read, is the same.
  private var isSameSecrecy: Bool {
    left.readable == right.readable
      || left.hidesFew && right.hidesFew && left.encrypted == right.encrypted
  }
}

extension HandshakeAccount {
  /// Whether less is encrypted than not.
  public var hidesFew: Bool { encrypted.count < readable.count }

  /// Whether anyone on the wire can read the server's certificate; nil if none was sent.
  public var certificateIsReadable: Bool? { proofs[.server]?.certificateIsReadable }
}
