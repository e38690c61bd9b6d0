import Foundation

/// The files that the peers need beside the credentials; written once for each folder.
enum PeerFiles {
  /// The finite-field group ffdhe2048 of RFC 7919. Left alone, OpenSSL takes 1024 bits for
  /// anonymous suites, which is too short for the other side.
  private static let finiteField = """
    -----BEGIN DH PARAMETERS-----
    MIIBCAKCAQEA//////////+t+FRYortKmq/cViAnPTzx2LnFg84tNpWp4TZBFGQz
    +8yTnc4kmz75fS/jY2MMddj2gbICrsRhetPfHtXV/WVhJDP1H18GbtCFY2VVPe0a
    87VXE15/V8k1mE8McODmi3fipona8+/och3xWKE2rec1MKzKT0g6eXq8CrGCsyT7
    YdEIqUuyyOP7uWrat2DX9GgdT0Kj3jlN9K5W7edjcrsZCwenyO4KbXCeAvzhzffi
    7MA0BM0oNC9hkXL+nOmFg/+OTxIy7vKBg8P+OxtMb61zO7X8vC7CIAXFjvGDfRaD
    ssbzSibBsu/6iGtCOGEoXJf//////////wIBAg==
    -----END DH PARAMETERS-----

    """

  /// The data that peers send before the handshake is complete.
  static let earlyData = "early hello from the peer"

  /// What a peer says that takes its words from a file.
  static let request = "hello from the peer's file"

  /// The shared secret in hexadecimal digits, as every peer wants it.
  static let sharedSecret = PeerCredentials.sharedKey.secret.utf8.map {
    let digits = String($0, radix: 16)
    return digits.count == 1 ? "0\(digits)" : digits
  }.joined()

  /// Writes `dh.pem`, `early.txt`, `request.txt` and `psk.txt` where they are not there yet.
  static func write(into folder: URL) throws {
    let contents = [
      "dh.pem": finiteField, "early.txt": earlyData + "\n", "request.txt": request + "\n",
      "psk.txt": "\(PeerCredentials.sharedKey.name):\(sharedSecret)\n",
    ]
    for (name, text) in contents {
      let place = folder.appendingPathComponent(name)
      guard !FileManager.default.fileExists(atPath: place.path) else { continue }
      try Data(text.utf8).write(to: place, options: .atomic)
    }
  }
}
