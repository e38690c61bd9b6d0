import COpenSSL

/// The root certificates that a client trusts.
public struct TrustStore: Sendable {
  public let roots: [Certificate]
  /// libcrypto's form of the roots, made once.
  let store: LibcryptoStore?

  public init(roots: [Certificate]) {
    self.roots = roots
    store = LibcryptoStore(roots)
  }
}

extension TrustStore: Hashable {
  public static func == (a: TrustStore, b: TrustStore) -> Bool { a.roots == b.roots }

  public func hash(into hasher: inout Hasher) { hasher.combine(roots) }
}

extension TrustStore: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(roots: try decoder.singleValueContainer().decode([Certificate].self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(roots)
  }
}

/// Owns one `X509_STORE`. `@unchecked Sendable`: it is complete when made, and libcrypto locks it.
final class LibcryptoStore: @unchecked Sendable {
  let pointer: OpaquePointer

  init?(_ roots: [Certificate]) {
    guard let store = X509_STORE_new() else { return nil }
    pointer = store
    for root in roots where X509_STORE_add_cert(store, root.pointer) != 1 {
      ERR_clear_error()
      return nil
    }
  }

  deinit { X509_STORE_free(pointer) }
}
