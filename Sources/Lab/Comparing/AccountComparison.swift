public import Bytes
import TLSEngine
public import TLSKeys
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
  /// Whose ephemeral key was used in both.
  case reuse = "shared_ephemeral"
  /// How keys are made of it, and how they protect records.
  case derivation
  case protection
  /// When keys exist.
  case keys
  /// What of the handshake is encrypted.
  case readable
  /// Whose certificates pass, and whether an eavesdropper sees them.
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
  @Boxed public var left: HandshakeAccount
  @Boxed public var right: HandshakeAccount

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
      case .reuse: !sharedEphemeral.isEmpty
      case .beginning: left.beginning != .init() || right.beginning != .init()
      default: true
      }
    }
  }

  /// Those whose ephemeral key is one and the same in both, though it should be used once.
  public var sharedEphemeral: [Side] {
    guard left.session != right.session else { return [] }
    return Side.allCases.filter { side in
      left.ephemeralKeys[side].map { right.ephemeralKeys[side] == $0 } ?? false
    }
  }

  /// Whether both did the same for a purpose.
  public func isSame(_ purpose: Purpose) -> Bool {
    guard left.isUnknown(purpose) == right.isUnknown(purpose) else { return false }
    return switch purpose {
    case .outcome: left.ending == right.ending
    case .version: left.version == right.version
    case .suite: left.suite == right.suite
    case .serverProof: isSameProof(of: .server)
    case .clientProof: isSameProof(of: .client)
    case .randomness: left.randomness == right.randomness
    case .secret: left.secret == right.secret
    // It is a row where it is so, and none where it is not.
    case .reuse: true
    case .derivation: left.derivation == right.derivation
    case .protection: left.protection == right.protection
    case .keys: left.keysExist == right.keysExist
    case .readable: isSameSecrecy
    case .certificate: Side.allCases.allSatisfy(isSameCertificate)
    case .clientData:
      left.mayWrite[.client] == right.mayWrite[.client] && left.earlyData == right.earlyData
        && left.roundTrips == right.roundTrips
    case .serverData:
      left.mayWrite[.server] == right.mayWrite[.server]
        && left.clientIsUnproved == right.clientIsUnproved
    case .bytes: left.bytes == right.bytes
    case .theft: left.thefts == right.thefts && isSameLoot
    case .beginning: left.beginning == right.beginning
    }
  }
}

extension AccountComparison {
  /// Whether the same is done with the same kind of key, whosever it is.
  private func isSameProof(of side: Side) -> Bool {
    let one = left.proofs[side]
    let other = right.proofs[side]
    return one?.means == other?.means && one?.message == other?.message && one?.key == other?.key
  }

  /// Whether what opens both is one theft: a renewed key opens nothing of before.
  private var isSameLoot: Bool {
    HandshakeAccount.StolenKey.allCases.allSatisfy { key in
      left.thefts[key] == nil || left.keysInForce[key] == right.keysInForce[key]
    }
  }

  /// Whether the certificates of a side have the same names, and are two all the same.
  public func isOtherCertificate(of side: Side) -> Bool {
    guard let one = left.proofs[side], let other = right.proofs[side] else { return false }
    return one.issuer == other.issuer && one.subject == other.subject && one.serial != other.serial
  }

  /// Whether the same certificate is shown, with the same eyes upon it.
  private func isSameCertificate(of side: Side) -> Bool {
    let one = left.proofs[side]
    let other = right.proofs[side]
    return one?.certificateIsReadable == other?.certificateIsReadable
      && one?.issuer == other?.issuer && one?.subject == other?.subject
      && one?.serial == other?.serial
  }

  /// Versions name their messages differently; that nothing but the same few are encrypted, or
  /// nothing but the same few can be read, is the same.
  private var isSameSecrecy: Bool {
    left.readable == right.readable
      || left.hidesFew && right.hidesFew && left.encrypted == right.encrypted
  }
}

extension HandshakeAccount {
  /// Whether what a connection did for a purpose can't be told from its recording.
  public func isUnknown(_ purpose: Purpose) -> Bool {
    guard isRecorded else { return false }
    let isUnread =
      suite.map { $0.parameters == nil && $0.parameters13 == nil } ?? false
    switch purpose {
    case .keys: return keysExist.isEmpty
    case .secret: return isUnread && secret == nil
    case .derivation: return isUnread && derivation == nil
    case .protection: return isUnread && protection == nil
    case .serverProof: return isUnknownProof(of: .server, isUnread)
    case .clientProof: return isUnknownProof(of: .client, isUnread)
    case .certificate:
      return sealed.contains(.server) && certificateIsReadable == nil && hidesHandshake
    case .clientData: return !sealed.isEmpty && mayWrite[.client] == nil
    case .serverData: return !sealed.isEmpty && mayWrite[.server] == nil
    case .bytes: return !sealed.isEmpty
    default: return false
    }
  }

  private func isUnknownProof(of side: Side, _ isUnread: Bool) -> Bool {
    guard proofs[side]?.means == nil else { return false }
    return isUnread || sealed.contains(side) && (hidesHandshake || secret?.isEncrypted == true)
  }

  /// Whether proofs of identity pass under keys (RFC 9846 §2).
  private var hidesHandshake: Bool { version == .tls13 }

  /// Whether less is encrypted than not.
  public var hidesFew: Bool { encrypted.count < readable.count }

  /// Whether anyone on the wire can read the server's certificate; nil if none was sent.
  public var certificateIsReadable: Bool? { proofs[.server]?.certificateIsReadable }
}
