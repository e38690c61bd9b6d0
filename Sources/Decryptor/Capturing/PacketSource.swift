import Captures

/// Takes a capture apart into what its packets carry, a part of it at a time.
struct PacketSource {
  private var reader = CaptureReader()
  private var parser = PacketParser()

  enum Item {
    case comment(String)
    /// Lines of a key log.
    case secrets([UInt8])
    /// What it carries is nil for what is neither TCP nor UDP, or is not whole yet.
    case packet(TransportPacket?, time: Int64, isCutOff: Bool)
  }

  struct Part {
    var items: [Item] = []
    /// Whether nothing more can be read before bytes come.
    var isLast = false
    var fault: CaptureFault?
  }

  /// So many bytes of packets make a part.
  private static let length = 1 << 20

  /// Whether the capture is pcapng.
  var isPcapng: Bool { reader.isPcapng }
  var unreadLinks: Set<LinkType> { reader.unreadLinks }
  var passedOver: [PassedOver.Count] { parser.passedOver.counts }

  /// What stands next in the bytes that came, and in more of them.
  mutating func next(_ more: [UInt8]) -> Part {
    if !more.isEmpty { reader.append(more) }
    var part = Part()
    var length = 0
    do throws(CaptureFault) {
      while length < Self.length {
        guard let item = try reader.next() else {
          part.isLast = true
          break
        }
        if case .frame(let frame) = item { length += frame.bytes.count }
        part.items.append(self.item(item))
      }
    } catch {
      (part.fault, part.isLast) = (error, true)
    }
    return part
  }

  private mutating func item(_ item: CaptureItem) -> Item {
    switch item {
    case .comment(let text): .comment(text)
    case .secrets(let text): .secrets(text)
    case .frame(let frame):
      .packet(
        parser.transport(in: frame), time: frame.time,
        isCutOff: frame.bytes.count < frame.originalLength)
    }
  }

  func finish() throws(CaptureFault) { try reader.finish() }
}
