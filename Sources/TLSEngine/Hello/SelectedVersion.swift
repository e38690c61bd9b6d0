import Bytes
import TLSKeys
import TLSWire

/// "Any endpoint receiving a Hello message with ClientHello.legacy_version or
/// ServerHello.legacy_version set to 0x0300 MUST abort the handshake with a "protocol_version" alert"
/// (RFC 8446 §D.5), whatever supported_versions says.
func checkLegacyVersion(_ version: ProtocolVersion) throws(HandshakeFailure) {
  guard version > .ssl3 else { throw .refused(.version(version)) }
}

extension ExpectingServerHello {
  /// Whether the server may choose TLS 1.3.
  var offers13: Bool { offer.supportedVersions?.contains(.tls13) == true }

  /// What must hold of the server's version before it is looked at whether that is spoken here.
  func checkSelectedVersion(_ hello: ServerHello) throws(HandshakeFailure) {
    try checkLegacyVersion(hello.legacyVersion)
    // "… MUST be retained in the ServerHello, and a client MUST abort the handshake with an
    // "illegal_parameter" alert if the value changes" (RFC 8446 §4.1.4).
    if let retry, hello.version != retry.version {
      throw .misbehaving(.illegalParameter("selected_version \(hello.version.label)"))
    }
    guard let selected = hello.selectedVersion else {
      // Required in both answers of TLS 1.3 (RFC 8446 §9.2); earlier versions have no
      // HelloRetryRequest.
      if hello.isHelloRetryRequest, offers13 {
        throw .misbehaving(.missingExtension(.supportedVersions))
      }
      // TLS 1.3 is chosen in the extension, never here (RFC 8446 §4.1.3).
      guard hello.legacyVersion < .tls13 else { throw .refused(.version(hello.legacyVersion)) }
      return
    }
    guard let offered = offer.supportedVersions else {
      throw .misbehaving(.unsolicitedExtension(.supportedVersions))
    }
    // "If the "supported_versions" extension in the ServerHello contains a version not offered by
    // the client or contains a version prior to TLS 1.3, the client MUST abort the handshake with
    // an "illegal_parameter" alert" (RFC 8446 §4.2.1).
    guard selected >= .tls13, offered.contains(selected) else {
      throw .misbehaving(.illegalParameter("selected_version \(selected.label)"))
    }
  }
}

extension Endpoint {
  /// Whether TLS 1.3 is spoken, or a client waits for a server that may choose it.
  var mayBe13: Bool {
    guard let version = exchange.facts.version else {
      return state.waiting(in: ExpectingServerHello.self)?.offers13 == true
    }
    return version == .tls13
  }
}
