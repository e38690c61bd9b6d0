// What the peers can't do.
extension Matrix {
  /// What a peer can't do of a row, and why; nil where it can do it.
  static func reason(_ peer: Peer, _ row: Row) -> (what: String, why: String)? {
    if [.hybridServer, .hybridClient].contains(peer) { return reasonOfHybrid(row) }
    if row.group == .hybrid {
      return ("X25519MLKEM768", "came with OpenSSL 3.5, GnuTLS 3.8.8 and NSS 3.105")
    }
    if let why = reasonOfFeature(peer, row.feature) { return (row.feature.rawValue, why) }
    switch peer {
    case .curlClient: return reasonOfCurl(row) ?? reasonOfOpenSSL(row)
    case .nssClient: return reasonOfNSS(row)
    case .opensslServer, .opensslClient: return reasonOfOpenSSL(row)
    default: return reasonOfGnuTLS(peer, row)
    }
  }

  private static func reasonOfOpenSSL(_ row: Row) -> (what: String, why: String)? {
    if row.cipher == .tripleDES {
      return ("3DES", "Debian's libssl is built without the suites with weak ciphers")
    }
    if row.version == .tls13 && row.exchange == .psk {
      return (
        "a shared key without Diffie-Hellman in TLS 1.3",
        "OpenSSL prefers Diffie-Hellman where the other side offers it as well"
      )
    }
    return reasonOfSharedKey(row)
  }

  private static func reasonOfGnuTLS(_ peer: Peer, _ row: Row) -> (what: String, why: String)? {
    let isMixed = [.dhePSK, .ecdhePSK].contains(row.exchange)
    if peer == .gnutlsClient && isMixed && row.version < .tls13 {
      return (
        "DHE_PSK and ECDHE_PSK before TLS 1.3",
        "gnutls-cli 3.7 crashes as soon as the handshake is complete"
      )
    }
    return reasonOfSharedKey(row)
  }

  private static func reasonOfSharedKey(_ row: Row) -> (what: String, why: String)? {
    guard row.version == .tls12, row.exchange == .ecdhePSK else { return nil }
    guard ["AES-GCM", "AES-CCM"].contains(row.cipher.family) else { return nil }
    return ("ECDHE_PSK with AES-GCM or AES-CCM", "RFC 8442 is not implemented there")
  }

  private static func reasonOfNSS(_ row: Row) -> (what: String, why: String)? {
    if row.version < .tls13 && !row.exchange.usesCertificate {
      return ("suites without a certificate before TLS 1.3", "NSS has none")
    }
    if row.cipher.family == "AES-CCM" { return ("AES-CCM", "NSS has no such suites") }
    if row.group == .x448 { return ("x448", "NSS has no such group") }
    if row.exchange == .psk { return ("a shared key alone in TLS 1.3", "NSS wants Diffie-Hellman") }
    return nil
  }

  private static func reasonOfCurl(_ row: Row) -> (what: String, why: String)? {
    guard row.exchange.usesCertificate else {
      return ("suites without a certificate", "curl has no option for them")
    }
    let isSample =
      row.feature != .plain
      || ([.ecdheRSA, .ecdheECDSA].contains(row.exchange)
        && !["AES-CCM", "3DES"].contains(row.cipher.family)
        && (row.group == nil || row.group == .x25519))
    if isSample { return nil }
    return ("the other suites and groups", "curl uses OpenSSL, whose own program has them above")
  }

  private static func reasonOfHybrid(_ row: Row) -> (what: String, why: String)? {
    row.group == .hybrid
      ? nil : ("all but X25519MLKEM768", "the older OpenSSL's own programs have it above")
  }
}
