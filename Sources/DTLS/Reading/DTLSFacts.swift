public import Bytes
import CryptoPrimitives
public import TLSKeys
public import TLSWire

/// What anyone reads in the open messages of a handshake; the last of each, if it came more than once.
public struct DTLSFacts: Hashable, Sendable, Codable {
  @Hexadecimal public private(set) var clientRandom: [UInt8] = []
  @Hexadecimal public private(set) var serverRandom: [UInt8] = []
  @Hexadecimal public private(set) var cookie: [UInt8] = []
  public private(set) var offeredSuites: [CipherSuite] = []
  public private(set) var suite: CipherSuite?
  public private(set) var offeredProfiles: [SRTPProfile] = []
  /// The profile of SRTP that was chosen.
  public private(set) var profile: SRTPProfile?
  public private(set) var extendedMasterSecret = false
  public private(set) var group: NamedGroup?
  /// The public keys of this handshake: without a private one they give nothing.
  @Hexadecimal public private(set) var clientPublicKey: [UInt8] = []
  @Hexadecimal public private(set) var serverPublicKey: [UInt8] = []
  /// The first certificate that each side showed, in DER.
  public private(set) var certificates: [Side: Hexadecimal] = [:]

  /// The fingerprint of the certificate that a side showed, for comparison with the signalling.
  public func fingerprint(of side: Side) -> CertificateFingerprint? {
    certificates[side].flatMap { try? CertificateFingerprint(of: $0.wrappedValue) }
  }

  /// Takes a message.
  ///
  /// - Throws: `WireError` when it can't be read.
  mutating func take(_ message: DTLSMessage, from sender: Side) throws(WireError) {
    switch message.type {
    case .clientHello: take(try message.read(DTLSClientHello.self))
    case .helloVerifyRequest: cookie = try message.read(HelloVerifyRequest.self).cookie
    case .serverHello: take(try message.read(ServerHello.self))
    case .certificate:
      let chain = try message.read(CertificateMessage.self).certificateList
      certificates[sender] = chain.first.map { Hexadecimal(wrappedValue: $0.data) }
    case .serverKeyExchange where isReadable:
      let body = try message.read(ServerKeyExchangeECDHE.self)
      group = body.namedCurve
      serverPublicKey = body.publicKey
    case .clientKeyExchange where isReadable:
      clientPublicKey = try message.read(ClientKeyExchangeECDHE.self).publicKey
    case .certificateRequest: _ = try message.read(CertificateRequest.self)
    case .certificateVerify: _ = try message.read(CertificateVerify.self)
    case .serverHelloDone: _ = try message.read(ServerHelloDone.self)
    default: break
    }
  }

  /// Whether the key exchange is one whose messages have the form that is read here.
  private var isReadable: Bool {
    switch suite?.parameters?.keyExchange {
    case .ecdheECDSA, .ecdheRSA: true
    default: false
    }
  }

  private mutating func take(_ hello: DTLSClientHello) {
    clientRandom = hello.random
    offeredSuites = hello.cipherSuites
    offeredProfiles = hello[UseSRTP.self]?.profiles ?? []
  }

  private mutating func take(_ hello: ServerHello) {
    serverRandom = hello.random
    suite = hello.cipherSuite
    extendedMasterSecret = hello.has(.extendedMasterSecret)
    profile = hello[UseSRTP.self]?.profiles.first
  }
}
