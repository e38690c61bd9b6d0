import TLSEngine
import TLSKeys
public import X509

extension Session {
  /// The chain that a server showed on a stretch of wire, as far as it can be read.
  public func chain(on wire: Wire) -> [Certificate] {
    facts(on: wire).certificates.compactMap { try? Certificate(der: $0) }
  }

  /// What the client found in the chain that it was shown, worked out again from what it had: every
  /// candidate, every signature, every name. Nil before a certificate came.
  public var examination: CertificateExamination? {
    let chain = chain(on: clientWire)
    guard !chain.isEmpty else { return nil }
    return verification.verification(.server).examine(chain, staple: staple)
  }

  /// The OCSP response that the client got.
  private var staple: [UInt8]? {
    for step in steps where step.actor == .client {
      if case .decided(.stapled(let response)) = step.effect { return response }
    }
    return nil
  }
}
