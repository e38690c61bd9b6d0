// Which features the peers' programs lack.
extension Matrix {
  /// Why a peer is not asked for a feature; nil where it is.
  static func reasonOfFeature(_ peer: Peer, _ feature: Feature) -> String? {
    switch peer {
    case .opensslServer: reasonsOfOpensslServer[feature]
    case .gnutlsServer: reasonsOfGnutlsServer[feature]
    case .nssClient: reasonsOfNSS[feature]
    case .curlClient: reasonsOfCurl[feature]
    default: nil
    }
  }

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
    .earlyData: "tstclnt 3.87 crashes when it is to say something in a second connection",
  ]

  private static let reasonsOfCurl: [Feature: String] = [
    .keyUpdate: "the program has no option for it",
    .ourKeyUpdate: "one question, one answer: nothing comes after it",
    .renegotiation: "the program has no option for it",
    .ourRenegotiation: "one question, one answer: nothing comes after it",
    .lateCertificate: "the program has no option for it",
    .earlyData: "the program has no option for it",
    .exporter: "the program has no option for it",
    .alpn: "the program offers HTTP alone",
  ]
}
