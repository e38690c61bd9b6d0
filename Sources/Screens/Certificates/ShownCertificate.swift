import Lab
import TLSEngine
import TLSKeys
import TLSWire
import X509

extension Session {
  /// The server's certificate as it was sent on one stretch of wire.
  func certificate(on wire: Wire) -> Certificate? {
    certificates(on: wire).first.flatMap { try? Certificate(der: $0) }
  }

  /// The certificate that one side showed last on a stretch of wire.
  func certificate(shownBy side: Side, on wire: Wire) -> Certificate? {
    chain(shownBy: side, on: wire).first
  }
}
