import TLSWire

/// The fields of a hello that decryption needs, read leniently: a damaged extension of one side must not
/// seal the session for whoever reads its recording.
struct HelloFields: Sendable {
  var version: UInt16 = 0
  var random: [UInt8] = []
  var sessionID: [UInt8] = []
  /// What a ServerHello chose.
  var suite: UInt16 = 0
  var compression: UInt8 = 0
  private(set) var extensions: [UInt16: ArraySlice<UInt8>] = [:]

  /// - Parameter body: of the message, without type and length.
  init?(client body: ArraySlice<UInt8>) {
    var fields = FieldScanner(body)
    guard let version = fields.short(), let random = fields.bytes(32),
      let session = fields.vector(1), fields.vector(2) != nil, fields.vector(1) != nil
    else { return nil }
    self.version = version
    self.random = Array(random)
    sessionID = Array(session)
    readExtensions(&fields)
  }

  init?(server body: ArraySlice<UInt8>) {
    var fields = FieldScanner(body)
    guard let version = fields.short(), let random = fields.bytes(32) else { return nil }
    self.version = version
    self.random = Array(random)
    // Drafts 18 to 21 of TLS 1.3 had neither identifier nor compression.
    if version >> 8 != 0x7f {
      guard let session = fields.vector(1) else { return nil }
      sessionID = Array(session)
    }
    guard let suite = fields.short() else { return nil }
    self.suite = suite
    if version >> 8 != 0x7f { compression = fields.byte() ?? 0 }
    readExtensions(&fields)
  }

  /// The offer in the form of SSL 2.0 (RFC 5246 §E.2): its challenge is the random, filled up in front.
  init?(ssl2 message: ArraySlice<UInt8>) {
    var fields = FieldScanner(message)
    guard fields.byte() == 1, let version = fields.short(), let suites = fields.short(),
      let session = fields.short(), let challenge = fields.short(),
      fields.bytes(Int(suites)) != nil, let identifier = fields.bytes(Int(session)),
      let random = fields.bytes(Int(challenge)), random.count <= 32
    else { return nil }
    self.version = version
    sessionID = Array(identifier)
    self.random = [UInt8](repeating: 0, count: 32 - random.count) + random
  }

  private mutating func readExtensions(_ fields: inout FieldScanner) {
    guard var list = fields.vector(2).map(FieldScanner.init) else { return }
    while let type = list.short(), let body = list.vector(2) {
      if extensions[type] == nil { extensions[type] = body }
    }
  }

  func has(_ type: UInt16) -> Bool { extensions[type] != nil }

  /// The version of the session, by the ServerHello: what is in supported_versions counts.
  var chosenVersion: UInt16 {
    guard let body = extensions[ExtensionNumber.supportedVersions], body.count == 2,
      let version = FieldScanner.first(body)
    else { return version }
    return version
  }

  /// The group of the key share that a ServerHello has (RFC 9846 §4.3.8).
  var sharedGroup: UInt16? {
    extensions[ExtensionNumber.keyShare].flatMap(FieldScanner.first)
  }

  /// The first name in server_name (RFC 6066 §3).
  var serverName: String? {
    guard let body = extensions[0], var list = FieldScanner(body).only(2) else { return nil }
    guard list.byte() == 0, let name = list.vector(2) else { return nil }
    let text = String(decoding: name, as: UTF8.self)
    return text.utf8.allSatisfy { (0x21...0x7e).contains($0) } ? text : nil
  }

  /// The only protocol in a server's ALPN (RFC 7301 §3.1).
  var applicationProtocol: String? {
    guard let body = extensions[ExtensionNumber.alpn], var list = FieldScanner(body).only(2),
      let name = list.vector(1)
    else { return nil }
    let text = String(decoding: name, as: UTF8.self)
    return text.utf8.allSatisfy { (0x20...0x7e).contains($0) } ? text : nil
  }

  /// The ticket that a client offers in TLS 1.2 (RFC 5077 §3.2).
  var ticket: [UInt8] { Array(extensions[ExtensionNumber.sessionTicket] ?? []) }

  var isRetryRequest: Bool { random == ServerHello.helloRetryRandom }

  /// The identities of pre_shared_key (RFC 8446 §4.2.11).
  var identities: [[UInt8]] {
    guard let body = extensions[ExtensionNumber.preSharedKey], var list = FieldScanner(body).only(2)
    else { return [] }
    var found: [[UInt8]] = []
    while let identity = list.vector(2), list.bytes(4) != nil { found.append(Array(identity)) }
    return found
  }

  /// Whether an identity of pre_shared_key is one of a key from elsewhere: its age is 0 (RFC 9846 §4.3.11).
  func isExternal(identity number: Int) -> Bool {
    guard let body = extensions[ExtensionNumber.preSharedKey], var list = FieldScanner(body).only(2)
    else { return false }
    for _ in 0..<number { guard list.vector(2) != nil, list.bytes(4) != nil else { return false } }
    return list.vector(2) != nil && list.bytes(4)?.allSatisfy { $0 == 0 } == true
  }

  /// Of a ServerHello: which identity it took.
  var selectedIdentity: Int? {
    extensions[ExtensionNumber.preSharedKey].flatMap(FieldScanner.first).map(Int.init)
  }
}

/// The numbers of extensions that change how records are opened.
enum ExtensionNumber {
  static let truncatedMAC: UInt16 = 4
  static let alpn: UInt16 = 16
  static let encryptThenMAC: UInt16 = 22
  static let extendedMasterSecret: UInt16 = 23
  static let sessionTicket: UInt16 = 35
  static let preSharedKey: UInt16 = 41
  static let earlyData: UInt16 = 42
  static let supportedVersions: UInt16 = 43
  static let keyShare: UInt16 = 51
}

/// Takes fields off the front of bytes; nil where there are not enough.
struct FieldScanner {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func byte() -> UInt8? { rest.popFirst() }

  mutating func short() -> UInt16? {
    guard let bytes = bytes(2) else { return nil }
    return Self.first(bytes)
  }

  mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// A vector with a length of so many bytes in front.
  mutating func vector(_ width: Int) -> ArraySlice<UInt8>? {
    guard let length = bytes(width) else { return nil }
    return bytes(length.reduce(0) { $0 << 8 | Int($1) })
  }

  /// What the one vector in it holds.
  func only(_ width: Int) -> FieldScanner? {
    var copy = self
    return copy.vector(width).map(FieldScanner.init)
  }

  static func first(_ bytes: ArraySlice<UInt8>) -> UInt16? {
    guard bytes.count >= 2 else { return nil }
    return UInt16(bytes[bytes.startIndex]) << 8 | UInt16(bytes[bytes.startIndex + 1])
  }
}
