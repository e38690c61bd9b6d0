import Lab
import Network
import Platform
import TLSKeys

/// The lines that client and server say in the open before the handshake, from one end.
struct Dialogue {
  /// Most bytes of one answer: nobody's greeting is longer.
  static let answerLimit = 1 << 14

  private let stream: TCPStream
  /// How long an answer may take, in seconds.
  private let patience: Double
  private let isInterrupted: @Sendable () -> Bool
  private var buffer: [UInt8] = []
  /// What was said, as it passed.
  private(set) var said: [Segment] = []

  init(
    _ stream: TCPStream, patience: Double, isInterrupted: @escaping @Sendable () -> Bool
  ) {
    self.stream = stream
    self.patience = patience
    self.isInterrupted = isInterrupted
  }

  mutating func say(_ text: String) throws(SocketError) {
    let bytes = Array(text.utf8)
    note(bytes, stream.side.other.sending)
    guard stream.send(bytes) else {
      throw .startTLS(asked: text.firstLine, answer: "nothing: it is gone")
    }
  }

  /// Listens until the answer is whole.
  ///
  /// - Parameters:
  ///   - asked: what was asked for, for the error.
  ///   - isWhole: whether that is all of it; lines end with a line feed alone.
  /// - Throws: when the server closes, keeps silent, or talks without end.
  mutating func listen(
    for asked: String, until isWhole: (String) -> Bool
  ) throws(SocketError) -> String {
    let more = More(self)
    while true {
      // A carriage return and the line feed behind it are one character of a string.
      let text = String(decoding: buffer, as: UTF8.self).replacing("\r\n", with: "\n")
      if !text.isEmpty, isWhole(text) {
        buffer = []
        return text
      }
      guard buffer.count < Self.answerLimit else {
        throw .startTLS(asked: asked, answer: "\(text.firstLine) ... without end")
      }
      switch try hear(more) {
      case .came: continue
      case .late:
        throw .startTLS(asked: asked, answer: text.isEmpty ? "nothing in time" : text.firstLine)
      case .ended:
        throw .startTLS(asked: asked, answer: text.isEmpty ? "nothing: it closed" : text.firstLine)
      }
    }
  }

  /// The next line of a client, without its end.
  ///
  /// - Throws: when the client closes, keeps silent, or writes a line without end.
  mutating func line() throws(SocketError) -> String {
    let more = More(self)
    while true {
      if let end = buffer.firstIndex(of: 0x0a) {
        let line = buffer[..<end].filter { $0 != 0x0d }
        buffer.removeFirst(end + 1)
        return String(decoding: line, as: UTF8.self)
      }
      let text = String(decoding: buffer, as: UTF8.self)
      guard buffer.count < Self.answerLimit else { throw .notAsked(said: "a line without end") }
      switch try hear(more) {
      case .came: continue
      case .late, .ended: throw .notAsked(said: text.isEmpty ? "nothing more" : text.firstLine)
      }
    }
  }

  /// What the client wrote up to a mark and with it.
  mutating func text(until mark: String) throws(SocketError) -> String {
    let more = More(self)
    while true {
      let text = String(decoding: buffer, as: UTF8.self)
      if let found = text.firstRange(of: mark) {
        buffer = Array(text[found.upperBound...].utf8)
        return String(text[..<found.upperBound])
      }
      guard buffer.count < Self.answerLimit else { throw .notAsked(said: text.firstLine) }
      switch try hear(more) {
      case .came: continue
      case .late, .ended: throw .notAsked(said: text.isEmpty ? "nothing more" : text.firstLine)
      }
    }
  }

  /// Whether something waits that was not asked for.
  var hasMore: Bool { !buffer.isEmpty }

  /// The first line of what waits.
  var rest: String { String(decoding: buffer, as: UTF8.self).firstLine }

  /// Until when something is waited for.
  private struct More {
    let deadline: Date
    init(_ dialogue: Dialogue) { deadline = Date().addingTimeInterval(dialogue.patience) }
  }

  private enum Heard { case came, late, ended }

  private mutating func hear(_ more: More) throws(SocketError) -> Heard {
    while Date() < more.deadline {
      if isInterrupted() { throw .interrupted }
      stream.read()
      switch stream.mailbox.take(within: 0.1) {
      case .bytes(let bytes, _):
        note(bytes, stream.side.sending)
        buffer += bytes
        return .came
      case .ended: return .ended
      case nil: continue
      }
    }
    return .late
  }

  private mutating func note(_ bytes: [UInt8], _ direction: Direction) {
    let time = Int64(Date().timeIntervalSince1970 * 1_000_000)
    said.append(Segment(direction: direction, time: time, bytes: bytes))
  }
}

extension String {
  /// The first line, without what a terminal would take for a command.
  var firstLine: String {
    let line = split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return String(
      line.prefix(120).map {
        $0.isASCII && !$0.isNewline && ($0.asciiValue ?? 0) >= 0x20 ? $0 : "?"
      })
  }
}
