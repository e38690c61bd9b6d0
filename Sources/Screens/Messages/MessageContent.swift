import Bytes
import Knowledge
import Lab
import TLSEngine
import TLSKeys
import TLSWire

/// One message of a session as a viewer can take it apart.
struct MessageContent {
  let message: Message
  let wire: Wire
  let sight: Sight
  private let facts: WireFacts

  init(_ message: Message, on wire: Wire, _ sight: Sight) {
    self.message = message
    self.wire = wire
    self.sight = sight
    facts = sight.session.facts(on: wire)
  }

  /// Whether the viewer can read what it says.
  var isReadable: Bool { sight.reads(message, on: wire) }

  private var context: HandshakeContext {
    HandshakeContext(
      keyExchange: facts.parameters?.keyExchange, version: facts.version,
      encrypted: message.isProtected)
  }

  /// Whether the fields mean what TLS 1.3 means by them: a ClientHello that offers it, and all that
  /// follows when it was chosen.
  var is13: Bool {
    guard message.kind == .handshake(.clientHello), case .handshake(let hello) = message.content
    else { return facts.version == .tls13 }
    return (try? hello.read(ClientHello.self))?.has(.supportedVersions) == true
  }

  /// The handshake message alone, where the viewer can read it.
  var handshake: Annotation? {
    guard isReadable, case .handshake(let handshake) = message.content else { return nil }
    return annotateHandshake(handshake.bytes, context: context)
  }

  private var version: ProtocolVersion { facts.version ?? .tls12 }

  /// Whether its suite encrypts what is protected.
  var isEncrypted: Bool { facts.parameters?.cipher.encrypts != false }

  /// The content without records: plaintext bytes.
  var plaintext: [UInt8] { message.plaintext }

  /// The records, one annotation each, with offsets in `message.records`.
  var records: [Annotation] {
    var found: [Annotation] = []
    var start = 0
    let bytes = message.records
    // A hello of SSL 2.0 is no record, and has no header like one.
    if let first = bytes.first, first & 0x80 != 0 {
      return [annotateRecord(bytes, context: context)]
    }
    while bytes.count - start >= Record.headerLength {
      let length = Int(bytes[start + 3]) << 8 | Int(bytes[start + 4])
      let end = min(bytes.count, start + Record.headerLength + length)
      found.append(
        annotateRecord(Array(bytes[start..<end]), context: context).moved(by: start))
      start = end
    }
    return found
  }

  // MARK: Rows

  /// The rows of the records as they are on the wire.
  func wireRows(_ depth: FieldDepth) -> [FieldRow] {
    records.flatMap { record in
      let rows = FieldRows(record, of: message.records, depth: depth, is13: is13).rows
      return rows.flatMap { row in row.name == "fragment" ? protectedRows(row) : [row] }
    }
  }

  /// The rows of what is inside a protected record, offsets counted from the first decrypted byte.
  func innerRows(_ depth: FieldDepth) -> [FieldRow] {
    switch message.content {
    case .handshake(let handshake):
      return FieldRows(
        annotateHandshake(handshake.bytes, context: context), of: handshake.bytes, depth: depth
      ).rows
    case .alert:
      return FieldRows(
        Annotator.annotate(Alert.self, plaintext, name: "alert"), of: plaintext, depth: depth
      ).rows
    case .changeCipherSpec, .applicationData: return []
    }
  }

  /// What CBC encrypts together with the content, in words: the MAC, if it is not outside, and the
  /// padding up to a whole block, with its length byte (RFC 5246 section 6.2.3.2).
  var behindPlaintext: String {
    guard records.count == 1, let suite = facts.parameters, suite.cipher.mode == .cbc else {
      return ""
    }
    let mac = suite.mac?.keyLength ?? 0
    let around = Record.headerLength + suite.cipher.recordIVLength(in: version) + mac
    let padding = message.records.count - around - plaintext.count
    guard padding > 0 else { return "" }
    let inner = facts.encryptThenMAC ? "" : "\(ByteText.count(mac)) MAC, "
    return "; then \(inner)\(ByteText.count(padding)) padding"
  }

  /// The parts of a protected fragment, which anyone can tell apart who saw the hellos.
  private func protectedRows(_ row: FieldRow) -> [FieldRow] {
    guard message.isProtected, let suite = facts.parameters else { return [row] }
    let cipher = suite.cipher
    let head = cipher.recordIVLength(in: version)
    let tail =
      switch cipher.mode {
      case .aead: cipher.tagLength
      case .cbc: facts.encryptThenMAC ? suite.mac?.keyLength ?? 0 : 0
      case .null: suite.mac?.keyLength ?? 0
      }
    guard row.bytes.count >= head + tail else { return [row] }
    let parts = [
      (cipher.isAEAD ? "nonce_explicit" : "IV", head),
      (cipher.encrypts ? "ciphertext" : "content", row.bytes.count - head - tail),
      (cipher.isAEAD ? "tag" : "MAC", tail),
    ]
    var start = 0
    return parts.filter { $0.1 > 0 }.map { name, count in
      defer { start += count }
      let meaning = FieldMeaning.of(name, in: "record")?.brief ?? ""
      return FieldRow(
        offset: row.offset + start, bytes: Array(row.bytes[start..<start + count]), depth: 0,
        name: name, meaning: "\(ByteText.count(count)): \(meaning)")
    }
  }
}

extension Message {
  /// The content without records.
  var plaintext: [UInt8] {
    switch content {
    case .handshake(let handshake): handshake.bytes
    case .changeCipherSpec: [1]
    case .alert(let alert): [alert.level.rawValue, alert.description.rawValue]
    case .applicationData(let data): data
    }
  }
}

extension MessageContent {
  /// `PLAINTEXT: anyone reads it`, or who does.
  var secrecy: Line {
    guard message.isProtected else { return Line("PLAINTEXT: anyone reads it", .warning) }
    if !isEncrypted {
      return Line("INTEGRITY ONLY: anyone reads it", .bad)
    }
    if sight.isOpened(message, on: wire) {
      return Line("OPENED: the attacker reads it too", .bad)
    }
    let ends = [Side.client, .server].map { sight.word(wire.actor(playing: $0), on: wire) }
    return Line("PROTECTED: \(ends[0]), \(ends[1]) only", .good)
  }
}
