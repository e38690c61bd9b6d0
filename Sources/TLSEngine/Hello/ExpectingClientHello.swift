import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// Nothing happened yet; the offer is to come (RFC 5246 §7.4.1.2, RFC 8446 §4.1.2). The server
/// answers with its whole flight.
struct ExpectingClientHello: HandshakeState {
  static let transitions = Transitions(
    .server, in: .expectingClientHello,
    .on(
      .clientHello, to: .expectingClientKeyExchange, .expectingClientCertificate,
      .expectingClientChangeCipherSpecResumed, .expectingSecondClientHello,
      .expectingEndOfEarlyData, .expectingClientCertificate13, .expectingClientFinished13))

  var configuration: Boxed<ServerConfiguration>

  func receive(
    _ message: Message.Content, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    try answer(try message.read(ClientHello.self), &exchange)
  }

  /// Chooses, and sends the whole flight.
  func answer(
    _ hello: ClientHello, _ exchange: inout Exchange
  ) throws(HandshakeFailure) -> any HandshakeState {
    try checkLegacyVersion(hello.legacyVersion)
    try hello.checkServerNames()
    let version = try chooseVersion(hello)
    guard hello.legacyCompressionMethods.contains(.null) else {
      throw .misbehaving(.illegalParameter("compression_methods without null"))
    }
    if version == .tls13 {
      return try ServerHandshake13(configuration: configuration).receive(hello, &exchange)
    }
    return try receive12(hello, version, &exchange)
  }

  /// The highest version that both speak. With supported_versions only that counts; without it the
  /// client's highest is in legacy_version (RFC 8446 §4.2.1).
  private func chooseVersion(_ hello: ClientHello) throws(HandshakeFailure) -> ProtocolVersion {
    let offered: (ProtocolVersion) -> Bool =
      if let versions = hello.supportedVersions {
        versions.contains
      } else {
        { $0 < .tls13 && $0 <= hello.legacyVersion }
      }
    guard let version = configuration.acceptedVersions.filter(offered).max() else {
      throw .refused(.version(hello.supportedVersions?.max() ?? hello.legacyVersion))
    }
    // "If TLS_FALLBACK_SCSV appears … and the highest protocol version supported by the server is
    // higher than the version indicated in ClientHello.client_version, the server MUST respond with
    // a fatal inappropriate_fallback alert" (RFC 7507 §3).
    if hello.cipherSuites.contains(.fallbackSCSV), let best = configuration.acceptedVersions.max(),
      version < best
    {
      throw .refused(.inappropriateFallback(best))
    }
    return version
  }
}

extension ServerConfiguration {
  /// Those of the versions for which there is a suite.
  var acceptedVersions: [ProtocolVersion] {
    versions.filter { version in suites.contains { $0.isSpoken(in: version) } }
  }
}
