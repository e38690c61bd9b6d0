public import Bytes

/// A signature and the algorithm that made it (RFC 5246 §4.7).
public struct DigitallySigned: WireStruct {
  public var scheme: SignatureScheme
  public var signature: [UInt8]

  public init() { self.init(scheme: .rsaPKCS1SHA256, signature: []) }

  public init(scheme: SignatureScheme, signature: [UInt8]) {
    self.scheme = scheme
    self.signature = signature
  }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&scheme, "algorithm")
    try coder.opaque(&signature, .uint16(), "signature")
  }
}
