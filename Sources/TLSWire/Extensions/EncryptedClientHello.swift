public import Bytes

/// The true ClientHello, encrypted for the server, or random bytes that look so (RFC 9849 §5, §6.2).
public struct EncryptedClientHello: ExtensionContent {
  public static let type = ExtensionType.encryptedClientHello
  public static let places: ExtensionPlaces = [.clientHello]

  public var helloType = ECHClientHelloType.outer
  public var cipherSuite = HPKESymmetricCipherSuite()
  /// Which of the server's keys is meant.
  public var configID: UInt8 = 0
  /// The client's share of the secret; empty in the second ClientHello.
  public var encapsulated: [UInt8] = []
  public var payload: [UInt8] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&helloType, "type")
    // In the inner hello the extension only says that it is the inner one.
    if helloType == .inner { return }
    guard helloType == .outer else { throw coder.illegalValue("neither outer nor inner") }
    try coder.structure(&cipherSuite, "hpke_cipher_suite")
    try coder.uint8(&configID, "config_id")
    try coder.opaque(&encapsulated, .uint16(), "enc")
    try coder.opaque(&payload, .uint16(1...0xffff), "payload", as: .encrypted)
  }
}

/// How keys are derived and how it is encrypted (RFC 9849 §4).
public struct HPKESymmetricCipherSuite: WireStruct {
  public var keyDerivation = HPKEKeyDerivation(rawValue: 1)
  public var cipher = HPKECipher(rawValue: 1)

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&keyDerivation, "kdf_id")
    try coder.code(&cipher, "aead_id")
  }
}

/// That the server accepted the inner hello, in a HelloRetryRequest (RFC 9849 §5).
public struct EncryptedClientHelloConfirmation: ExtensionContent {
  public static let type = ExtensionType.encryptedClientHello
  public static let places: ExtensionPlaces = [.helloRetryRequest]

  public var confirmation = [UInt8](repeating: 0, count: 8)

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.bytes(&confirmation, count: 8, "confirmation")
  }
}

/// Keys with which the client may try again, from a server that could not decrypt (RFC 9849 §5).
public struct EncryptedClientHelloRetry: ExtensionContent {
  public static let type = ExtensionType.encryptedClientHello
  public static let places: ExtensionPlaces = [.encryptedExtensions]

  public var retryConfigs: [ECHConfig] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.list(&retryConfigs, .uint16(4...0xffff), "retry_configs", entry: "ech_config")
  }
}

/// A server's key for Encrypted ClientHello, and the name for the outer hello (RFC 9849 §4).
public struct ECHConfig: WireStruct {
  public var version = ECHConfigVersion.rfc9849
  public var contents = ECHConfigContents()
  /// The contents of a version that is not known.
  public var data: [UInt8] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.code(&version, "version")
    let isKnown = version == .rfc9849
    var contents = contents
    var data = data
    try coder.nested(.uint16(), "contents") { (inner) throws(WireError) in
      if isKnown {
        try contents.code(with: &inner)
      } else {
        try inner.remaining(&data, "data")
      }
    }
    self.contents = contents
    self.data = data
  }
}

/// What a configuration says (RFC 9849 §4).
public struct ECHConfigContents: WireStruct {
  public var configID: UInt8 = 0
  public var keyEncapsulation = HPKEKeyEncapsulation(rawValue: 0x20)
  public var publicKey: [UInt8] = []
  public var cipherSuites: [HPKESymmetricCipherSuite] = []
  /// Inner names are padded to that length.
  public var maximumNameLength: UInt8 = 0
  /// The name that the outer hello asks for.
  public var publicName: [UInt8] = []
  public var extensions: [UInt8] = []

  public init() {}

  public mutating func code(with coder: inout some FieldCoder) throws(WireError) {
    try coder.uint8(&configID, "config_id")
    try coder.code(&keyEncapsulation, "kem_id")
    try coder.opaque(&publicKey, .uint16(1...0xffff), "public_key")
    try coder.list(
      &cipherSuites, .uint16(4...0xfffc), "cipher_suites", entry: "hpke_cipher_suite")
    try coder.uint8(&maximumNameLength, "maximum_name_length")
    try coder.opaque(&publicName, .uint8(1...0xff), "public_name", as: .text)
    try coder.opaque(&extensions, .uint16(), "extensions")
  }
}
