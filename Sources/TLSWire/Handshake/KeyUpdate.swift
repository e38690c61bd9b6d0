public import Bytes

/// The sender's next record is protected with the next key (RFC 8446 §4.6.3).
public struct KeyUpdate: HandshakeBody {
  public static let handshakeType = HandshakeType.keyUpdate

  public var requestUpdate: KeyUpdateRequest

  public init() { requestUpdate = .updateNotRequested }

  public init(_ requestUpdate: KeyUpdateRequest) { self.requestUpdate = requestUpdate }

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&requestUpdate, "request_update")
    // "If an implementation receives any other value, it MUST terminate the connection with an
    // illegal_parameter alert" (RFC 8446 §4.6.3).
    guard requestUpdate.name != nil else {
      throw coder.illegalValue("request_update \(requestUpdate.label)")
    }
  }
}
