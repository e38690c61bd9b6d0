/// The scheme of a SIP URI (RFC 3261 §19.1).
public enum SIPScheme: String, Sendable, Hashable, Codable, CaseIterable {
  /// However each hop sees fit.
  case sip
  /// TLS on every hop (RFC 3261 §26.2.2, RFC 5630).
  case sips
}

/// What carries SIP over one hop.
public enum SIPTransport: String, Sendable, Hashable, Codable {
  case tls = "TLS"
  case tcp = "TCP"

  /// Where it is listened for, unless a URI says otherwise (RFC 3261 §19.1.2).
  public var port: UInt16 { self == .tls ? 5061 : 5060 }
}

/// How somebody can be reached: what the URI asks for, and what its own hop is.
///
/// `transport=tls` says how this one hop is, and nothing of the others; `sips` asks for TLS on all of
/// them, and has no use for the parameter (RFC 5630 §3.1.3).
public struct SIPWay: Sendable, Hashable, Codable {
  public var scheme: SIPScheme
  public var transport: SIPTransport

  public init(_ scheme: SIPScheme = .sip, over transport: SIPTransport = .tls) {
    self.scheme = scheme
    self.transport = transport
  }

  /// The URI of somebody at an IP address.
  func uri(_ user: String, at address: String) -> String {
    let place = "\(scheme.rawValue):\(user)@\(address):\(transport.port)"
    return scheme == .sips ? place : place + ";transport=\(transport.rawValue.lowercased())"
  }

  /// The first hop of a request from an IP address.
  func via(_ address: String, branch: String) -> SIPVia {
    SIPVia(
      transport: transport.rawValue, sentBy: "\(address):\(transport.port)", branch: branch)
  }
}
