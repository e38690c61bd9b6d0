import COpenSSL

/// A distinguished name, read once and then compared with many.
final class DirectoryName {
  private let pointer: OpaquePointer
  private let count: Int32
  /// Its beginnings, by the number of their attributes; nil: no part of the name ends there.
  private var beginnings: [Int32: OpaquePointer?] = [:]

  /// Reads a name in DER; nil for what is none.
  init?(der: [UInt8]) {
    let read = der.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return d2i_X509_NAME(nil, &cursor, buffer.count)
    }
    guard let read else {
      ERR_clear_error()
      return nil
    }
    pointer = read
    count = X509_NAME_entry_count(read)
  }

  deinit {
    X509_NAME_free(pointer)
    for beginning in beginnings.values { X509_NAME_free(beginning) }
  }

  /// Whether it begins with all of another.
  func begins(with other: DirectoryName) -> Bool {
    guard count >= other.count else { return false }
    if count == other.count { return X509_NAME_cmp(pointer, other.pointer) == 0 }
    guard let beginning = beginning(other.count) else { return false }
    return X509_NAME_cmp(beginning, other.pointer) == 0
  }

  private func beginning(_ kept: Int32) -> OpaquePointer? {
    if let known = beginnings[kept] { return known }
    let made = makeBeginning(kept)
    beginnings[kept] = .some(made)
    return made
  }

  private func makeBeginning(_ kept: Int32) -> OpaquePointer? {
    // Several attributes may make one part of a name, and a part is whole or not at all.
    if kept > 0,
      X509_NAME_ENTRY_set(X509_NAME_get_entry(pointer, kept))
        == X509_NAME_ENTRY_set(X509_NAME_get_entry(pointer, kept - 1))
    {
      return nil
    }
    guard let name = X509_NAME_dup(pointer) else { return nil }
    while X509_NAME_entry_count(name) > kept {
      X509_NAME_ENTRY_free(X509_NAME_delete_entry(name, X509_NAME_entry_count(name) - 1))
    }
    return name
  }
}
