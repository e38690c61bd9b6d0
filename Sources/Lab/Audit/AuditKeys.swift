import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

// Keys that prove, keys that are made anew, and what ties them to the handshake.
extension AuditCheck {
  static let keys = [
    AuditCheck(
      name: .keySize,
      demands: [
        Demand(Requirement("rsa-size", 9325, "4.5", .must)) { $0.certificateKey },
        Demand(Requirement("prime-size", 9325, "4.5", .required)) { $0.finiteField },
      ],
      remedies: { _ in [[Setting.serverCert.to(.any)]] }),
    AuditCheck(
      name: .signatureHash,
      demands: [
        Demand(Requirement("signature-hash", 9325, "4.5", .mustNot)) { $0.certificateHash },
        Demand(Requirement("signature-hash", 9325, "4.5", .mustNot)) { $0.handshakeHash },
      ],
      remedies: { _ in
        let own = [Setting.serverCert.to(.any)]
        return [own, AuditRemedy.versions, own + AuditRemedy.versions]
      }),
    AuditCheck(
      name: .ephemeralKeys,
      demands: [
        Demand(Requirement("key-share-reuse", 9846, "4.3.8", .mustNot)) {
          $0.reuse { $0 == .tls13 }
        },
        // "Exponent reuse negates the effects of forward secrecy" (RFC 9325 §7.4).
        Demand(Requirement("forward-secrecy", 9325, "4.1", .must)) { $0.reuse { $0 < .tls13 } },
      ],
      remedies: { _ in [[Setting.serverReuseEphemeral.to(false)]] }),
    AuditCheck(
      name: .masterSecret,
      demands: [
        Demand(Requirement("master-secret", 9325, "3.5", .must)) { $0.masterSecret }
      ],
      remedies: { _ in
        let both = AuditRemedy.both(Setting.ems, true)
        return [both, both + [Setting.clientHello.to(.tls)]]
      }),
    AuditCheck(
      name: .renegotiation,
      demands: [
        Demand(Requirement("renegotiation-asked", 9325, "3.5", .must)) { $0.renegotiationOffer },
        Demand(Requirement("renegotiation-answered", 9325, "3.5", .must)) {
          $0.renegotiationAnswer
        },
      ],
      remedies: { _ in [[Setting.clientHello.to(.tls)]] }),
  ]
}

extension AuditEvidence {
  fileprivate var certificateKey: Standing {
    let keys = certificates.map(\.key)
    guard !keys.isEmpty else { return noCertificate }
    for key in keys {
      switch key {
      case .rsa(let bits) where bits < 2048, .rsaPSS(let bits, _) where bits < 2048:
        return .broken("key.short", ["bits": "\(bits)"])
      default: continue
      }
    }
    return Standing(.followed, "key.proves", ["keys": keys.map(\.auditWord)])
  }

  fileprivate var finiteField: Standing {
    guard let prime = facts?.values[.dhPrime]?.drop(while: { $0 == 0 }), let first = prime.first
    else { return .moot("prime.none") }
    let bits = prime.count * 8 - first.leadingZeroBitCount
    let size = ["bits": "\(bits)"]
    return bits < 2048 ? .broken("prime.short", size) : .followed("prime.long", size)
  }

  fileprivate var certificateHash: Standing {
    guard !certificates.isEmpty else { return noCertificate }
    return certificates.contains { $0.signatureStrength < 112 }
      ? .broken("hash.broken") : .followed("hash.good")
  }

  fileprivate var handshakeHash: Standing {
    versions.contains(where: \.isLegacy)
      ? .broken("hash.of-handshake") : .moot("hash.not-of-handshake")
  }

  fileprivate func reuse(_ isMeant: (ProtocolVersion) -> Bool) -> Standing {
    if versions.isEmpty, session != nil { return Self.nothingYet }
    if facts?.isForwardSecret == false { return .moot("ephemeral.none") }
    guard !isOutside(.server) else { return .notSeen("ephemeral.real-server") }
    guard versions.contains(where: isMeant) else { return .moot("other-version") }
    // A server that takes none has none to use again: what it is asked for otherwise is another finding.
    guard !isWithoutEphemeral else { return .moot("ephemeral.none") }
    return settings[.serverReuseEphemeral]
      ? .broken("ephemeral.reused") : .followed("ephemeral.erased")
  }

  /// Whether no suite that the server takes has an ephemeral exchange. Those of TLS 1.3 do not say: with a
  /// pre-shared key alone there is none (RFC 8446 §4.2.9, psk_ke).
  private var isWithoutEphemeral: Bool {
    session == nil && settings[.serverKX] == .psk
      || !suites.isEmpty
        && suites.allSatisfy { $0.parameters.map { !$0.keyExchange.isEphemeral } == true }
  }

  fileprivate var masterSecret: Standing {
    guard !versions.isEmpty else { return .notSeen("no-version") }
    guard hasOlder else { return .moot("master-secret.always-bound") }
    let isOn =
      facts?.extendedMasterSecret
      ?? (settings[.clientEMS] && settings[.serverEMS] && settings[.clientHello] == .tls)
    return isOn ? .followed("master-secret.bound") : .broken("master-secret.unbound")
  }

  fileprivate var renegotiationOffer: Standing {
    guard !versions.isEmpty else { return .notSeen("no-version") }
    guard hasOlder else { return .moot("renegotiation.none") }
    guard session == nil || session?.clientHello != nil else { return Self.nothingYet }
    return offersRenegotiationInfo
      ? .followed("renegotiation.bound")
      : .broken("renegotiation.not-asked-for")
  }

  fileprivate var renegotiationAnswer: Standing {
    guard !versions.isEmpty else { return .notSeen("no-version") }
    guard hasOlder else { return .moot("renegotiation.none") }
    guard let session else { return .followed("renegotiation.bound") }
    guard offersRenegotiationInfo, let hello = session.serverHello else {
      return .notSeen("renegotiation.unasked")
    }
    guard hello.has(.renegotiationInfo) else { return .broken("renegotiation.unanswered") }
    let further = session.handshakes(on: session.clientWire).count - 1
    return .followed(
      further == 0 ? "renegotiation.unused" : "renegotiation.made", ["count": "\(further)"])
  }

  /// Whether the client asks for it: by the extension, or by a number among its suites (RFC 5746 §3.3).
  private var offersRenegotiationInfo: Bool {
    guard session != nil else { return settings[.clientHello] == .tls }
    guard let hello = session?.clientHello else { return false }
    return hello.has(.renegotiationInfo)
      || hello.cipherSuites.contains(.emptyRenegotiationInfoSCSV)
  }
}
