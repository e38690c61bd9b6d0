// How GnuTLS's own server and client are told what a cell is about, and what they answer.
extension Cell {
  /// One version, one key exchange, one cipher, one MAC, and the groups of the cell.
  private var priority: String {
    let (cipher, mac) = cipher.gnutlsNames
    let exchanges =
      version < .tls13 || exchange.usesSharedKey
      ? [exchange.gnutlsName] : ["ECDHE-RSA", "ECDHE-ECDSA", "DHE-RSA"]
    var words = ["NONE", "+VERS-TLS\(version.rawValue)", "+\(cipher)", "+\(mac)"]
    words += exchanges.map { "+\($0)" } + groupNames.map { "+GROUP-\($0)" }
    words += ["+SIGN-ALL", "+COMP-NULL", "+CTYPE-X509"]
    // What a server of TLS 1.0 signs with.
    if version < .tls12 { words.append("%VERIFY_ALLOW_SIGN_WITH_SHA1") }
    return words.joined(separator: ":")
  }

  private var groupNames: [String] {
    guard let group else { return ["ALL"] }
    return feature == .retry && !peer.isServer
      ? ["X25519", group.gnutlsName] : [group.gnutlsName]
  }

  private var gnutlsCommon: [String] {
    var words = ["--priority", priority]
    switch feature {
    case .exporter:
      words += [
        "--keymatexport", Self.exporterLabel, "--keymatexportsize", String(Self.exporterLength),
      ]
    case .alpn: words += ["--alpn", Self.protocolName]
    case .sessionID: words += ["--noticket"]
    default: break
    }
    return words
  }

  /// What is in the description that both print: version, key exchange and cipher.
  private var description13or12: [(String, Int)] {
    let (cipher, mac) = cipher.gnutlsNames
    var evidence = [("- Description: (TLS\(version.rawValue)", connections)]
    evidence.append(("-(\(cipher))", connections))
    if mac != "AEAD" { evidence.append(("-(\(cipher))-(\(mac))", connections)) }
    // With a shared key the group of TLS 1.3 is not printed.
    if let group, !exchange.usesSharedKey { evidence.append(("-\(group.gnutlsName))", 1)) }
    return evidence
  }

  // MARK: Server

  var gnutlsServerWords: PeerWords {
    var words = ["--echo", "-p", "{port}"] + gnutlsCommon
    switch exchange {
    case let exchange where exchange.usesSharedKey: words += ["--pskpasswd", "{folder}/psk.txt"]
    case let exchange where exchange.isAnonymous: break
    case .ecdheECDSA: words += ["--x509certfile", "{ecdsa}", "--x509keyfile", "{ecdsa-key}"]
    default: words += ["--x509certfile", "{rsa}", "--x509keyfile", "{rsa-key}"]
    }
    if version < .tls13 { words += ["--dhparams", "{folder}/dh.pem"] }
    switch feature {
    case .clientCertificate:
      words += ["--require-client-cert", "--verify-client-cert", "--x509cafile", "{ca}"]
    case .lateCertificate: words += ["--x509cafile", "{ca}", "--disable-client-cert"]
    default: words += ["--disable-client-cert"]
    }
    if feature == .earlyData { words += ["--earlydata"] }
    var result = PeerWords(runs: [words])
    switch feature {
    case .renegotiation: result.commands = ["**REHANDSHAKE**"]
    case .lateCertificate: result.commands = ["**REAUTH**"]
    default: break
    }
    result.evidence = description13or12 + gnutlsServerEvidence
    return result
  }

  private var gnutlsServerEvidence: [(String, Int)] {
    switch feature {
    case .sessionID, .ticket, .resumption13, .earlyData: [("*** This is a resumed session", 1)]
    case .clientCertificate: [("- Certificate type: X.509", 1), ("The certificate is trusted", 1)]
    case .exporter: [("- Key material: ", 1)]
    case .alpn: [("- Application protocol: \(Self.protocolName)", 1)]
    default: []
    }
  }

  // MARK: Client

  var gnutlsClientWords: PeerWords {
    var words = ["127.0.0.1", "-p", "{port}", "--inline-commands"] + gnutlsCommon
    if exchange.usesSharedKey {
      words += ["--pskusername", PeerCredentials.sharedKey.name]
      words += ["--pskkey", PeerFiles.sharedSecret]
    } else if exchange.usesCertificate {
      words += ["--x509cafile", "{ca}", "--sni-hostname", "{name}", "--verify-hostname", "{name}"]
    }
    if [.clientCertificate, .lateCertificate].contains(feature) {
      words += ["--x509certfile", "{client}", "--x509keyfile", "{client-key}"]
    }
    switch feature {
    case .retry: words += ["--single-key-share"]
    case .lateCertificate: words += ["--post-handshake-auth"]
    case .sessionID, .ticket: words += ["--resume"]
    case .resumption13: words += ["--resume", "--waitresumption"]
    case .earlyData:
      words += ["--resume", "--waitresumption", "--earlydata", "{folder}/early.txt"]
    default: break
    }
    var result = PeerWords(runs: [words])
    switch feature {
    case .keyUpdate: result.commands = ["^rekey^"]
    case .renegotiation: result.commands = ["^renegotiate^"]
    default: break
    }
    result.evidence = description13or12 + gnutlsClientEvidence
    if exchange.usesCertificate { result.evidence.append(("The certificate is trusted", 1)) }
    return result
  }

  private var gnutlsClientEvidence: [(String, Int)] {
    switch feature {
    case .sessionID, .ticket, .resumption13, .earlyData: [("*** This is a resumed session", 1)]
    case .renegotiation: [("- ReHandshake was completed", 1)]
    case .ourRenegotiation: [("*** Rehandshake was performed", 1)]
    case .lateCertificate: [("*** Re-auth was performed", 1)]
    case .clientCertificate: [("- Successfully sent ", 1)]
    case .exporter: [("- Key material: ", 1)]
    case .alpn: [("- Application protocol: \(Self.protocolName)", 1)]
    default: []
    }
  }
}
