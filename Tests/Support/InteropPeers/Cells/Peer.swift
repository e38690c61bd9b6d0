/// A program of other people, and the part that it plays; the raw value is its name in cells.
public enum Peer: String, Sendable, Hashable, CaseIterable {
  case opensslServer = "openssl s_server"
  case opensslClient = "openssl s_client"
  case gnutlsServer = "gnutls-serv"
  case gnutlsClient = "gnutls-cli"
  case nssClient = "tstclnt"
  case curlClient = "curl"
  case hybridServer = "OpenSSL 4.0 server"
  case hybridClient = "OpenSSL 4.0 client"

  /// The program to be found with `Program.find`.
  public var program: String {
    switch self {
    case .opensslServer, .opensslClient: "openssl"
    case .hybridServer, .hybridClient: "python3"
    default: rawValue
    }
  }

  /// Whether the peer is the server, and we are the client.
  public var isServer: Bool { [.opensslServer, .gnutlsServer, .hybridServer].contains(self) }

  /// Who wrote the protocol's code.
  enum Library {
    case openssl
    case gnutls
    case nss
  }

  var library: Library {
    switch self {
    case .opensslServer, .opensslClient, .curlClient, .hybridServer, .hybridClient: .openssl
    case .gnutlsServer, .gnutlsClient: .gnutls
    case .nssClient: .nss
    }
  }

  /// Whether the peer, a server, sends back what it reads; the others say what they are given.
  public var isEcho: Bool { self == .gnutlsServer }

  /// Whether the peer, a client, asks in HTTP and wants the answer in HTTP.
  public var speaksHTTP: Bool { self == .curlClient }
}
