// How OpenSSL's own server and client are told what a cell is about, and what they answer.
extension Cell {
  /// The version alone, the suite alone, the group alone, and every message on the screen.
  private var opensslCommon: [String] {
    var words = ["-msg", version.opensslOption]
    if version == .tls13 {
      words += ["-ciphersuites", named.opensslName]
    } else {
      // Level 0 admits what old versions sign with, anonymous suites and suites without cipher.
      words += ["-cipher", "\(named.opensslName):@SECLEVEL=0"]
    }
    if exchange.usesSharedKey {
      words += ["-psk", PeerFiles.sharedSecret, "-psk_identity", PeerCredentials.sharedKey.name]
    }
    switch feature {
    case .exporter:
      words += [
        "-keymatexport", Self.exporterLabel, "-keymatexportlen", String(Self.exporterLength),
      ]
    case .alpn: words += ["-alpn", Self.protocolName]
    case .sessionID: words += ["-no_ticket"]
    default: break
    }
    return words
  }

  /// Finished has 12 bytes before TLS 1.3, there it is as long as the hash; 4 bytes go before it.
  private var finished: String {
    let length = version < .tls13 ? "0010" : cipher == .aes256GCM ? "0034" : "0024"
    return "\(version.opensslMessageName), Handshake [length \(length)], Finished"
  }

  private func message(_ name: String, length: String) -> String {
    "\(version.opensslMessageName), Handshake [length \(length)], \(name)"
  }

  // MARK: Server

  var opensslServerWords: PeerWords {
    // Port 0: the kernel chooses, and the server prints it.
    var words = ["s_server", "-accept", "127.0.0.1:0"] + opensslCommon
    switch exchange {
    case let exchange where !exchange.usesCertificate: words += ["-nocert"]
    case .ecdheECDSA: words += ["-cert", "{ecdsa}", "-key", "{ecdsa-key}"]
    default: words += ["-cert", "{rsa}", "-key", "{rsa-key}"]
    }
    if let group { words += ["-groups", group.opensslName] }
    if version < .tls13 { words += ["-dhparam", "{folder}/dh.pem"] }
    switch feature {
    case .clientCertificate: words += ["-Verify", "1", "-CAfile", "{ca}", "-verify_return_error"]
    case .lateCertificate: words += ["-CAfile", "{ca}", "-verify_return_error"]
    case .ourRenegotiation: words += ["-client_renegotiation"]
    case .earlyData: words += ["-early_data"]
    default: break
    }
    var result = PeerWords(runs: [words], commands: opensslServerCommands)
    result.evidence = [
      ("CIPHER is \(named.opensslName)\n", 1), ("<<< \(finished)", connections),
    ]
    // A group of RFC 7919 is said only where a suite of TLS 1.3 does not: always in 1.3.
    if let group { result.evidence.append((group.opensslSharedWords, 1)) }
    result.evidence += opensslServerEvidence
    return result
  }

  private var opensslServerCommands: [String] {
    switch feature {
    case .keyUpdate: ["K"]
    case .renegotiation: ["r"]
    case .lateCertificate: ["c"]
    default: []
    }
  }

  private var opensslServerEvidence: [(String, Int)] {
    switch feature {
    case .sessionID, .ticket, .resumption13: [("Reused session-id", 1)]
    case .earlyData: [("Reused session-id", 1), ("Early data received:", 1)]
    case .clientCertificate: [("Client certificate\n", 1), ("verify return:1", 1)]
    case .lateCertificate: [("verify return:1", 1), ("CertificateVerify", 2)]
    case .keyUpdate, .ourKeyUpdate:
      [
        ("<<< " + message("KeyUpdate", length: "0005"), 1),
        (">>> " + message("KeyUpdate", length: "0005"), 1),
      ]
    case .renegotiation, .ourRenegotiation: [("<<< \(finished)", 2)]
    case .retry, .retryAlways: [("ClientHello", 2)]
    case .exporter: [("Label: '\(Self.exporterLabel)'", 1)]
    case .alpn: [("ALPN protocols selected: \(Self.protocolName)", 1)]
    case .plain: []
    }
  }

  // MARK: Client

  var opensslClientWords: PeerWords {
    var words = ["s_client", "-connect", "127.0.0.1:{port}"] + opensslCommon
    if exchange.usesCertificate {
      words += ["-servername", "{name}", "-CAfile", "{ca}", "-verify_return_error"]
      words += ["-verify_hostname", "{name}"]
    }
    if let group {
      // The first group's share goes with the first ClientHello: the server has to ask again.
      words += ["-groups", (feature == .retry ? "X25519:" : "") + group.opensslName]
    }
    if [.clientCertificate, .lateCertificate].contains(feature) {
      words += ["-cert", "{client}", "-key", "{client-key}"]
    }
    if feature == .lateCertificate { words += ["-enable_pha"] }
    var result = PeerWords(runs: [words], commands: opensslClientCommands)
    if connections == 2 {
      let early = feature == .earlyData ? ["-early_data", "{folder}/early.txt"] : []
      result.runs = [
        words + ["-sess_out", "{folder}/session-{port}.pem"],
        words + ["-sess_in", "{folder}/session-{port}.pem"] + early,
      ]
    }
    result.evidence = [
      ("Cipher is \(named.opensslName)\n", 1), (">>> \(finished)", 1),
    ]
    if exchange.usesCertificate { result.evidence.append(("Verify return code: 0 (ok)", 1)) }
    if let group, !exchange.usesSharedKey || version == .tls13 {
      result.evidence.append((group.opensslKeyWords, 1))
    }
    result.evidence += opensslClientEvidence
    return result
  }

  private var opensslClientCommands: [String] {
    switch feature {
    case .keyUpdate: ["K"]
    case .renegotiation: ["R"]
    default: []
    }
  }

  private var opensslClientEvidence: [(String, Int)] {
    switch feature {
    case .sessionID, .ticket, .resumption13: [("Reused, TLSv", 1)]
    case .earlyData: [("Reused, TLSv", 1), ("Early data was accepted", 1)]
    case .clientCertificate, .lateCertificate: [("CertificateVerify", version < .tls13 ? 1 : 2)]
    case .keyUpdate, .ourKeyUpdate:
      [
        ("<<< " + message("KeyUpdate", length: "0005"), 1),
        (">>> " + message("KeyUpdate", length: "0005"), 1),
      ]
    case .renegotiation, .ourRenegotiation: [(">>> \(finished)", 2)]
    case .retry, .retryAlways: [("ClientHello", 2)]
    case .exporter: [("Label: '\(Self.exporterLabel)'", 1)]
    case .alpn: [("ALPN protocol: \(Self.protocolName)", 1)]
    case .plain: []
    }
  }
}
