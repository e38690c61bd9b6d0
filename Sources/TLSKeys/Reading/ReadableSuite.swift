import Bytes
public import CryptoPrimitives
import Synchronization
public import TLSWire

/// A cipher suite as far as opening its records goes. There are many more of them than our own ends
/// speak (``CipherSuite/parameters``): whoever reads a recording does not choose.
public struct ReadableSuite: Hashable, Sendable {
  public let suite: CipherSuite
  /// IANA's name.
  public let name: String
  /// What stands before `_WITH_`: `ECDHE_RSA`; empty in TLS 1.3.
  public let keyExchange: String
  public let cipher: ReadableCipher
  /// The MAC of the records; nil with an AEAD.
  public let mac: HashAlgorithm?
  /// Of the PRF in TLS 1.2, of the key schedule in TLS 1.3.
  public let prfHash: HashAlgorithm

  /// What a suite stands for; nil where its name, or a part of it, is not known here.
  public static func of(_ suite: CipherSuite) -> ReadableSuite? {
    known.withLock { known in
      if let found = known[suite.rawValue] { return found }
      let name = CipherSuite.names[suite.rawValue] ?? CipherSuite.oldNames[suite.rawValue]
      let found = name.flatMap { ReadableSuite(suite.rawValue, $0) }
      known[suite.rawValue] = .some(found)
      return found
    }
  }

  /// Those that were asked for.
  private static let known = Mutex<[UInt16: ReadableSuite?]>([:])

  /// IANA's name of a suite, or its number.
  public static func name(of suite: CipherSuite) -> String {
    CipherSuite.names[suite.rawValue] ?? CipherSuite.oldNames[suite.rawValue] ?? suite.label
  }

  private init?(_ number: UInt16, _ name: String) {
    let whole = name.dropFirst(name.hasPrefix("SSL_") ? "SSL_".count : "TLS_".count)
    let halves = whole.split(separator: "_WITH_")
    guard let last = halves.last, halves.count <= 2 else { return nil }
    var words = last.split(separator: "_")
    let hash = words.last.flatMap(Self.hash)
    if hash != nil { words.removeLast() }
    // The drafts before RFC 7905 had another ChaCha20-Poly1305.
    guard !(0xcc13...0xcc15).contains(number),
      let cipher = ReadableCipher(name: words.joined(separator: "_")), cipher.isAEAD || hash != nil
    else { return nil }
    suite = CipherSuite(rawValue: number)
    self.name = name
    keyExchange = halves.count == 2 ? halves.first.map(String.init) ?? "" : ""
    self.cipher = halves.first?.contains("EXPORT") == true ? cipher.exported : cipher
    mac = cipher.isAEAD ? nil : hash
    prfHash = hash == .sha384 ? .sha384 : .sha256
  }

  private static func hash(_ word: Substring) -> HashAlgorithm? {
    switch word {
    case "MD5": .md5
    case "SHA", "SHA1": .sha1
    case "SHA256": .sha256
    case "SHA384": .sha384
    default: nil
    }
  }

  /// Whether the server's long-term key alone gives the pre-master secret.
  public var opensByPrivateKey: Bool {
    ["RSA", "RSA_PSK", "RSA_EXPORT", "RSA_EXPORT1024", "RSA_FIPS"].contains(keyExchange)
      || keyExchange.hasPrefix("ECDH_ECDSA") || keyExchange.hasPrefix("ECDH_RSA")
  }

  /// Whether a key that both had before is part of the pre-master secret.
  public var usesPreSharedKey: Bool { keyExchange.hasSuffix("PSK") }

  /// Whether both sides make keys for this session alone.
  public var isEphemeral: Bool {
    keyExchange.hasPrefix("DHE") || keyExchange.hasPrefix("ECDHE") || keyExchange.contains("anon")
      || keyExchange.isEmpty
  }
}

/// A cipher of records, by libcrypto's name, with the lengths that the key block is cut by.
public struct ReadableCipher: Hashable, Sendable {
  public enum Mode: Hashable, Sendable { case null, stream, cbc, aead, ccm }

  /// libcrypto's name; empty without encryption.
  public var name: String
  public var mode: Mode
  /// Bytes of the key that the cipher takes.
  public var keyLength: Int
  /// Bytes of it in the key block: of an export suite fewer (RFC 2246 §6.3.1).
  public var keyMaterial: Int
  /// Bytes of a block, and of an IV of CBC.
  public var blockLength = 0
  public var tagLength = 0
  /// Bytes of the nonce that come from the key block, and bytes that each record brings.
  public var fixedNonce = 0
  public var recordNonce = 0
  /// Whether the key in the key block is stretched.
  public var isExport = false
  /// A single key of DES three times, or two of three: libcrypto's Triple DES does both.
  var repeatsKey = false

  public var isAEAD: Bool { mode == .aead || mode == .ccm }

  /// Whether this machine's libcrypto has it.
  public var isAvailable: Bool {
    mode == .null || mode == .stream || OpeningKey.exists(name)
  }

  private init(
    _ name: String, _ mode: Mode, _ keyLength: Int, block: Int = 0, exported: Int? = nil
  ) {
    self.name = name
    self.mode = mode
    self.keyLength = keyLength
    keyMaterial = exported ?? keyLength
    blockLength = block
  }

  private static func aead(
    _ name: String, _ mode: Mode, _ key: Int, tag: Int = 16, fixed: Int = 4, record: Int = 8
  ) -> ReadableCipher {
    var cipher = ReadableCipher(name, mode, key)
    cipher.tagLength = tag
    cipher.fixedNonce = fixed
    cipher.recordNonce = record
    return cipher
  }

  /// The cipher by what stands between `_WITH_` and the hash.
  init?(name: String) {
    if let found = Self.fixed[name] {
      self = found
      return
    }
    if name == "CHACHA20_POLY1305" {
      self = .aead("ChaCha20-Poly1305", .aead, 32, fixed: 12, record: 0)
      return
    }
    let words = name.split(separator: "_").map(String.init)
    guard words.count >= 3, ["AES", "CAMELLIA", "ARIA"].contains(words[0]),
      let bits = Int(words[1]), bits == 128 || bits == 256
    else { return nil }
    let libcrypto = "\(words[0])-\(bits)-\(words[2])"
    switch words[2...] {
    case ["CBC"]: self.init(libcrypto, .cbc, bits / 8, block: 16)
    case ["GCM"]: self = .aead(libcrypto, .aead, bits / 8)
    case ["CCM"]: self = .aead(libcrypto, .ccm, bits / 8)
    case ["CCM", "8"]: self = .aead(libcrypto, .ccm, bits / 8, tag: 8)
    default: return nil
    }
  }

  private static let fixed: [String: ReadableCipher] = [
    "NULL": ReadableCipher("", .null, 0),
    "RC4_128": ReadableCipher("RC4", .stream, 16),
    "RC4_56": ReadableCipher("RC4", .stream, 16, exported: 7),
    "RC4_40": ReadableCipher("RC4", .stream, 16, exported: 5),
    "3DES_EDE_CBC": ReadableCipher("DES-EDE3-CBC", .cbc, 24, block: 8),
    "DES_CBC": des(8), "DES40_CBC": des(5), "DES_CBC_40": des(5),
    "RC2_CBC_40": ReadableCipher("RC2-CBC", .cbc, 16, block: 8, exported: 5),
    "RC2_CBC_56": ReadableCipher("RC2-CBC", .cbc, 16, block: 8, exported: 7),
    "IDEA_CBC": ReadableCipher("IDEA-CBC", .cbc, 16, block: 8),
    "SEED_CBC": ReadableCipher("SEED-CBC", .cbc, 16, block: 16),
  ]

  private static func des(_ material: Int) -> ReadableCipher {
    var cipher = ReadableCipher("DES-EDE3-CBC", .cbc, 8, block: 8, exported: material)
    cipher.repeatsKey = true
    return cipher
  }

  /// The same in a suite of export.
  var exported: ReadableCipher {
    var cipher = self
    cipher.isExport = mode != .null
    return cipher
  }
}
