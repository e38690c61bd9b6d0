import COpenSSL

// Early data of TLS 1.3 (RFC 8446 §2.3): a client calls `writeEarlyData` before `handshake()`, a
// server whose `earlyDataLimit` is not 0 finds it in `earlyData`.
extension LibsslPeer {
  /// What became of early data.
  public enum EarlyDataStatus: Int32, Sendable {
    case notSent = 0
    case rejected
    case accepted
  }

  /// Known when the handshake is complete.
  public var earlyDataStatus: EarlyDataStatus {
    EarlyDataStatus(rawValue: SSL_get_early_data_status(connection)) ?? .notSent
  }

  /// Sends the ClientHello and early data with it, under the session or the pre-shared key.
  ///
  /// - Returns: false when nothing allows that much, or any at all.
  @discardableResult
  public func writeEarlyData(_ data: [UInt8]) -> Bool {
    ERR_clear_error()
    var written = 0
    let outcome = SSL_write_early_data(connection, data, data.count, &written)
    if outcome != 1 { note(outcome) }
    return outcome == 1 && written == data.count
  }

  /// - Returns: whether all of it has come, or none will.
  func readEarlyData() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      var count = 0
      switch SSL_read_early_data(connection, &buffer, buffer.count, &count) {
      case SSL_READ_EARLY_DATA_SUCCESS:
        earlyData += buffer.prefix(count)
      case SSL_READ_EARLY_DATA_FINISH:
        earlyData += buffer.prefix(count)
        isReadingEarlyData = false
        return true
      default:
        note(0)
        return false
      }
    }
  }
}
