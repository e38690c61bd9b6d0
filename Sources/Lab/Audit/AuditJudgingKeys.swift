import Bytes
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import X509

// Keys that prove, keys that are made anew, keys that are kept.
extension AuditJudging {
  static func keySize(_ evidence: AuditEvidence) -> Judgement {
    let keys = evidence.certificates.map(\.key)
    guard !keys.isEmpty else { return Judgement(.unknown, "no certificate was shown") }
    let words = keys.map(\.auditWord).joined(separator: ", ")
    if let weak = keys.first(where: { ($0.strength ?? 0) < 112 }) {
      return Judgement(
        .bad, "the certificate's key, \(weak.auditWord), has less than 112 bits of security")
    }
    return Judgement(.good, "the server proves itself with \(words)")
  }

  static func signatureHash(_ evidence: AuditEvidence) -> Judgement {
    if evidence.certificates.contains(where: { $0.signatureStrength < 112 }) {
      return Judgement(.bad, "the certificate is signed with a broken hash (SHA-1 or MD5)")
    }
    if evidence.versions.contains(where: \.isLegacy) {
      return Judgement(.bad, "TLS 1.1 and below sign handshakes with MD5 and SHA-1")
    }
    guard !evidence.certificates.isEmpty else {
      return Judgement(.unknown, "no certificate was shown")
    }
    return Judgement(.good, "SHA-256 or better")
  }

  static func ephemeralKeys(_ evidence: AuditEvidence) -> Judgement {
    guard !evidence.isOutside(.server) else {
      return Judgement(.unknown, "a real server: whether it erases them nobody here sees")
    }
    return evidence.settings[.serverReuseEphemeral]
      ? Judgement(.bad, "the server uses one ephemeral key for all: stolen, it opens all")
      : Judgement(.good, "the server makes a new one for each session, and erases it")
  }

  static func masterSecret(_ evidence: AuditEvidence) -> Judgement {
    guard !evidence.versions.isEmpty else { return Judgement(.unknown, "no version is agreed on") }
    guard evidence.hasOlder else {
      return Judgement(.good, "TLS 1.3 binds its keys to the whole handshake")
    }
    let isOn =
      evidence.facts?.extendedMasterSecret
      ?? (evidence.settings[.clientEMS] && evidence.settings[.serverEMS])
    return isOn
      ? Judgement(.good, "keys are bound to the whole handshake")
      : Judgement(.bad, "one secret can serve two connections (triple handshake)")
  }

  static func renegotiation(_ evidence: AuditEvidence) -> Judgement {
    guard !evidence.versions.isEmpty else { return Judgement(.unknown, "no version is agreed on") }
    guard evidence.hasOlder else { return Judgement(.good, "TLS 1.3 has none") }
    guard let session = evidence.session else {
      return evidence.settings[.serverRenegotiation]
        ? Judgement(.weak, "any client can make the server begin again, as often as it likes")
        : Judgement(.good, "the server takes no further handshakes")
    }
    let checks = session.checks(by: .client).filter { $0.name == .renegotiationInfo }
    if checks.contains(where: \.skipped) {
      return Judgement(.bad, "not bound to what came before (RFC 5746): others' data slips in")
    }
    let further = session.handshakes(on: session.clientWire).count - 1
    return further == 0
      ? Judgement(.good, "bound to what came before; none was made")
      : Judgement(.weak, "\(further) made, each bound to the one before")
  }

  static func tickets(_ evidence: AuditEvidence) -> Judgement {
    guard let session = evidence.session else {
      return evidence.settings[.serverTickets]
        ? Judgement(.weak, "one key, never changed here, seals them all; stolen, " + harm(evidence))
        : Judgement(.good, "the server gives none")
    }
    guard !evidence.versions.isEmpty else { return Judgement(.unknown, "no version is agreed on") }
    let isGiven = session.messages.contains { _, step, message in
      step.wire == session.clientWire && message.kind == .handshake(.newSessionTicket)
    }
    return isGiven
      ? Judgement(.weak, "one was given; the key that seals it, stolen, " + harm(evidence))
      : Judgement(.good, "none was given")
  }

  /// What a stolen ticket key does (RFC 5077 §5.5, RFC 8446 §F.1).
  private static func harm(_ evidence: AuditEvidence) -> String {
    evidence.hasOlder ? "opens recordings" : "opens early data and poses as the server"
  }

  static func earlyData(_ evidence: AuditEvidence) -> Judgement {
    if let session = evidence.session {
      let isTaken = session.steps.contains { step in
        if case .decided(.earlyData(true)) = step.effect { true } else { false }
      }
      guard isTaken else { return Judgement(.good, "none was taken") }
      guard !evidence.isOutside(.server) else {
        return Judgement(
          .weak, "taken; not forward secret, and whether it can be sent again is up to the server")
      }
      return session.settings[.serverEarlyData] == .once
        ? Judgement(.weak, "taken, with this ticket once; not forward secret")
        : Judgement(.bad, "taken, and whoever recorded it can send it again")
    }
    switch evidence.settings[.serverEarlyData] {
    case .off: return Judgement(.good, "the server takes none")
    case .once: return Judgement(.weak, "not replayed, but not forward secret either")
    case .on: return Judgement(.bad, "whoever records it can send it again")
    }
  }
}
