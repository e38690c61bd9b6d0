public import Bytes
import Explanations
import Knowledge
public import Lab
public import TLSEngine
import TLSKeys
import TLSWire

/// One message of a session as a viewer can take it apart.
public struct MessageContent {
  public let message: Message
  let wire: Wire
  let viewer: Viewer
  @Boxed private var facts: WireFacts

  public init(_ message: Message, on wire: Wire, _ viewer: Viewer) {
    self.message = message
    self.wire = wire
    self.viewer = viewer
    facts = viewer.facts(on: wire)
  }

  /// Whether the viewer can read what it says.
  public var isReadable: Bool { !message.isSealed && viewer.reads(message, on: wire) }

  private var context: HandshakeContext {
    HandshakeContext(
      keyExchange: facts.parameters?.keyExchange, version: facts.version,
      encrypted: message.isProtected)
  }

  /// Whether the fields mean what TLS 1.3 means by them: a ClientHello that offers it, and all that
  /// follows when it was chosen.
  public var is13: Bool {
    guard message.kind == .handshake(.clientHello), case .handshake(let hello) = message.content
    else { return facts.version == .tls13 }
    return (try? hello.read(ClientHello.self))?.has(.supportedVersions) == true
  }

  /// The handshake message alone, where the viewer can read it.
  public var handshake: Annotation? {
    guard isReadable, case .handshake(let handshake) = message.content else { return nil }
    return annotateHandshake(handshake.bytes, context: context)
  }

  var version: ProtocolVersion { facts.version ?? .tls12 }

  /// Whether its suite encrypts what is protected.
  public var isEncrypted: Bool { facts.parameters?.cipher.encrypts != false }

  /// The content without records: plaintext bytes.
  public var plaintext: [UInt8] { message.plaintext }

  /// The records, one annotation each, with offsets in `message.records`. What protects a record, a nonce
  /// or an IV, a tag or a MAC, stands by itself in it.
  public var records: [Annotation] {
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
        withProtection(
          annotateRecord(Array(bytes[start..<end]), context: context).moved(by: start)))
      start = end
    }
    return found
  }

  /// What is inside a protected record, offsets counted from the first decrypted byte; nil where the viewer
  /// can't read it, or where it is no structure of TLS.
  public var inner: Annotation? {
    switch message.content {
    case .handshake: handshake
    case .alert where isReadable: Annotator.annotate(Alert.self, plaintext, name: "alert")
    case .alert, .changeCipherSpec, .applicationData: nil
    }
  }

  /// What it says in a few words, where it has no fields to show: the alert, the first line of data.
  public var brief: String? { message.brief }

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

  /// A record whose protected fragment is told apart, as anyone can who saw the hellos.
  private func withProtection(_ record: Annotation) -> Annotation {
    guard message.isProtected, let protection,
      let place = record.children.firstIndex(where: { $0.name == "fragment" })
    else { return record }
    var record = record
    let fragment = record.children[place]
    let around = (protection.head?.count ?? 0) + (protection.tail?.count ?? 0)
    guard fragment.range.count >= around else { return record }
    let middle = Protection.Part(protection.middle, fragment.range.count - around)
    let parts = [protection.head, middle, protection.tail].compactMap { $0 }
    var start = fragment.range.lowerBound
    record.children[place].value = .structure
    record.children[place].children = parts.filter { $0.count > 0 }.map { part in
      defer { start += part.count }
      return Annotation(range: start..<start + part.count, name: part.name, value: .bytes(.opaque))
    }
    return record
  }

  /// What stands before and behind the content of a protected fragment.
  private struct Protection {
    struct Part {
      var name: String
      var count: Int
      init(_ name: String, _ count: Int) {
        self.name = name
        self.count = count
      }
    }
    var head: Part?
    var middle: String
    var tail: Part?
  }

  /// The parts of the suite in use (RFC 5246 §6.2.3, RFC 8446 §5.2); nil before there is one.
  private var protection: Protection? {
    if let cipher = facts.suite?.parameters13?.cipher {
      return Protection(middle: "ciphertext", tail: .init("tag", cipher.tagLength))
    }
    guard let suite = facts.parameters else { return nil }
    let cipher = suite.cipher
    let iv = cipher.recordIVLength(in: version)
    let mac = Protection.Part("MAC", suite.mac?.keyLength ?? 0)
    return switch cipher.mode {
    case .aead:
      Protection(
        head: .init("nonce_explicit", iv), middle: "ciphertext",
        tail: .init("tag", cipher.tagLength))
    case .cbc:
      Protection(
        head: .init("IV", iv), middle: "ciphertext", tail: facts.encryptThenMAC ? mac : nil)
    case .null: Protection(middle: "content", tail: mac)
    }
  }
}

extension MessageContent {
  /// What is said of a message of which nothing can be seen.
  var outOfSight: Block {
    .line(
      Line(
        viewer.actor == nil
          ? " " + said(.page, "within_record")
          : " " + said(.page, "not_reached", ["viewer": viewer.name]), .faint))
  }

  /// `PLAINTEXT: anyone reads it`, or who does.
  var secrecy: Line {
    guard message.isProtected else { return Line(said(.page, "plaintext"), .warning) }
    if !isEncrypted {
      return Line(said(.page, "integrity_only"), .bad)
    }
    if viewer.isOpened(message, on: wire) {
      return Line(said(.page, "opened"), .bad)
    }
    let ends = [Side.client, .server].map { wire.actor(playing: $0).spoken }
    return Line(said(.page, "protected", ["one": ends[0], "other": ends[1]]), .good)
  }
}

extension Message {
  /// What it says in a few words, where it has no fields to show: the alert, the first line of data.
  public var brief: String? {
    switch content {
    case .alert(let alert): "\(alert.description.rawValue) \(alert.description.label)"
    case .applicationData(let data): TextBlocks.textLines(data).first
    case .handshake, .changeCipherSpec: nil
    }
  }
}
