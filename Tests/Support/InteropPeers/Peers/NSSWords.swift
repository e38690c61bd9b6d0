// How NSS's own client is told what a cell is about, and what it answers.
extension Cell {
  var nssWords: PeerWords {
    var words = ["-h", "127.0.0.1", "-p", "{port}", "-a", "{name}"]
    words += ["-V", "tls\(version.rawValue):tls\(version.rawValue)"]
    // Certificates are verified at once: where that waits, messages that come one by one confuse it.
    words += ["-O"]
    // Only then is it said what was agreed on.
    words += ["-v"]
    // The database holds the authority and the client's certificate.
    words += ["-d", "sql:{folder}/nss"]
    if let group {
      words += ["-I", (feature == .retry ? "x25519," : "") + group.nssName]
    }
    // Without a wish for it NSS does not offer extended_master_secret.
    if version < .tls13 { words += ["-G"] }
    if exchange.usesSharedKey {
      words += ["-z", "0x\(PeerFiles.sharedSecret):\(PeerCredentials.sharedKey.name)"]
    }
    switch feature {
    case .sessionID: words += ["-L", "2"]
    case .ticket, .resumption13: words += ["-u", "-L", "2"]
    case .clientCertificate: words += ["-n", "client"]
    case .lateCertificate: words += ["-n", "client", "-E"]
    case .renegotiation: words += ["-r", "1"]
    case .exporter: words += ["-x", "\(Self.exporterLabel):\(Self.exporterLength)"]
    default: break
    }
    if connections == 2 {
      // The second connection comes when the first is ended; lines could not be sent to it.
      words += ["-A", "{folder}/request.txt"]
    } else {
      // With both options the program crashes before the second connection; the server chooses.
      words += ["-c", ":\(named.nssNumber ?? "0000")"]
    }
    var result = PeerWords(runs: [words])
    if connections == 2 { result.says = PeerFiles.request }
    result.evidence = [
      ("SSL version \(version.nssName) using \(cipher.nssWords) ", connections)
    ]
    // It would send data in the middle of the second handshake.
    if feature == .renegotiation {
      result.ready = ("SSL version \(version.nssName) using", 2)
      result.evidence.append(("SSL version \(version.nssName) using", 2))
    }
    if let group, !exchange.usesSharedKey { result.evidence.append((group.nssWords, 1)) }
    if [.sessionID, .ticket, .resumption13].contains(feature) {
      result.evidence.append(("1 cache hits", 1))
    }
    return result
  }
}
