import Bytes

/// How a handshake of TLS 1.2 ends on the server's side; what differs is who finishes first
/// (RFC 5246 §7.3, figures 1 and 2).
enum ServerEnding12: Sendable {
  /// The client first: then comes the server's turn, with all that it promised.
  case full(ServerHandshake12)
  /// The server, which resumes a session: its Finished is out.
  case abbreviated(Boxed<ServerConfiguration>)
}

// Saved as what it holds, by the name of that.
extension ServerEnding12: Codable {
  private enum CodingKeys: String, CodingKey {
    case full = "handshake"
    case abbreviated = "configuration"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let handshake = try container.decodeIfPresent(ServerHandshake12.self, forKey: .full) {
      self = .full(handshake)
    } else {
      self = .abbreviated(try container.decode(Boxed.self, forKey: .abbreviated))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .full(let handshake): try container.encode(handshake, forKey: .full)
    case .abbreviated(let configuration): try container.encode(configuration, forKey: .abbreviated)
    }
  }
}
