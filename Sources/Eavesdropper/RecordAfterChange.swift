public import TLSWire

extension Record {
  /// Whether a record behind a ChangeCipherSpec can be in the open, where no ServerHello tells the version. A
  /// client of TLS 1.3 may send one and then say hello once more (RFC 8446 §4.1.2, §D.4), and an alert in the
  /// clear has two bytes (§6); in TLS 1.2 and before everything else is protected (RFC 5246 §7.1).
  public var mayBeClearAfterChange: Bool {
    switch type {
    case .alert: return fragment.count == 2
    case .handshake:
      let header = fragment.prefix(4)
      guard header.count == 4, header.first == HandshakeType.clientHello.rawValue else {
        return false
      }
      // The hello fills the record, or goes on in the next.
      let length = header.dropFirst().reduce(0) { $0 << 8 | Int($1) }
      return length + 4 >= fragment.count && length < 1 << 16
    default: return true
    }
  }
}
