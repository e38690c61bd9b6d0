import Applications
public import Bytes
import CryptoPrimitives
public import DTLS
import Media
import Network
import TLSKeys
import TLSWire
import X509

/// The handshake on a call's media path, and the keys that come of it (RFC 5763, RFC 5764). The called
/// one begins it: it answered `a=setup:active`.
public struct MediaHandshake: Hashable, Sendable {
  /// The DTLS client and the DTLS server, after the handshake.
  @Boxed public private(set) var active: DTLSEndpoint
  @Boxed public private(set) var passive: DTLSEndpoint
  /// What passed between them.
  public var datagrams: [CallMedia.Datagram]
  /// When the last of them had arrived, in microseconds.
  public var end: Int64

  /// Whether both ends have keys.
  public var isComplete: Bool { active.srtp != nil && passive.srtp != nil }

  /// The master key of what one party of the call sends; the called one is the DTLS client.
  func master(of side: Side) -> SRTPMasterKey? {
    guard let keys = active.srtp, let suite = SRTPSuite(keys.profile) else { return nil }
    let keyAndSalt =
      side == .server
      ? keys.clientKey + keys.clientSalt : keys.serverKey + keys.serverSalt
    return try? SRTPMasterKey(suite, keyAndSalt: keyAndSalt)
  }
}

extension SRTPSuite {
  /// The suite by which a profile of RFC 5764 goes in SDES; nil: nobody here speaks it.
  init?(_ profile: SRTPProfile) {
    switch profile {
    case .aes128HMACSHA1Tag80: self = .aes128SHA1Tag80
    case .aes128HMACSHA1Tag32: self = .aes128SHA1Tag32
    case .aeadAES128GCM: self = .aes128GCM
    default: return nil
    }
  }
}

/// Who takes part in the handshake of a media path.
enum MediaParty: String {
  case caller
  case called
  /// Whoever stands between, with a certificate of its own.
  case interceptor
}

extension World {
  /// A telephone's certificate, which nobody vouches for: made for one session, like that of a browser.
  func mediaIdentity(_ party: MediaParty, of session: String) throws -> Identity {
    let random = random.substream(session).substream("media/\(party.rawValue)")
    let key = try PrivateKey.makeEC(group: .secp256r1, random: random.substream("key"))
    return try Identity.makeSelfSigned(
      name: party.rawValue, key: key, validFrom: 0, validTo: 4_102_444_800,
      random: random.substream("certificate"))
  }

  /// The fingerprint of that certificate, as session descriptions have it; without the hash's name.
  func mediaFingerprint(_ party: MediaParty, of session: String) -> String? {
    guard let certificate = try? mediaIdentity(party, of: session).chain.first,
      let fingerprint = try? CertificateFingerprint(of: certificate.der)
    else { return nil }
    return fingerprint.description.split(separator: " ").last.map(String.init)
  }

  /// Plays the handshake of a media path.
  ///
  /// - Parameters:
  ///   - active: who begins, with what the signalling said to it of the other's certificate.
  ///   - start: microseconds.
  func mediaHandshake(
    of session: String, active: (party: MediaParty, expects: String?),
    passive: (party: MediaParty, expects: String?), at start: Int64, roundTrip: Int64
  ) throws -> MediaHandshake {
    let random = random.substream(session).substream("media/\(active.party)-\(passive.party)")
    func endpoint(_ role: Side, _ end: (party: MediaParty, expects: String?)) throws -> DTLSEndpoint
    {
      var configuration = DTLSConfiguration(
        role: role, identity: try mediaIdentity(end.party, of: session),
        random: random.substream(role.rawValue))
      configuration.profiles = [.aes128HMACSHA1Tag80]
      configuration.peerFingerprints = try end.expects.map {
        [try CertificateFingerprint(parsing: "sha-256 \($0)")]
      }
      return DTLSEndpoint(configuration: configuration)
    }
    let link = DTLSLink(
      oneWay: roundTrip / 2, start: start, random: random.substream("link"))
    let run = DTLSHandshake.run(
      client: try endpoint(.client, active), server: try endpoint(.server, passive), link: link)
    return MediaHandshake(run)
  }
}

extension MediaHandshake {
  fileprivate init(_ run: DTLSHandshake) {
    _active = Boxed(wrappedValue: run.client)
    _passive = Boxed(wrappedValue: run.server)
    datagrams = run.datagrams.map {
      // The DTLS client is the called one.
      CallMedia.Datagram(
        time: $0.time, direction: $0.sender == .client ? .serverToClient : .clientToServer,
        bytes: $0.bytes)
    }
    end = run.end
  }
}
