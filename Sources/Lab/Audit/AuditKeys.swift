import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

// Keys that prove, keys that are made anew, and what ties them to the handshake.
extension AuditCheck {
  static let keys = [
    AuditCheck(
      name: .keySize, title: "key sizes",
      demands: [
        Demand(
          .quoting(
            9325, "4.5", .must,
            "When using RSA, servers MUST authenticate using certificates with at least a 2048-bit "
              + "modulus for the public key.")
        ) { $0.certificateKey },
        Demand(
          .quoting(9325, "4.5", .required, "DH key lengths of at least 2048 bits are REQUIRED.")
        ) { $0.finiteField },
      ],
      remedies: { _ in [[Setting.serverCert.to(.any)]] }),
    AuditCheck(
      name: .signatureHash, title: "signature hashes",
      demands: [
        Demand(.quoting(9325, "4.5", .mustNot, sha1)) { $0.certificateHash },
        Demand(.quoting(9325, "4.5", .mustNot, sha1)) { $0.handshakeHash },
      ],
      remedies: { _ in
        let own = [Setting.serverCert.to(.any)]
        return [own, AuditRemedy.versions, own + AuditRemedy.versions]
      }),
    AuditCheck(
      name: .ephemeralKeys, title: "ephemeral keys",
      demands: [
        Demand(
          .quoting(
            9846, "4.3.8", .mustNot,
            "Clients and Servers MUST NOT reuse a key share for multiple connections.")
        ) { $0.reuse { $0 == .tls13 } },
        // "Exponent reuse negates the effects of forward secrecy" (RFC 9325 §7.4).
        Demand(
          .quoting(
            9325, "4.1", .must,
            "Implementations MUST support and prefer to negotiate cipher suites offering forward "
              + "secrecy.")
        ) { $0.reuse { $0 < .tls13 } },
      ],
      remedies: { _ in [[Setting.serverReuseEphemeral.to(false)]] }),
    AuditCheck(
      name: .masterSecret, title: "extended master secret",
      demands: [
        Demand(
          .quoting(
            9325, "3.5", .must,
            "TLS 1.2 implementations MUST support the extended_master_secret extension")
        ) { $0.masterSecret }
      ],
      remedies: { _ in
        let both = AuditRemedy.both(Setting.ems, true)
        return [both, both + [Setting.clientHello.to(.tls)]]
      }),
    AuditCheck(
      name: .renegotiation, title: "renegotiation",
      demands: [
        Demand(
          .quoting(
            9325, "3.5", .must,
            "TLS 1.2 clients MUST send renegotiation_info in the Client Hello.")
        ) { $0.renegotiationOffer },
        Demand(
          .quoting(
            9325, "3.5", .must,
            "TLS 1.2 clients and servers MUST implement the renegotiation_info extension")
        ) { $0.renegotiationAnswer },
      ],
      remedies: { _ in [[Setting.clientHello.to(.tls)]] }),
  ]

  private static let sha1 = "SHA-1 or MD5 MUST NOT be used"
}

extension AuditEvidence {
  fileprivate var certificateKey: Standing {
    let keys = certificates.map(\.key)
    guard !keys.isEmpty else { return .notSeen("no certificate was shown") }
    for case .rsa(let bits) in keys where bits < 2048 {
      return .broken("the certificate's key is RSA-\(bits)")
    }
    return .followed(
      "the server proves itself with \(keys.map(\.auditWord).joined(separator: ", "))")
  }

  fileprivate var finiteField: Standing {
    guard let prime = facts?.values[.dhPrime]?.drop(while: { $0 == 0 }), let first = prime.first
    else { return .moot("no finite-field group of the server's own making") }
    let bits = prime.count * 8 - first.leadingZeroBitCount
    return bits < 2048
      ? .broken("the prime of the server's group has \(bits) bits")
      : .followed("a prime of \(bits) bits")
  }

  fileprivate var certificateHash: Standing {
    guard !certificates.isEmpty else { return .notSeen("no certificate was shown") }
    return certificates.contains { $0.signatureStrength < 112 }
      ? .broken("the certificate is signed with a broken hash (SHA-1 or MD5)")
      : .followed("SHA-256 or better")
  }

  fileprivate var handshakeHash: Standing {
    versions.contains(where: \.isLegacy)
      ? .broken("TLS 1.1 and below sign handshakes with MD5 and SHA-1")
      : .moot("no version that signs with them")
  }

  fileprivate func reuse(_ isMeant: (ProtocolVersion) -> Bool) -> Standing {
    guard !isOutside(.server) else {
      return .notSeen("a real server: whether it erases them nobody here sees")
    }
    if versions.isEmpty, session != nil { return Self.nothingYet }
    if facts?.isForwardSecret == false { return .moot("this key exchange has none") }
    guard versions.contains(where: isMeant) else { return .moot("another version") }
    return settings[.serverReuseEphemeral]
      ? .broken("the server uses one again and again: stolen, it opens all that rests on it alone")
      : .followed("the server makes a new one for each session, and erases it")
  }

  fileprivate var masterSecret: Standing {
    guard !versions.isEmpty else { return .notSeen("no version is agreed on") }
    guard hasOlder else { return .moot("TLS 1.3 binds its keys to the whole handshake") }
    let isOn =
      facts?.extendedMasterSecret
      ?? (settings[.clientEMS] && settings[.serverEMS] && settings[.clientHello] == .tls)
    return isOn
      ? .followed("keys are bound to the whole handshake")
      : .broken("one secret can serve two connections (triple handshake)")
  }

  fileprivate var renegotiationOffer: Standing {
    guard !versions.isEmpty else { return .notSeen("no version is agreed on") }
    guard hasOlder else { return .moot("TLS 1.3 has none") }
    guard session == nil || session?.clientHello != nil else { return Self.nothingYet }
    return offersRenegotiationInfo
      ? .followed("each is bound to what came before")
      : .broken("the client's hello does not ask for it: others' data slips in")
  }

  fileprivate var renegotiationAnswer: Standing {
    guard !versions.isEmpty else { return .notSeen("no version is agreed on") }
    guard hasOlder else { return .moot("TLS 1.3 has none") }
    guard let session else { return .followed("each is bound to what came before") }
    guard offersRenegotiationInfo, let hello = session.serverHello else {
      return .notSeen("the server was not asked")
    }
    guard hello.has(.renegotiationInfo) else {
      return .broken("the server does not bind it to what came before: others' data slips in")
    }
    let further = session.handshakes(on: session.clientWire).count - 1
    return .followed(
      further == 0
        ? "bound to what came before; none was made"
        : "\(further) made, each bound to the one before")
  }

  /// Whether the client asks for it: by the extension, or by a number among its suites (RFC 5746 §3.3).
  private var offersRenegotiationInfo: Bool {
    guard session != nil else { return settings[.clientHello] == .tls }
    guard let hello = session?.clientHello else { return false }
    return hello.has(.renegotiationInfo)
      || hello.cipherSuites.contains(.emptyRenegotiationInfoSCSV)
  }
}
