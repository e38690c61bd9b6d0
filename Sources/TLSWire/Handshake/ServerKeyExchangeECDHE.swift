public import Bytes

/// The server's ephemeral point, signed (RFC 8422 §5.4).
public struct ServerKeyExchangeECDHE: HandshakeBody {
  public static let handshakeType = HandshakeType.serverKeyExchange

  public var params: ServerECDHParams
  public var signed: DigitallySigned

  public init() { self.init(params: ServerECDHParams(), signed: DigitallySigned()) }

  public init(params: ServerECDHParams, signed: DigitallySigned) {
    self.params = params
    self.signed = signed
  }

  public init(
    curveType: ECCurveType = .namedCurve, namedCurve: NamedGroup, publicKey: [UInt8],
    signed: DigitallySigned = DigitallySigned()
  ) {
    params = ServerECDHParams(curveType: curveType, namedCurve: namedCurve, publicKey: publicKey)
    self.signed = signed
  }

  public var curveType: ECCurveType { params.curveType }
  public var namedCurve: NamedGroup { params.namedCurve }
  public var publicKey: [UInt8] { params.publicKey }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.structure(&params, "params")
    try coder.structure(&signed, "signed_params")
  }

  /// The bytes that are signed after the two randoms.
  ///
  /// - Throws: `WireError` when the public key is empty or longer than 255 bytes.
  public func parameterBytes() throws(WireError) -> [UInt8] {
    try ByteWriter.bytes(of: params)
  }
}

/// Curve and point of the server.
public struct ServerECDHParams: WireStruct {
  public var curveType: ECCurveType
  public var namedCurve: NamedGroup
  /// 32 bytes with X25519, else an uncompressed point.
  public var publicKey: [UInt8]

  public init() { self.init(namedCurve: .x25519, publicKey: []) }

  public init(
    curveType: ECCurveType = .namedCurve, namedCurve: NamedGroup, publicKey: [UInt8]
  ) {
    self.curveType = curveType
    self.namedCurve = namedCurve
    self.publicKey = publicKey
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&curveType, "curve_type")
    // The other curve types have other fields, and RFC 8422 §5.4 forbids them.
    guard curveType == .namedCurve else {
      throw coder.illegalValue("curve type \(curveType.label), not named_curve")
    }
    try coder.code(&namedCurve, "namedcurve")
    try coder.opaque(&publicKey, .uint8(1...0xff), "public")
  }
}
