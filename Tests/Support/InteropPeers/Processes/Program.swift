public import Foundation

/// Where the programs of other people are.
public enum Program {
  /// The folders in which a program may be, beside those of `PATH`: Debian keeps some of NSS's
  /// programs apart, and what macOS calls `openssl` is another program than Homebrew's.
  private static let first = ["/opt/homebrew/opt/openssl@3/bin", "/usr/local/opt/openssl@3/bin"]
  private static let last = [
    "/opt/homebrew/sbin", "/usr/local/sbin", "/usr/sbin", "/sbin",
    "/usr/lib/nss/unsupported-tools", "/opt/homebrew/bin", "/usr/local/bin", "/usr/bin", "/bin",
  ]

  /// The program with this name; nil where it is not installed.
  public static func find(_ name: String) -> URL? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = first + path.split(separator: ":").map(String.init) + last
    return folders.map { URL(fileURLWithPath: $0).appendingPathComponent(name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// The program with this name.
  ///
  /// - Throws: `PeerFailure` that names the program where it is not installed.
  static func require(_ name: String) throws -> URL {
    guard let place = find(name) else {
      throw PeerFailure("the program \(name) is not installed; Debian's package: \(package(name))")
    }
    return place
  }

  private static func package(_ name: String) -> String {
    switch name {
    case "gnutls-cli", "gnutls-serv": "gnutls-bin"
    case "tstclnt", "certutil", "pk12util": "libnss3-tools"
    case "exim4": "exim4-daemon-light"
    case "dovecot": "dovecot-imapd"
    default: name
    }
  }
}

/// What a peer did not do, with all that it said.
public struct PeerFailure: Error, CustomStringConvertible {
  /// What was expected, and what the peer said.
  public var description: String

  /// Says what was expected.
  public init(_ description: String) {
    self.description = description
  }
}
