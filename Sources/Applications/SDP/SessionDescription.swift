/// What one side of a call sends and expects to receive (RFC 8866), as far as an offer or an answer
/// (RFC 3264) needs it. Lines that carry no media (`b=`, `i=`, `k=` and the like) are left out when
/// a description is read.
public struct SessionDescription: Sendable, Hashable, Codable {
  /// The `o=` line: who made the description.
  public struct Origin: Sendable, Hashable, Codable {
    public var username: String
    /// Digits, as written.
    public var sessionID: String
    /// Digits, as written; grows with each change.
    public var version: String
    public var address: String

    public init(username: String, sessionID: String, version: String, address: String) {
      self.username = username
      self.sessionID = sessionID
      self.version = version
      self.address = address
    }
  }

  /// An `a=` line.
  public struct Attribute: Sendable, Hashable, Codable {
    public var name: String
    public var value: String?

    public init(_ name: String, _ value: String? = nil) {
      self.name = name
      self.value = value
    }
  }

  /// An `m=` line and what belongs to it.
  public struct Media: Sendable, Hashable, Codable {
    /// `audio`, `video`.
    public var kind: String
    /// The UDP port to send to; 0 refuses the medium.
    public var port: UInt16
    /// `RTP/SAVP` for SRTP.
    public var protocolName: String
    /// Payload types in order of preference.
    public var formats: [String]
    /// Where to send to, if not where the session says.
    public var address: String?
    public var attributes: [Attribute]

    public init(
      kind: String, port: UInt16, protocolName: String, formats: [String],
      address: String? = nil, attributes: [Attribute] = []
    ) {
      self.kind = kind
      self.port = port
      self.protocolName = protocolName
      self.formats = formats
      self.address = address
      self.attributes = attributes
    }

    /// The readable `a=crypto` lines, in order of preference.
    public var cryptoAttributes: [SRTPCryptoAttribute] {
      attributes.compactMap { attribute in
        guard attribute.name == "crypto", let value = attribute.value else { return nil }
        return SRTPCryptoAttribute(parsing: value)
      }
    }
  }

  public var origin: Origin
  public var name: String
  /// Where to send to, if a medium doesn't say.
  public var address: String?
  public var attributes: [Attribute]
  public var media: [Media]

  public init(
    origin: Origin, name: String = "-", address: String?, attributes: [Attribute] = [],
    media: [Media]
  ) {
    self.origin = origin
    self.name = name
    self.address = address
    self.attributes = attributes
    self.media = media
  }

  /// The description as it is sent.
  public var bytes: [UInt8] {
    var lines = [
      "v=0",
      "o=\(origin.username) \(origin.sessionID) \(origin.version) \(Self.network(origin.address))",
      "s=\(name)",
    ]
    if let address { lines.append("c=\(Self.network(address))") }
    lines.append("t=0 0")
    lines += attributes.map(\.line)
    for medium in media {
      let formats = medium.formats.joined(separator: " ")
      lines.append("m=\(medium.kind) \(medium.port) \(medium.protocolName) \(formats)")
      if let address = medium.address { lines.append("c=\(Self.network(address))") }
      lines += medium.attributes.map(\.line)
    }
    return Array(lines.map { $0 + "\r\n" }.joined().utf8)
  }

  /// RFC 8866 §5.7: an address with its network and its kind.
  private static func network(_ address: String) -> String {
    "IN \(address.utf8.contains(0x3a) ? "IP6" : "IP4") \(address)"
  }
}

extension SessionDescription.Attribute {
  fileprivate var line: String { "a=" + name + (value.map { ":" + $0 } ?? "") }
}
