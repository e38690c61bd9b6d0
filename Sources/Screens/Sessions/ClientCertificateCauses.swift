import Bytes
import CryptoPrimitives
import Explanations
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// What is known of why a server outside refuses a client for its certificate: it asked and got none, or what
/// it got can't do.
struct ClientCertificateCauses {
  private let session: Session
  private let wire: Wire

  init(_ session: Session) {
    self.session = session
    wire = session.clientWire
  }

  var rows: [Block] { wanted + unfit }

  /// The server asked for a certificate, got none, and went. Each has an alert of its own for that, GnuTLS says
  /// decode_error in TLS 1.2, and some close without one.
  private var wanted: [Block] {
    guard let request, shown == 0, isTurnedAway || hasGone else { return [] }
    return [.labelled("asked", Line(unshown(request), .warning))]
  }

  private var isTurnedAway: Bool {
    guard let (failure, _, actor) = session.failure, actor == .server, case .peerAlert = failure
    else { return false }
    return true
  }

  /// Whether it closed the connection without a word: to whoever gets data the certificate was not missing.
  private var hasGone: Bool {
    guard session.failure == nil, [.closed, .reset].contains(session.outside?.endings[.server])
    else {
      return false
    }
    return !session.messages.contains { _, step, message in
      guard step.wire == wire, message.sender == .server, case .applicationData = message.content
      else { return false }
      return true
    }
  }

  /// Why none was shown.
  private func unshown(_ request: Request) -> String {
    guard let own = session.outside?.own,
      let leaf = own.chain.first.flatMap({ try? Certificate(der: $0) })
    else { return said(.failure, "asked_for_certificate") }
    let values = ["key": leaf.publicKey.kind.word, "schemes": request.words]
    return said(.failure, own.isTheLabs ? "lab_certificate_unfit" : "own_certificate_unfit", values)
  }

  /// The server refuses the certificate that it was shown, and what is wrong with it can be seen here.
  private var unfit: [Block] {
    guard let (failure, _, actor) = session.failure, actor == .server, session.isOutside(.server),
      case .peerAlert(let alert) = failure, Self.alerts.contains(alert.description),
      let certificate = session.certificate(shownBy: .client, on: wire)
    else { return [] }
    var words: [String] = []
    let usages = certificate.extendedKeyUsages ?? [.any]
    if !usages.contains(where: { [.clientAuth, .any].contains($0) }) {
      let values = ["usages": listed(usages.map(\.rawValue))]
      words.append(said(.failure, "not_for_clients", values))
    }
    // The time of a session with a program outside is that of this machine, in microseconds.
    let now = (session.steps.first?.time ?? 0) / 1_000_000
    if let end = certificate.notAfter, end < now {
      words.append(said(.failure, "shown_expired"))
    }
    if Self.strangers.contains(alert.description) { words += unknown(certificate) }
    return words.map { .labelled("shown", Line($0, .warning)) }
  }

  /// Why the server may know nobody who vouches for it.
  private func unknown(_ certificate: Certificate) -> [String] {
    guard let own = session.outside?.own else { return [] }
    if own.isTheLabs { return [said(.failure, "shown_the_labs")] }
    guard own.chain.count == 1, !certificate.isSelfIssued else { return [] }
    return [said(.failure, "shown_alone", ["issuer": certificate.issuer])]
  }

  private static let strangers: [AlertDescription] = [
    .unknownCA, .badCertificate, .certificateUnknown, .handshakeFailure, .accessDenied,
  ]

  private static let alerts: [AlertDescription] = [
    .handshakeFailure, .badCertificate, .unsupportedCertificate, .certificateExpired,
    .certificateUnknown, .unknownCA, .accessDenied,
  ]

  // MARK: What was said

  /// What a server takes.
  private struct Request {
    var schemes: [SignatureScheme]
    var types: [ClientCertificateType]

    /// The first of them: schemes, and where none are named, before TLS 1.2, types.
    var words: String {
      let labels = schemes.isEmpty ? types.map(\.label) : schemes.map(\.label)
      let more = labels.count > 8 ? " +\(labels.count - 8)" : ""
      return labels.prefix(8).joined(separator: " ") + more
    }
  }

  private var request: Request? {
    for (_, step, message) in session.messages where step.wire == wire {
      guard case .handshake(let handshake) = message.content,
        handshake.type == .certificateRequest
      else { continue }
      if session.facts(on: wire).version == .tls13 {
        let request = try? handshake.read(CertificateRequest13.self)
        return Request(schemes: request?.signatureSchemes ?? [], types: [])
      }
      if let request = try? handshake.read(CertificateRequest.self) {
        return Request(
          schemes: request.supportedSignatureAlgorithms, types: request.certificateTypes)
      }
      let request = try? handshake.read(LegacyCertificateRequest.self)
      return Request(schemes: [], types: request?.certificateTypes ?? [])
    }
    return nil
  }

  /// How many certificates the client showed; nil where it sent no such message.
  private var shown: Int? {
    for (_, step, message) in session.messages
    where step.wire == wire && message.sender == .client {
      guard case .handshake(let handshake) = message.content, handshake.type == .certificate else {
        continue
      }
      return (try? handshake.read(CertificateMessage13.self))?.certificateList.count
        ?? (try? handshake.read(CertificateMessage.self))?.certificateList.count
    }
    return nil
  }
}
