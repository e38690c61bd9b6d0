// How curl is told what a cell is about, and what it answers.
extension Cell {
  var curlWords: PeerWords {
    var words = ["--silent", "--show-error", "--verbose", "--http1.1", "--max-time", "5"]
    // Nobody is asked for a proxy, no file for further options.
    words = ["--disable", "--noproxy", "*"] + words
    words += ["--resolve", "{name}:{port}:127.0.0.1", "--cacert", "{ca}"]
    words += ["--tlsv\(version.rawValue)", "--tls-max", version.rawValue]
    if version == .tls13 {
      words += ["--tls13-ciphers", named.opensslName]
    } else {
      words += ["--ciphers", "\(named.opensslName):@SECLEVEL=0"]
    }
    if let group {
      words += ["--curves", (feature == .retry ? "X25519:" : "") + group.opensslName]
    }
    switch feature {
    case .clientCertificate: words += ["--cert", "{client}", "--key", "{client-key}"]
    case .sessionID: words += ["--header", "Connection: close"]
    case .ticket, .resumption13: words += ["--header", "Connection: close"]
    default: break
    }
    words += Array(repeating: "https://{name}:{port}/", count: connections)
    var result = PeerWords(runs: [words])
    result.says = "GET / HTTP/1.1"
    result.evidence = [
      ("SSL connection using \(version.opensslName) / \(named.opensslName)\n", connections),
      ("SSL certificate verify ok", connections),
    ]
    if connections == 2 { result.evidence.append(("SSL re-using session ID", 1)) }
    return result
  }
}
