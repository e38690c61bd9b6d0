public import Bytes

/// A ClientHello in the form of SSL 2.0, by which clients once reached servers of either kind
/// (RFC 5246 §E.2). TLS never negotiates SSL 2.0 itself (RFC 6176).
///
/// In front of it stand two bytes, not part of the hello: the highest bit set, then its length.
public struct SSL2ClientHello: WireStruct {
  /// The highest version that the client speaks; one of TLS where it speaks TLS.
  public var version: ProtocolVersion
  /// Three bytes each; those of TLS are two bytes behind a zero.
  public var cipherSpecs: [SSL2CipherSpec]
  /// Empty, or 16 bytes of a session of SSL 2.0.
  public var sessionID: [UInt8]
  /// 16 to 32 bytes; TLS takes them for its random.
  public var challenge: [UInt8]

  /// `client_hello` in SSL 2.0.
  private static let messageType: UInt8 = 1

  public init() {
    self.init(version: .tls10, cipherSpecs: [], challenge: [])
  }

  public init(
    version: ProtocolVersion, cipherSpecs: [SSL2CipherSpec], sessionID: [UInt8] = [],
    challenge: [UInt8]
  ) {
    self.version = version
    self.cipherSpecs = cipherSpecs
    self.sessionID = sessionID
    self.challenge = challenge
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    var type = Self.messageType
    try coder.uint8(&type, "msg_type")
    guard type == Self.messageType else {
      throw coder.illegalValue("a hello of SSL 2.0 has the type 1, not \(type)")
    }
    try coder.code(&version, "version")
    var specs = UInt16(truncatingIfNeeded: cipherSpecs.count * 3)
    var session = UInt16(truncatingIfNeeded: sessionID.count)
    var random = UInt16(truncatingIfNeeded: challenge.count)
    try coder.uint16(&specs, "cipher_spec_length")
    try coder.uint16(&session, "session_id_length")
    try coder.uint16(&random, "challenge_length")
    guard specs > 0, specs.isMultiple(of: 3) else {
      throw coder.illegalValue("cipher_spec_length \(specs) is no multiple of 3")
    }
    // "The client MUST … have length zero" for who wants TLS, "16 … 32" for the challenge.
    guard session == 0 || session == 16, (16...32).contains(random) else {
      throw coder.illegalValue("session_id_length \(session), challenge_length \(random)")
    }
    let count = Int(specs) / 3
    if cipherSpecs.count != count {
      cipherSpecs = [SSL2CipherSpec](repeating: SSL2CipherSpec(), count: count)
    }
    for index in cipherSpecs.indices {
      try coder.structure(&cipherSpecs[index], "cipher_spec")
    }
    try coder.bytes(&sessionID, count: Int(session), "session_id")
    try coder.bytes(&challenge, count: Int(random), "challenge")
  }
}

/// A cipher as SSL 2.0 writes it: three bytes.
public struct SSL2CipherSpec: WireStruct {
  /// 0 in front of a suite of TLS; anything else is a cipher of SSL 2.0.
  public var kind: UInt8
  public var code: CipherSuite

  public init() { self.init(kind: 0, code: CipherSuite(rawValue: 0)) }

  public init(kind: UInt8, code: CipherSuite) {
    self.kind = kind
    self.code = code
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.uint8(&kind, "kind")
    try coder.code(&code, "code")
  }
}

extension SSL2ClientHello {
  /// What it offers to a server of TLS: the challenge, with zeros in front, is the random
  /// (RFC 5246 §E.2).
  public var clientHello: ClientHello {
    ClientHello(
      legacyVersion: version,
      random: [UInt8](repeating: 0, count: max(0, 32 - challenge.count)) + challenge,
      cipherSuites: cipherSpecs.filter { $0.kind == 0 }.map(\.code))
  }
}
