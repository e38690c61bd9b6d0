import Bytes
import TLSWire

extension ExtensionBlock {
  /// "If an implementation receives an extension which it recognizes and which is not specified for
  /// the message in which it appears, it MUST abort the handshake with an "illegal_parameter" alert"
  /// (RFC 8446 §4.2). The same goes for a ServerHello of TLS 1.2.
  func checkPlaces(_ place: ExtensionPlaces) throws(HandshakeFailure) {
    for entry in extensions ?? [] {
      guard let places = entry.type.places, places.isDisjoint(with: place) else { continue }
      throw .misbehaving(.illegalParameter("\(entry.type.label) in \(place.label)"))
    }
  }
}

extension ExtensionPlaces {
  /// The message, as it is called on the wire.
  fileprivate var label: String {
    switch self {
    case .clientHello: HandshakeType.clientHello.label
    case .helloRetryRequest: "hello_retry_request"
    case .encryptedExtensions: HandshakeType.encryptedExtensions.label
    case .certificateRequest: HandshakeType.certificateRequest.label
    case .certificate: HandshakeType.certificate.label
    case .newSessionTicket: HandshakeType.newSessionTicket.label
    default: HandshakeType.serverHello.label
    }
  }
}
