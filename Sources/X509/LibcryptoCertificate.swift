import COpenSSL

/// Owns one `X509`.
///
/// `@unchecked Sendable`: nothing changes the `X509` after it was read, and libcrypto locks what it
/// caches in it.
final class LibcryptoCertificate: @unchecked Sendable {
  let pointer: OpaquePointer

  /// Reads a certificate in DER, and nothing after it.
  init(der: [UInt8]) throws(X509Error) {
    var consumed = 0
    let pointer = der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      guard let start = buffer.baseAddress else { return nil }
      var cursor: UnsafePointer<UInt8>? = start
      let read = d2i_X509(nil, &cursor, buffer.count)
      consumed = cursor.map { $0 - start } ?? 0
      return read
    }
    guard let pointer else { throw .libcrypto("read certificate") }
    self.pointer = pointer
    guard consumed == der.count else {
      throw X509Error(operation: "read certificate", reason: "trailing bytes")
    }
  }

  deinit { X509_free(pointer) }
}
