public import TLSKeys

extension CaptureDecryption {
  /// What is chosen before the first byte.
  public struct Options: Sendable {
    /// Which connections are looked at; nil: all.
    public var filter: FlowFilter?
    /// Whether key logs grow while the capture is read, so that sessions wait for their secrets.
    public var growsKeyLog = false
    /// Takes the plaintext of a connection, by its number; threads call it, each for connections of its
    /// own, and each connection's bytes come in order.
    public var output: (@Sendable (Int, Side, ArraySlice<UInt8>) -> Void)?
    /// Takes the bytes of each session from its first record on, put into order, with the moment at which
    /// they came; called as `output` is. Whoever keeps them has the recording of the session, as the lab's
    /// tap makes one.
    public var recording: (@Sendable (Int, Side, PacketMoment, RecordedBytes) -> Void)?
    /// Whether calls are followed: SIP that can be read, and the packets of their sound.
    public var followsCalls = false

    public init() {}
  }
}
