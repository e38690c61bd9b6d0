import Bytes
import COpenSSL
public import CryptoPrimitives

/// A request for a certificate, signed with the key that it is about (PKCS #10, RFC 2986).
public struct CertificationRequest: Sendable, Hashable {
  /// The request in DER.
  public let der: [UInt8]
  /// The subject's (most specific) common name.
  public let subjectCommonName: String?
  /// The names that are asked for.
  public let names: [AlternativeName]
  /// The key that is to be certified.
  public let publicKey: PublicKey
  /// Whether the signature is of that key: whoever signed has it.
  public let provesPossession: Bool

  /// Reads a request in DER.
  ///
  /// A signature that is wrong is no error here: it is what `provesPossession` says.
  public init(der: [UInt8]) throws(X509Error) {
    let handle = try LibcryptoRequest(der: der)
    self.der = der
    guard let key = X509_REQ_get_pubkey(handle.pointer) else {
      throw .libcrypto("read the key of a request")
    }
    let owned = LibcryptoKey(owning: key)
    provesPossession = X509_REQ_verify(handle.pointer, key) == 1
    subjectCommonName = commonName(ofName: X509_REQ_get_subject_name(handle.pointer))
    names = handle.names
    guard let bytes = handle.publicKeyBytes else { throw .libcrypto("read the key of a request") }
    publicKey = PublicKey(handle: owned, der: bytes)
    ERR_clear_error()
  }

  /// Asks for a certificate for a key that one has.
  ///
  /// - Parameter signer: who signs; nil: the key itself. Another one's signature proves nothing.
  public static func make(
    subject: String, names: [AlternativeName], key: PrivateKey, signer: PrivateKey? = nil,
    hash: SignatureHash? = nil, random: RandomStream
  ) throws(X509Error) -> CertificationRequest {
    guard let pointer = X509_REQ_new() else { throw .libcrypto("make request") }
    let handle = LibcryptoRequest(owning: pointer)
    let bytes = Array(subject.utf8)
    guard let count = Int32(exactly: bytes.count), X509_REQ_set_version(pointer, 0) == 1,
      X509_NAME_add_entry_by_NID(
        X509_REQ_get_subject_name(pointer), NID_commonName, MBSTRING_FLAG, bytes, count, -1, 0)
        == 1, X509_REQ_set_pubkey(pointer, key.publicKey.handle.pointer) == 1
    else { throw .libcrypto("make request") }
    if !names.isEmpty { try handle.ask(for: names) }
    let signer = signer ?? key
    let function = SignatureHash.function(hash, for: signer.kind)
    let length = random.substream("signature").use {
      X509_REQ_sign(pointer, signer.handle.pointer, function)
    }
    guard length > 0, let der = handle.der else { throw .libcrypto("sign request") }
    return try CertificationRequest(der: der)
  }

  /// The request in PEM (RFC 7468).
  public var pem: String { makePEM("CERTIFICATE REQUEST", der) }
}

/// Owns one `X509_REQ`, within one call.
private final class LibcryptoRequest {
  let pointer: OpaquePointer

  init(owning pointer: OpaquePointer) { self.pointer = pointer }

  init(der: [UInt8]) throws(X509Error) {
    var consumed = 0
    let pointer = der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      guard let start = buffer.baseAddress else { return nil }
      var cursor: UnsafePointer<UInt8>? = start
      let read = d2i_X509_REQ(nil, &cursor, buffer.count)
      consumed = cursor.map { $0 - start } ?? 0
      return read
    }
    guard let pointer else { throw .libcrypto("read request") }
    self.pointer = pointer
    guard consumed == der.count else {
      throw X509Error(operation: "read request", reason: "trailing bytes")
    }
  }

  deinit { X509_REQ_free(pointer) }

  var der: [UInt8]? {
    var encoded: UnsafeMutablePointer<UInt8>?
    let count = i2d_X509_REQ(pointer, &encoded)
    guard count > 0, let encoded else { return nil }
    defer { CRYPTO_free(encoded, "", 0) }
    return Array(UnsafeBufferPointer(start: encoded, count: Int(count)))
  }

  var publicKeyBytes: [UInt8]? {
    var encoded: UnsafeMutablePointer<UInt8>?
    let count = i2d_X509_PUBKEY(X509_REQ_get_X509_PUBKEY(pointer), &encoded)
    guard count > 0, let encoded else { return nil }
    defer { CRYPTO_free(encoded, "", 0) }
    return Array(UnsafeBufferPointer(start: encoded, count: Int(count)))
  }

  /// Extensions are an attribute of the request (RFC 2985 §5.4.2).
  func ask(for names: [AlternativeName]) throws(X509Error) {
    guard let extensions = OPENSSL_sk_new_null() else { throw .libcrypto("make request") }
    defer { freeExtensions(extensions) }
    let list = try AlternativeName.libcryptoNames(names)
    defer { GENERAL_NAMES_free(list) }
    guard
      let made = X509V3_EXT_i2d(NID_subject_alt_name, 0, UnsafeMutableRawPointer(list)),
      OPENSSL_sk_push(extensions, UnsafeRawPointer(made)) > 0,
      X509_REQ_add_extensions(pointer, extensions) == 1
    else { throw .libcrypto("make request") }
  }

  var names: [AlternativeName] {
    guard let extensions = X509_REQ_get_extensions(pointer) else { return [] }
    defer { freeExtensions(extensions) }
    guard let raw = X509V3_get_d2i(extensions, NID_subject_alt_name, nil, nil) else { return [] }
    let list = OpaquePointer(raw)
    defer { GENERAL_NAMES_free(list) }
    return (0..<max(0, OPENSSL_sk_num(list))).compactMap { index in
      OPENSSL_sk_value(list, index).flatMap {
        AlternativeName(libcrypto: $0.assumingMemoryBound(to: GENERAL_NAME.self))
      }
    }
  }
}

/// Frees a list of extensions and what is in it.
private func freeExtensions(_ list: OpaquePointer) {
  while let entry = OPENSSL_sk_pop(list) { X509_EXTENSION_free(OpaquePointer(entry)) }
  OPENSSL_sk_free(list)
}

/// Saved as the hexadecimal digits of the request.
extension CertificationRequest: Codable {
  public init(from decoder: any Decoder) throws {
    try self.init(der: try decoder.singleValueContainer().decode(Hexadecimal.self).wrappedValue)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Hexadecimal(wrappedValue: der))
  }
}
