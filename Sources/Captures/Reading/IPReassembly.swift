/// Puts fragments of IP packets together (RFC 791 §3.2, RFC 8200 §4.5); where two say something else of
/// the same bytes, the first one counts.
struct IPReassembly: Sendable {
  struct Datagram: Hashable, Sendable {
    var from: NetworkEnd
    var to: NetworkEnd
    var kind: TransportKind
    var identification: UInt32
  }

  struct Piece: Sendable {
    var offset: Int
    var isLast: Bool
    var bytes: ArraySlice<UInt8>
  }

  private struct Waiting: Sendable {
    var pieces: [(offset: Int, bytes: [UInt8])] = []
    var length: Int?
  }

  private var waiting: [Datagram: Waiting] = [:]
  private var order: [Datagram] = []
  /// So many packets wait for their rest at most; then the oldest is given up.
  private static let limit = 256

  /// - Returns: the whole payload, once every fragment is there.
  mutating func add(_ piece: Piece, to datagram: Datagram) -> [UInt8]? {
    // Whatever is beyond the longest packet is no fragment of one.
    guard piece.offset + piece.bytes.count <= 0xffff else { return nil }
    if waiting[datagram] == nil {
      order.append(datagram)
      if order.count > Self.limit { waiting[order.removeFirst()] = nil }
    }
    var state = waiting[datagram] ?? Waiting()
    let place = state.pieces.firstIndex { $0.offset > piece.offset } ?? state.pieces.count
    // More fragments than that are an attack on whoever puts them together.
    if state.pieces.count < 8192 {
      state.pieces.insert((piece.offset, Array(piece.bytes)), at: place)
    }
    if piece.isLast { state.length = state.length ?? piece.offset + piece.bytes.count }
    guard let length = state.length, let whole = Self.join(state.pieces, length) else {
      waiting[datagram] = state
      return nil
    }
    waiting[datagram] = nil
    order.removeAll { $0 == datagram }
    return whole
  }

  private static func join(_ pieces: [(offset: Int, bytes: [UInt8])], _ length: Int) -> [UInt8]? {
    var whole: [UInt8] = []
    for piece in pieces {
      guard piece.offset <= whole.count else { return nil }
      whole += piece.bytes.dropFirst(whole.count - piece.offset)
    }
    return whole.count >= length ? Array(whole.prefix(length)) : nil
  }
}
