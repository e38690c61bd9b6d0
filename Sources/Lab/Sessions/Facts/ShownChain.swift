import TLSEngine
public import TLSKeys
import TLSWire
public import X509

extension Session {
  /// The chain that a server showed on a stretch of wire, as far as it can be read.
  public func chain(on wire: Wire) -> [Certificate] {
    certificates(on: wire).compactMap { try? Certificate(der: $0) }
  }

  /// The certificates that the server showed, DER, its own first. A further handshake that resumes one of the
  /// same connection shows none of its own (RFC 5246 §7.3): then those of the last that did.
  public func certificates(on wire: Wire) -> [[UInt8]] {
    let handshakes = handshakes(on: wire)
    guard let last = handshakes.last, last.certificates.isEmpty, last.isResumed else {
      return handshakes.last?.certificates ?? []
    }
    return handshakes.last { !$0.certificates.isEmpty }?.certificates ?? []
  }

  /// What the client found in the chain that it was shown, worked out again from what it had: every
  /// candidate, every signature, every name. Nil before a certificate came.
  public var examination: CertificateExamination? {
    let chain = chain(on: clientWire)
    guard !chain.isEmpty else { return nil }
    return verification.verification(.server).examine(chain, staple: staple)
  }

  /// The chain that one side showed last on a stretch of wire, as far as it can be read; empty where it
  /// showed none, or where nobody here sees it.
  public func chain(shownBy side: Side, on wire: Wire) -> [Certificate] {
    for (_, step, message) in messages.reversed()
    where message.sender == side && step.wire == wire {
      guard case .handshake(let handshake) = message.content, handshake.type == .certificate
      else { continue }
      let chain =
        (try? handshake.read(CertificateMessage.self).certificateList.map(\.data))
        ?? (try? handshake.read(CertificateMessage13.self).certificateList.map(\.data))
      if let chain, !chain.isEmpty { return chain.compactMap { try? Certificate(der: $0) } }
    }
    return []
  }

  /// What the server found in the chain that the client showed, worked out again: a server of the lab looks
  /// at no name and at no list (RFC 8446 §4.4.2.4 leaves the names to the application). Nil where none came.
  public var clientExamination: CertificateExamination? {
    let chain = chain(shownBy: .client, on: clientWire)
    guard !chain.isEmpty else { return nil }
    return ServerVerification(trust: verification.trust, host: nil, now: verification.now)
      .verification(.client).examine(chain)
  }

  /// The OCSP response that the client got.
  public var staple: [UInt8]? {
    for step in steps where step.actor == .client {
      if case .decided(.stapled(let response)) = step.effect { return response }
    }
    return nil
  }
}
