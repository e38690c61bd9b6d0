public import Bytes

/// The server's finite field and ephemeral public value, signed (RFC 5246 §7.4.3).
public struct ServerKeyExchangeDHE: HandshakeBody {
  public static let handshakeType = HandshakeType.serverKeyExchange

  public var params: ServerDHParams
  public var signed: DigitallySigned

  public init() { self.init(params: ServerDHParams(), signed: DigitallySigned()) }

  public init(params: ServerDHParams, signed: DigitallySigned) {
    self.params = params
    self.signed = signed
  }

  public init(
    p: [UInt8], g: [UInt8], publicKey: [UInt8], signed: DigitallySigned = DigitallySigned()
  ) {
    params = ServerDHParams(p: p, g: g, publicKey: publicKey)
    self.signed = signed
  }

  public var p: [UInt8] { params.p }
  public var g: [UInt8] { params.g }
  public var publicKey: [UInt8] { params.publicKey }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.structure(&params, "params")
    try coder.structure(&signed, "signed_params")
  }

  /// The bytes that are signed after the two randoms.
  ///
  /// - Throws: `WireError` when a part is empty or longer than 65535 bytes.
  public func parameterBytes() throws(WireError) -> [UInt8] {
    try ByteWriter.bytes(of: params)
  }
}

/// Prime, generator and public value of the server, each a number with the highest byte first.
public struct ServerDHParams: WireStruct {
  public var p: [UInt8]
  public var g: [UInt8]
  public var publicKey: [UInt8]

  public init() { self.init(p: [], g: [], publicKey: []) }

  public init(p: [UInt8], g: [UInt8], publicKey: [UInt8]) {
    self.p = p
    self.g = g
    self.publicKey = publicKey
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.opaque(&p, .uint16(1...0xffff), "dh_p")
    try coder.opaque(&g, .uint16(1...0xffff), "dh_g")
    try coder.opaque(&publicKey, .uint16(1...0xffff), "dh_Ys")
  }
}
