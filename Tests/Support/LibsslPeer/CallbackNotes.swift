import COpenSSL

/// What libssl's callbacks need of a connection's settings, and where they leave what they learn.
final class CallbackNotes {
  var keyLog: [String] = []
  var messages: [LibsslMessage] = []
  var sessions: [LibsslSession] = []
  var identityHint: String?

  let isServer: Bool
  let preSharedKeys: [LibsslPreSharedKey]
  let stapledResponse: [UInt8]?
  /// Where libssl finds them as long as the connection lives.
  let firstIdentity: UnsafeMutableBufferPointer<UInt8>
  let applicationProtocols: UnsafeMutableBufferPointer<UInt8>

  init(_ settings: LibsslSettings, isServer: Bool) {
    self.isServer = isServer
    preSharedKeys = settings.preSharedKeys
    stapledResponse = settings.stapledResponse
    firstIdentity = Self.copy(settings.preSharedKeys.first?.identity ?? [])
    applicationProtocols = Self.copy(LibsslContext.list(of: settings.applicationProtocols))
  }

  deinit {
    firstIdentity.deallocate()
    applicationProtocols.deallocate()
  }

  private static func copy(_ bytes: [UInt8]) -> UnsafeMutableBufferPointer<UInt8> {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = copy.initialize(from: bytes)
    return copy
  }

  /// The notes of a connection in a callback.
  static func of(_ connection: OpaquePointer?) -> CallbackNotes? {
    guard let connection, let data = SSL_get_ex_data(connection, 0) else { return nil }
    return Unmanaged<CallbackNotes>.fromOpaque(data).takeUnretainedValue()
  }
}
