import COpenSSL

/// What a file of somebody who says that a private key is in it turns out to hold.
public enum PrivateKeyFile: Sendable {
  /// All of them; one or more.
  case keys([PrivateKey])
  /// It is encrypted, and there was no passphrase.
  case wantsPassphrase
  case wrongPassphrase
  /// Certificates, or public keys, and no private one.
  case certificate
  case publicKey
  /// Encrypted by what this libcrypto does not read: the cipher's name.
  case cipherNotRead(String)
  /// Of another form, or for something else.
  case opensshKey, certificateRequest, javaKeystore
  /// Its END line is missing, or its bytes are not whole: in which line it begins, counted from 1.
  case cutOff(line: Int)
  case damaged(line: Int)
  /// Of a kind that opens no TLS, with its name.
  case unusable(String)
  case other

  /// Reads PEM (PKCS #1, PKCS #8, SEC 1), DER and PKCS #12, encrypted or not.
  ///
  /// - Parameter passphrase: nil: there is none.
  public init(_ bytes: [UInt8], passphrase: String?) {
    // UTF-16, as PowerShell writes it: of each character one byte is 0.
    let isWide = bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff])
    let narrow = isWide ? bytes.filter { $0 != 0 && $0 < 0xfe } : bytes
    let text = narrow.contains(0) ? "" : String(decoding: narrow, as: UTF8.self)
    if text.contains("-----BEGIN ") {
      self = Self.pem(text, passphrase)
      return
    }
    if let key = try? PrivateKey(der: bytes) {
      self = .keys([key])
      return
    }
    ERR_clear_error()
    if Self.javaMagics.contains(where: { bytes.starts(with: $0) }) {
      self = .javaKeystore
      return
    }
    self =
      Self.encryptedDER(bytes, passphrase) ?? Self.container(bytes, passphrase)
      ?? Self.otherDER(bytes)
  }

  /// How files of `keytool` begin, JKS and JCEKS.
  private static let javaMagics: [[UInt8]] = [[0xfe, 0xed, 0xfe, 0xed], [0xce, 0xce, 0xce, 0xce]]

  // MARK: PEM (RFC 7468)

  private static func pem(_ text: String, _ passphrase: String?) -> PrivateKeyFile {
    var keys: [PrivateKey] = []
    var fault: PrivateKeyFile?
    var labels: [Substring] = []
    var line = 1
    for part in text.split(separator: "-----BEGIN ", omittingEmptySubsequences: false).prefix(1000)
    {
      defer { line += part.utf8.count { $0 == 0x0a } }
      guard let end = part.firstRange(of: "-----") else { continue }
      let label = part[..<end.lowerBound]
      labels.append(label)
      guard label.hasSuffix("PRIVATE KEY") else { continue }
      guard label != "OPENSSH PRIVATE KEY" else {
        fault = fault ?? .opensshKey
        continue
      }
      switch key("-----BEGIN " + part, passphrase) {
      case .keys(let found): keys += found
      case let other: fault = fault ?? damage("-----BEGIN " + part, line) ?? other
      }
    }
    if !keys.isEmpty { return .keys(keys) }
    if let fault { return fault }
    if labels.contains(where: { $0.hasSuffix("CERTIFICATE") }) { return .certificate }
    if labels.contains(where: { $0.hasSuffix("CERTIFICATE REQUEST") }) {
      return .certificateRequest
    }
    return labels.contains { $0.hasSuffix("PUBLIC KEY") } ? .publicKey : .other
  }

  private static func key(_ block: String, _ passphrase: String?) -> PrivateKeyFile {
    let isEncrypted = block.contains("ENCRYPTED")
    if isEncrypted && passphrase == nil { return .wantsPassphrase }
    if let pointer = readKey(block, passphrase, nil) { return taken(pointer) }
    let reason = takeLibcryptoReason()
    if let mended = PEMBlock(block)?.mended, let pointer = readKey(mended, passphrase, nil) {
      return taken(pointer)
    }
    ERR_clear_error()
    guard isEncrypted else { return .unusable(reason) }
    // Old ones are encrypted by what libcrypto has retired.
    if let sealed = EncryptedPEM(block) {
      guard sealed.isRead else { return .cipherNotRead(sealed.cipher) }
      return sealed.key(passphrase ?? "").map { .keys([$0]) } ?? .wrongPassphrase
    }
    let library = ReadingMethods.legacyLibrary
    if let library, let pointer = readKey(block, passphrase, library),
      case .keys(let keys) = taken(pointer)
    {
      // Out of the context that has them.
      return .keys(keys.compactMap { try? PrivateKey(der: $0.der) })
    }
    ERR_clear_error()
    return library == nil && reason.contains("unsupported")
      ? .cipherNotRead("PKCS #8") : .wrongPassphrase
  }

  /// What is wrong with a block that could not be read; nil where it is whole.
  private static func damage(_ text: String, _ line: Int) -> PrivateKeyFile? {
    guard let block = PEMBlock(text) else { return nil }
    guard block.hasEnd else { return .cutOff(line: line) }
    return block.mended == nil || block.isWhole ? nil : .damaged(line: line)
  }

  private static func readKey(
    _ block: String, _ passphrase: String?, _ library: OpaquePointer?
  ) -> OpaquePointer? {
    var secret = Array((passphrase ?? "").utf8CString)
    return withReadingBIO(Array(block.utf8)) { source in
      secret.withUnsafeMutableBytes { secret in
        PEM_read_bio_PrivateKey_ex(source, nil, nil, secret.baseAddress, library, nil)
      }
    }
  }

  private static func taken(_ pointer: OpaquePointer) -> PrivateKeyFile {
    let handle = LibcryptoKey(owning: pointer)
    do throws(CryptoError) {
      return .keys([try PrivateKey(reading: handle)])
    } catch {
      return .unusable(error.reason)
    }
  }

  // MARK: DER

  private static func encryptedDER(_ bytes: [UInt8], _ passphrase: String?) -> PrivateKeyFile? {
    let sealed = bytes.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      var cursor = buffer.baseAddress
      return d2i_X509_SIG(nil, &cursor, buffer.count)
    }
    ERR_clear_error()
    guard let sealed else { return nil }
    defer { X509_SIG_free(sealed) }
    guard let passphrase else { return .wantsPassphrase }
    let length = Int32(passphrase.utf8.count)
    let info =
      PKCS8_decrypt(sealed, passphrase, length)
      ?? ReadingMethods.legacyLibrary.flatMap {
        PKCS8_decrypt_ex(sealed, passphrase, length, $0, nil)
      }
    guard let info else {
      ERR_clear_error()
      return .wrongPassphrase
    }
    defer { PKCS8_PRIV_KEY_INFO_free(info) }
    guard let key = EVP_PKCS82PKEY(info) else { return .unusable(takeLibcryptoReason()) }
    return taken(key)
  }

  private static func otherDER(_ bytes: [UInt8]) -> PrivateKeyFile {
    defer { ERR_clear_error() }
    if (try? PublicKey(der: bytes)) != nil { return .publicKey }
    let certificate = bytes.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      var cursor = buffer.baseAddress
      return d2i_X509(nil, &cursor, buffer.count)
    }
    guard let certificate else { return .other }
    X509_free(certificate)
    return .certificate
  }

  // MARK: PKCS #12 (RFC 7292)

  private static func container(_ bytes: [UInt8], _ passphrase: String?) -> PrivateKeyFile? {
    // Old ones are encrypted by what libcrypto has retired.
    var made = PKCS12_init_ex(NID_pkcs7_data, ReadingMethods.legacyLibrary, nil)
    guard made != nil, let container = withReadingBIO(bytes, { d2i_PKCS12_bio($0, &made) }) else {
      PKCS12_free(made)
      ERR_clear_error()
      return nil
    }
    defer {
      PKCS12_free(container)
      ERR_clear_error()
    }
    let secret = passphrase ?? ""
    let length = Int32(secret.utf8.count)
    // Without a MAC nothing tells whether the passphrase is right; the bags may need none.
    let isVerified =
      PKCS12_mac_present(container) == 0 || PKCS12_verify_mac(container, secret, length) == 1
      || secret.isEmpty && PKCS12_verify_mac(container, nil, 0) == 1
    guard isVerified else { return passphrase == nil ? .wantsPassphrase : .wrongPassphrase }
    let keys = privateKeys(in: container, secret, length)
    if keys.isEmpty && PKCS12_mac_present(container) == 0 {
      return passphrase == nil ? .wantsPassphrase : .wrongPassphrase
    }
    return keys.isEmpty ? .certificate : .keys(keys)
  }

  /// The keys lie in bags that only they are encrypted in: what encrypts the certificates beside them
  /// may be too old for libcrypto.
  private static func privateKeys(
    in container: OpaquePointer, _ secret: String, _ length: Int32
  ) -> [PrivateKey] {
    guard let safes = PKCS12_unpack_authsafes(container) else { return [] }
    var keys: [PrivateKey] = []
    for place in 0..<OPENSSL_sk_num(safes) {
      guard let safe = OPENSSL_sk_value(safes, place) else { continue }
      let pointer = safe.assumingMemoryBound(to: PKCS7.self)
      guard
        let bags = PKCS12_unpack_p7data(pointer) ?? PKCS12_unpack_p7encdata(pointer, secret, length)
      else { continue }
      for number in 0..<OPENSSL_sk_num(bags) {
        guard let bag = OPENSSL_sk_value(bags, number).map(OpaquePointer.init),
          let key = privateKey(in: bag, secret, length)
        else { continue }
        keys.append(key)
      }
    }
    return keys
  }

  private static func privateKey(
    in bag: OpaquePointer, _ secret: String, _ length: Int32
  ) -> PrivateKey? {
    var pointer: OpaquePointer?
    switch PKCS12_SAFEBAG_get_nid(bag) {
    case NID_keyBag: pointer = PKCS12_SAFEBAG_get0_p8inf(bag).flatMap { EVP_PKCS82PKEY($0) }
    case NID_pkcs8ShroudedKeyBag:
      guard
        let info = PKCS12_decrypt_skey_ex(
          bag, secret, length, ReadingMethods.legacyLibrary, nil)
      else { return nil }
      pointer = EVP_PKCS82PKEY(info)
      PKCS8_PRIV_KEY_INFO_free(info)
    default: return nil
    }
    guard let pointer, case .keys(let keys) = taken(pointer) else { return nil }
    return keys.first
  }
}
