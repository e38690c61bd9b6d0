/// A frame of HTTP/2 (RFC 9113 §4.1).
public struct HTTP2Frame: Sendable, Hashable {
  /// 0 DATA, 1 HEADERS and so on (§6).
  public var type: UInt8
  public var flags: UInt8
  /// 0: the connection itself.
  public var stream: UInt32
  public var payload: [UInt8]

  /// The name of the type in §6; its number where the RFC has none.
  public var name: String {
    let names = [
      "DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS", "PUSH_PROMISE", "PING", "GOAWAY",
      "WINDOW_UPDATE", "CONTINUATION",
    ]
    return Int(type) < names.count ? names[Int(type)] : "0x" + String(type, radix: 16)
  }

  /// Whether header fields stand in it, compressed with HPACK (RFC 7541).
  public var hasCompressedHeaders: Bool { [0x1, 0x5, 0x9].contains(type) }

  /// What a DATA frame carries, without its padding (§6.1); nil for other types, and where the padding is longer
  /// than the frame.
  public var data: ArraySlice<UInt8>? {
    guard type == 0 else { return nil }
    guard flags & 0x8 != 0 else { return payload[...] }
    guard let padding = payload.first, payload.count > Int(padding) else { return nil }
    return payload.dropFirst().dropLast(Int(padding))
  }
}

/// Finds the frames in one direction of a connection, whatever the pieces in which it comes.
public struct HTTP2FrameReader: Sendable {
  /// What a client says first (§3.4).
  public static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
  private var waiting: [UInt8] = []
  private var skipsPreface: Bool

  /// - Parameter isClient: whether the direction begins with the preface.
  public init(isClient: Bool) { skipsPreface = isClient }

  /// Bytes that are no whole frame yet.
  public var rest: Int { waiting.count }

  /// Takes the next bytes.
  ///
  /// - Returns: the frames that are whole now.
  public mutating func take(_ bytes: some Sequence<UInt8>) -> [HTTP2Frame] {
    waiting += bytes
    if skipsPreface {
      guard waiting.count >= Self.preface.count else { return [] }
      if waiting.starts(with: Self.preface) { waiting.removeFirst(Self.preface.count) }
      skipsPreface = false
    }
    var frames: [HTTP2Frame] = []
    var place = 0
    while waiting.count - place >= 9 {
      let head = waiting[place..<place + 9]
      let length = head.prefix(3).reduce(0) { $0 << 8 | Int($1) }
      guard waiting.count - place - 9 >= length else { break }
      let stream = head.suffix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
      frames.append(
        HTTP2Frame(
          type: waiting[place + 3], flags: waiting[place + 4], stream: stream,
          payload: Array(waiting[place + 9..<place + 9 + length])))
      place += 9 + length
    }
    waiting.removeFirst(place)
    return frames
  }
}
