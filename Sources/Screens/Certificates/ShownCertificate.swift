import Lab
import TLSEngine
import TLSKeys
import TLSWire
import X509

extension Session {
  /// The server's certificate as it was sent on one stretch of wire.
  func certificate(on wire: Wire) -> Certificate? {
    facts(on: wire).certificates.first.flatMap { try? Certificate(der: $0) }
  }

  /// The certificate that one side showed last on a stretch of wire.
  func certificate(shownBy side: Side, on wire: Wire) -> Certificate? {
    for (_, step, message) in messages.reversed()
    where message.sender == side && step.wire == wire {
      guard case .handshake(let handshake) = message.content, handshake.type == .certificate
      else { continue }
      let chain =
        (try? handshake.read(CertificateMessage.self).certificateList.map(\.data))
        ?? (try? handshake.read(CertificateMessage13.self).certificateList.map(\.data))
      if let leaf = chain?.first { return try? Certificate(der: leaf) }
    }
    return nil
  }
}
