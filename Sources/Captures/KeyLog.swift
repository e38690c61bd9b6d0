import Bytes

/// Secrets in the format that Wireshark and others read, `SSLKEYLOGFILE` (RFC 9850).
public struct KeyLog: Hashable, Sendable {
  /// In the order in which they came into being.
  public private(set) var entries: [Entry] = []

  public init() {}

  /// One line: which secret, of which connection, and its value.
  public struct Entry: Hashable, Sendable {
    public var label: Label
    /// The 32 random bytes of the ClientHello, by which a reader finds the connection.
    public var clientRandom: [UInt8]
    public var secret: [UInt8]
  }

  /// The names of RFC 9850 §2.
  public enum Label: String, Hashable, Sendable, CaseIterable {
    /// The master secret, before TLS 1.3.
    case masterSecret = "CLIENT_RANDOM"
    case clientEarly = "CLIENT_EARLY_TRAFFIC_SECRET"
    case clientHandshake = "CLIENT_HANDSHAKE_TRAFFIC_SECRET"
    case serverHandshake = "SERVER_HANDSHAKE_TRAFFIC_SECRET"
    case client0 = "CLIENT_TRAFFIC_SECRET_0"
    case server0 = "SERVER_TRAFFIC_SECRET_0"
    case exporter = "EXPORTER_SECRET"
  }

  public mutating func add(_ label: Label, _ clientRandom: [UInt8], _ secret: [UInt8]) {
    entries.append(Entry(label: label, clientRandom: clientRandom, secret: secret))
  }

  public mutating func add(_ other: KeyLog) { entries += other.entries }

  /// The file, a line for each secret.
  public var text: String {
    entries.map { "\($0.label.rawValue) \($0.clientRandom.hex) \($0.secret.hex)\n" }.joined()
  }
}
