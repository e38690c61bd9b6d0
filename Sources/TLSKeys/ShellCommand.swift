import Bytes
import CryptoPrimitives
public import Knowledge
public import TLSWire

/// A command line by which a reader recomputes a value with the `openssl` program, and the files
/// that it reads.
public struct ShellCommand: Hashable, Sendable, Codable {
  /// The line, for bash with `openssl` and `xxd`. What it prints is the value in hexadecimal (case,
  /// colons and line breaks aside), with `dgst -r` followed by the name of its input; or
  /// `Verified OK`.
  public var line: String
  /// What must lie in the working folder first.
  public var files: [File]

  public struct File: Hashable, Sendable, Codable {
    public var name: String
    public var content: [UInt8]

    public init(name: String, content: [UInt8]) {
      self.name = name
      self.content = content
    }
  }

  public init(_ line: String, files: [File] = []) {
    self.line = line
    self.files = files
  }

  /// The command that recomputes `rule`'s output from `values`.
  ///
  /// - Returns: nil when the `openssl` program has no way (taking bytes out of others needs none),
  ///   or when an input is not among the values.
  public static func recomputing(_ rule: Rule, from values: KnownValues) -> ShellCommand? {
    guard rule.inputs.allSatisfy({ values[$0] != nil }) else { return nil }
    func joined(_ names: [ValueName]) -> [UInt8] { Array(names.compactMap { values[$0] }.joined()) }
    switch rule.formula {
    case .concatenation, .lengthPrefixed, .zeros, .slice, .decryption, .publicKey:
      return nil
    case .hash(let name, let input):
      return ShellCommand("\(bytes(joined([input]))) | openssl dgst -\(name.lowercased()) -r")
    case .pseudorandomFunction(let hash, let secret, let label, let seeds, let count):
      let seed = Array(label.utf8) + joined(seeds)
      return ShellCommand(
        """
        openssl kdf -keylen \(count) -kdfopt digest:\(hash) \
        -kdfopt hexsecret:\(joined([secret]).hex) -kdfopt hexseed:\(seed.hex) TLS1-PRF
        """)
    case .hmac(let name, let key, let input):
      return ShellCommand(
        "\(bytes(joined([input]))) | openssl mac -digest \(name) "
          + "-macopt hexkey:\(joined([key]).hex) HMAC")
    case .extract(let hash, let salt, let secret):
      return extracting(hash, salt: salt.map { joined([$0]) }, secret: secret.map { joined([$0]) })
    case .expandLabel(let hash, let secret, let label, let context, let count):
      let info = HKDFLabel.bytes(
        label: label, context: context.map { joined([$0]) } ?? [], count: count)
      return ShellCommand(
        """
        openssl kdf -keylen \(count) -kdfopt digest:\(hash) -kdfopt mode:EXPAND_ONLY \
        -kdfopt hexkey:\(joined([secret]).hex) -kdfopt hexinfo:\(info.hex) HKDF
        """)
    case .rsaDecryption(let ciphertext, let key, _):
      return ShellCommand(
        """
        \(bytes(joined([ciphertext]))) \
        | openssl pkeyutl -decrypt -inkey server.key | xxd -p
        """, files: [File(name: "server.key", content: pem(joined([key])))])
    case .ticketDecryption(let ticket, let key):
      return openingTicket(joined([ticket]), key: joined([key]))
    case .keyAgreement(let agreement, let privateKey, let peer):
      return agreeing(agreement, privateKey, joined([peer]), values)
    }
  }

  /// The command that verifies a signature over `content`.
  ///
  /// - Parameter publicKey: SubjectPublicKeyInfo in DER.
  /// - Returns: nil for a scheme that is not ours, or one without a hash that `dgst` could name.
  public static func verifying(
    signature: [UInt8], over content: [UInt8], publicKey: [UInt8], scheme: SignatureScheme
  ) -> ShellCommand? {
    guard
      let algorithm = SignatureAlgorithm(scheme, in: .tls12)
        ?? SignatureAlgorithm(scheme, in: .tls10),
      let hash = algorithm == .rsaMD5SHA1
        ? PseudorandomFunction.legacyHash : algorithm.messageHash?.rawValue
    else { return nil }
    var extra = ""
    if case .rsaPSS = algorithm {
      extra = "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest "
    }
    return ShellCommand(
      """
      \(bytes(content)) | openssl dgst -\(hash.lowercased()) \(extra)\
      -verify <(\(bytes(publicKey)) | openssl pkey -pubin -inform DER) \
      -signature <(\(bytes(signature)))
      """)
  }

  /// A private key in the form in which people keep keys, and in which it is exported here; nothing
  /// where the key was left out, and the command only names its file.
  private static func pem(_ key: [UInt8]) -> [UInt8] {
    (try? PrivateKey(der: key)).map { Array($0.pem.utf8) } ?? []
  }

  private static func extracting(
    _ hash: String, salt: [UInt8]?, secret: [UInt8]?
  ) -> ShellCommand? {
    guard let length = HashAlgorithm(rawValue: hash)?.length else { return nil }
    let zeros = [UInt8](repeating: 0, count: length)
    return ShellCommand(
      """
      openssl kdf -keylen \(length) -kdfopt digest:\(hash) -kdfopt mode:EXTRACT_ONLY \
      -kdfopt hexkey:\((secret ?? zeros).hex) -kdfopt hexsalt:\((salt ?? zeros).hex) HKDF
      """)
  }

  /// The encrypted state lies behind the key's name, the IV and a length, in front of the MAC.
  private static func openingTicket(_ ticket: [UInt8], key: [UInt8]) -> ShellCommand? {
    guard let parts = SealedTicket(reading: ticket), let key = TicketKey(bytes: key) else {
      return nil
    }
    return ShellCommand(
      """
      \(bytes(parts.encryptedState)) \
      | openssl enc -d -aes-128-cbc -K \(key.encryptionKey.hex) -iv \(parts.iv.hex) | xxd -p
      """)
  }

  private static func agreeing(
    _ agreement: KeyAgreement, _ name: ValueName, _ peer: [UInt8], _ values: KnownValues
  ) -> ShellCommand? {
    guard let pair = try? Evaluator(values).keyPair(agreement, named: name),
      let own = try? pair.privateKeyDER(), let other = try? pair.publicKeyDER(ofPeer: peer)
    else { return nil }
    return ShellCommand(
      """
      openssl pkeyutl -derive -inkey <(\(bytes(own)) | openssl pkey -inform DER) \
      -peerkey <(\(bytes(other)) | openssl pkey -pubin -inform DER) | xxd -p
      """)
  }

  private static func bytes(_ content: [UInt8]) -> String {
    "printf %s \(content.hex) | xxd -r -p"
  }

  /// The same where it needs no marks: a file's name mostly.
  public static func word(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch UnicodeScalar(byte) {
      case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "/", ":", ",", "+", "@", "%": true
      default: false
      }
    }
    return isPlain && !text.isEmpty ? text : quoted(text)
  }

  /// A text as one word of bash, whatever is in it. What is no plain character stands as the bytes of its
  /// UTF-8: a screen that can't show it must not change it.
  public static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { (0x20..<0x7f).contains($0) }
    guard !isPlain else { return "'" + text.replacing("'", with: "'\\''") + "'" }
    let bytes = text.utf8.map { byte in
      switch byte {
      case 0x0a: "\\n"
      case 0x27, 0x5c: "\\" + String(UnicodeScalar(byte))
      case 0x20..<0x7f: String(UnicodeScalar(byte))
      default: "\\x" + [byte].hex
      }
    }
    return "$'" + bytes.joined() + "'"
  }
}
