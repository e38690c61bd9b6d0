import Bytes

/// One `a=crypto` line: a suite and the keys for what its writer sends, in plain text (RFC 4568 §4).
public struct SRTPCryptoAttribute: Sendable, Hashable, Codable {
  /// A master key and salt, as `inline:` gives them (RFC 4568 §6.1).
  public struct Key: Sendable, Hashable, Codable {
    /// Master key ‖ master salt.
    public var keyAndSalt: [UInt8]
    /// Packets that the key serves, as written (`2^20`).
    public var lifetime: String?
    /// Identifier and length of the key, as written (`1:4`).
    public var masterKeyIdentifier: String?

    public init(
      keyAndSalt: [UInt8], lifetime: String? = nil, masterKeyIdentifier: String? = nil
    ) {
      self.keyAndSalt = keyAndSalt
      self.lifetime = lifetime
      self.masterKeyIdentifier = masterKeyIdentifier
    }
  }

  /// Which of the offered lines this is; the answer repeats it.
  public var tag: Int
  public var suite: SRTPSuite
  /// At least one.
  public var keys: [Key]
  /// The rest of the line (RFC 4568 §6.3), word by word.
  public var sessionParameters: [String]

  public init(tag: Int, suite: SRTPSuite, keys: [Key], sessionParameters: [String] = []) {
    self.tag = tag
    self.suite = suite
    self.keys = keys
    self.sessionParameters = sessionParameters
  }

  /// Reads what stands behind `a=crypto:`; `nil` if it is not of RFC 4568's form (§9.1).
  public init?(parsing value: String) {
    let words = value.split { $0 == " " || $0 == "\t" }
    guard words.count >= 3, (1...9).contains(words[0].utf8.count),
      words[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let tag = Int(words[0])
    else { return nil }
    var keys: [Key] = []
    for parameter in words[2].split(separator: ";", omittingEmptySubsequences: false) {
      guard let key = Key(parsing: parameter) else { return nil }
      keys.append(key)
    }
    self.init(
      tag: tag, suite: SRTPSuite(rawValue: String(words[1])), keys: keys,
      sessionParameters: words.dropFirst(3).map(String.init))
  }

  /// What stands behind `a=crypto:`.
  public var value: String {
    let parameters = keys.map(\.text).joined(separator: ";")
    return ([String(tag), suite.rawValue, parameters] + sessionParameters).joined(separator: " ")
  }

  /// Whether the keys have the length that the suite demands.
  public var fitsItsSuite: Bool {
    guard let lengths = suite.lengths else { return false }
    return !keys.isEmpty && keys.allSatisfy { $0.keyAndSalt.count == lengths.key + lengths.salt }
  }
}

extension SRTPCryptoAttribute.Key {
  fileprivate init?(parsing parameter: Substring) {
    let method = "inline:"
    guard parameter.lowercased().hasPrefix(method) else { return nil }
    let fields = parameter.dropFirst(method.count).split(
      separator: "|", omittingEmptySubsequences: false)
    guard (1...3).contains(fields.count), let bytes = [UInt8](base64: fields[0]), !bytes.isEmpty
    else { return nil }
    // Lifetime and identifier may each be left out; the identifier is the one with the colon.
    let options = fields.dropFirst().map(String.init)
    let identifier = options.last.flatMap { $0.utf8.contains(0x3a) ? $0 : nil }
    guard options.count < 2 || identifier != nil else { return nil }
    let lifetime = options.first.flatMap { $0.utf8.contains(0x3a) ? nil : $0 }
    guard options.count < 2 || lifetime != nil else { return nil }
    self.init(keyAndSalt: bytes, lifetime: lifetime, masterKeyIdentifier: identifier)
  }

  fileprivate var text: String {
    let fields = [keyAndSalt.base64] + [lifetime, masterKeyIdentifier].compactMap(\.self)
    return "inline:" + fields.joined(separator: "|")
  }
}
