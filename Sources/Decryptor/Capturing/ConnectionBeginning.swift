import Captures

/// How a connection began, as far as that tells whether its ports are used again.
struct ConnectionBeginning {
  /// The sequence number of the SYN; nil before it was seen.
  var sequence: UInt32?
  /// Microseconds since 1970: the newest segment, also one that was not read yet.
  var newest = Int64.min

  /// Whether a SYN is this connection's: sent again, or older than what came before it.
  mutating func owns(_ segment: TCPSegment) -> Bool {
    if sequence == nil && segment.time < newest { sequence = segment.sequence }
    return sequence == segment.sequence
  }
}
