public import Foundation

/// The files by which the peers and we know each other, PEM all of them, in one folder that the
/// caller makes and removes. Certificate files hold the chain, the peer's own first.
public struct PeerCredentials: Sendable {
  /// The folder, in which the peers write as well.
  public var folder: URL
  /// The certificate of the authority behind all others.
  public var ca: URL
  public var rsaCertificate: URL
  public var rsaKey: URL
  public var ecdsaCertificate: URL
  public var ecdsaKey: URL
  public var clientCertificate: URL
  public var clientKey: URL
  /// The name that the servers' certificates bear.
  public var serverName: String

  /// The name and the secret that both had before, as our settings take them.
  public static let sharedKey = (name: "desk-42", secret: "hunter2hunter2")

  /// The files have these names in the folder: `ca.pem`, `rsa.pem`, `rsa.key`, `ecdsa.pem`,
  /// `ecdsa.key`, `client.pem`, `client.key`.
  public init(folder: URL, serverName: String) {
    self.folder = folder
    self.serverName = serverName
    func place(_ name: String) -> URL { folder.appendingPathComponent(name) }
    ca = place("ca.pem")
    rsaCertificate = place("rsa.pem")
    rsaKey = place("rsa.key")
    ecdsaCertificate = place("ecdsa.pem")
    ecdsaKey = place("ecdsa.key")
    clientCertificate = place("client.pem")
    clientKey = place("client.key")
  }

  /// Puts the places of the files into arguments in which they have names: `{ca}`, `{rsa}`,
  /// `{rsa-key}` and so on; `{folder}/NAME` is a file of the peer's own.
  func fill(_ arguments: [String], port: UInt16) -> [String] {
    let places = [
      "{ca}": ca.path, "{rsa}": rsaCertificate.path, "{rsa-key}": rsaKey.path,
      "{ecdsa}": ecdsaCertificate.path, "{ecdsa-key}": ecdsaKey.path,
      "{client}": clientCertificate.path, "{client-key}": clientKey.path,
      "{folder}": folder.path, "{name}": serverName, "{port}": String(port),
    ]
    return arguments.map { argument in
      places.reduce(argument) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
    }
  }
}
