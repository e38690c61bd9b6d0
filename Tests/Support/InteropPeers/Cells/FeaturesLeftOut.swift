// Which features the peers' programs lack.
extension Matrix {
  /// Why a peer is not asked for a feature; nil where it is.
  static func reasonOfFeature(_ peer: Peer, _ feature: Feature) -> String? {
    switch peer {
    case .opensslServer: reasonsOfOpensslServer[feature]
    case .gnutlsServer: reasonsOfGnutlsServer[feature]
    case .nssClient: reasonsOfNSS[feature]
    case .curlClient: reasonsOfCurl[feature]
    case .gnutlsClient: reasonsOfGnutlsClient[feature]
    default: nil
    }
  }

  private static let reasonsOfGnutlsClient: [Feature: String] = [
    .retryAlways:
      "GnuTLS 3.7 refuses a HelloRetryRequest without a key share, which RFC 8446 §4.1.4 allows"
  ]

  private static let reasonsOfOpensslServer: [Feature: String] = [
    .retryAlways: "this is about our server"
  ]

  private static let reasonsOfGnutlsServer: [Feature: String] = [
    .keyUpdate: "the program has no command for it",
    .retryAlways: "this is about our server",
    .renegotiation: "the program sends data between its HelloRequest and the handshake",
  ]

  private static let reasonsOfNSS: [Feature: String] = [
    .keyUpdate: "the program has no option for it",
    .alpn: "the program has no option for it",
    .exporter:
      "the program keeps back what it exported until it ends, and it does not end by itself",
    .earlyData: "tstclnt 3.87 offers it and then sends none",
  ]

  private static let reasonsOfCurl: [Feature: String] = [
    .keyUpdate: "the program has no option for it",
    .ourKeyUpdate: "one question, one answer: nothing comes after it",
    .renegotiation: "the program has no option for it",
    .ourRenegotiation: "one question, one answer: nothing comes after it",
    .lateCertificate: "the program has no option for it",
    .earlyData: "the program has no option for it",
    .ticket: "the program asks for no tickets before TLS 1.3",
    .exporter: "the program has no option for it",
    .alpn: "the program offers HTTP alone",
  ]
}
