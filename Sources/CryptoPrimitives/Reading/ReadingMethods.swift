import COpenSSL
import Synchronization

/// The ciphers that recordings are opened with, fetched once each.
///
/// Those that libcrypto has retired come from its legacy provider, in a context of their own: nothing
/// else in the program is to find them.
enum ReadingMethods {
  private static let methods = Mutex<[String: CipherMethod?]>([:])

  static func method(_ name: String) -> CipherMethod? {
    methods.withLock { methods in
      if let known = methods[name] { return known }
      let found = CipherMethod(name) ?? legacy.flatMap { CipherMethod(name, in: $0.pointer) }
      methods[name] = .some(found)
      return found
    }
  }

  /// Immutable once it is there.
  private struct Library: @unchecked Sendable {
    let pointer: OpaquePointer
  }

  /// libcrypto with what it has retired; nil where that is not installed.
  static var legacyLibrary: OpaquePointer? { legacy?.pointer }

  private static let legacy: Library? = {
    guard let context = OSSL_LIB_CTX_new() else { return nil }
    guard OSSL_PROVIDER_load(context, "legacy") != nil,
      OSSL_PROVIDER_load(context, "default") != nil
    else {
      ERR_clear_error()
      OSSL_LIB_CTX_free(context)
      return nil
    }
    return Library(pointer: context)
  }()
}
