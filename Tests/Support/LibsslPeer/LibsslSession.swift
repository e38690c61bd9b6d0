import COpenSSL
import CryptoPrimitives
public import TLSWire

/// A session that a client can resume: what libssl keeps of it.
///
/// `@unchecked Sendable`: libssl changes nothing in a session that is not being made.
public final class LibsslSession: @unchecked Sendable {
  let pointer: OpaquePointer

  init(owning pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit { SSL_SESSION_free(pointer) }

  /// The same once more: libssl uses none of TLS 1.3 twice.
  public func copy() -> LibsslSession? {
    SSL_SESSION_dup(pointer).map(LibsslSession.init(owning:))
  }

  public var version: ProtocolVersion {
    ProtocolVersion(
      rawValue: UInt16(truncatingIfNeeded: SSL_SESSION_get_protocol_version(pointer)))
  }

  public var isResumable: Bool { SSL_SESSION_is_resumable(pointer) == 1 }

  /// The master secret; in TLS 1.3 the PSK that the ticket stands for (RFC 8446 §4.6.1).
  public var secret: [UInt8] {
    var secret = [UInt8](repeating: 0, count: 256)
    let count = SSL_SESSION_get_master_key(pointer, &secret, secret.count)
    return Array(secret.prefix(count))
  }

  /// The ticket; empty when there is none.
  public var ticket: [UInt8] {
    var start: UnsafePointer<UInt8>?
    var count = 0
    SSL_SESSION_get0_ticket(pointer, &start, &count)
    return Array(UnsafeBufferPointer(start: start, count: count))
  }

  /// The session's id; where a ticket came, libssl makes one up.
  public var sessionID: [UInt8] {
    var count: UInt32 = 0
    let start = SSL_SESSION_get_id(pointer, &count)
    return Array(UnsafeBufferPointer(start: start, count: Int(count)))
  }

  /// The bytes of early data that the server takes.
  public var earlyDataLimit: UInt32 { SSL_SESSION_get_max_early_data(pointer) }
}
