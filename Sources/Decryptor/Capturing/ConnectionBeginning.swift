import Captures

/// How a connection began, as far as that tells whether its ports are used again. It outlives the connection: what
/// comes behind its end counts as much as before it, or how much is read at a time would tell.
final class ConnectionBeginning {
  /// The sequence number of the SYN; nil before it was seen.
  var sequence: UInt32?
  /// Microseconds since 1970: the newest segment, also one that was not read yet.
  private var newest = Int64.min

  /// Takes note of a segment.
  func note(_ segment: TCPSegment) { newest = max(newest, segment.time) }

  /// Whether a SYN is this connection's: sent again, or older than what came before it.
  func owns(_ segment: TCPSegment) -> Bool {
    if sequence == nil && segment.time < newest { sequence = segment.sequence }
    return sequence == segment.sequence
  }
}
