public import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// Dovecot, with no mail and nobody to log in: a server of IMAP (RFC 9051) that offers STARTTLS,
/// with OpenSSL beneath.
public final class IMAPServer: StartTLSServer {
  private let daemon: Daemon

  /// Starts the server and waits until it greets.
  ///
  /// - Parameters:
  ///   - folder: where it keeps its configuration and all else; nobody else's. Its sockets lie
  ///     there: its path should be shorter than 60 bytes.
  ///   - certificate: its chain, PEM, its own first.
  ///   - key: the private key, PEM.
  /// - Throws: `PeerFailure` where it is not installed or does not start, with what it said.
  public init(folder: URL, certificate: URL, key: URL) throws {
    let place = folder.appendingPathComponent("dovecot.conf")
    daemon = try Daemon("dovecot", folder: folder, greeting: "* OK") { port in
      let text = Self.configuration(folder: folder, port: port, certificate: certificate, key: key)
      try Data(text.utf8).write(to: place, options: .atomic)
      return ["-F", "-c", place.path]
    }
  }

  deinit { daemon.stop() }

  public var port: UInt16 { daemon.port }

  public var output: String { daemon.output }

  public func stop() { daemon.stop() }

  /// The name of our group; its number where it has none.
  private static var group: String {
    getgrgid(getgid()).map { String(cString: $0.pointee.gr_name) } ?? String(getgid())
  }

  /// The processes have users of their own in a system's installation. Here they are ours, but for
  /// the one that speaks to clients, which refuses to be the administrator's.
  private static func configuration(
    folder: URL, port: UInt16, certificate: URL, key: URL
  ) -> String {
    let user = NSUserName()
    return """
      base_dir = \(folder.path)/run
      state_dir = \(folder.path)/state
      log_path = /dev/stderr
      protocols = imap
      listen = 127.0.0.1
      ssl = yes
      ssl_cert = <\(certificate.path)
      ssl_key = <\(key.path)
      default_internal_user = \(user)
      default_internal_group = \(Self.group)
      default_login_user = \(user == "root" ? "nobody" : user)
      service anvil {
        chroot =
      }
      service imap-login {
        chroot =
        inet_listener imap {
          port = \(port)
        }
        inet_listener imaps {
          port = 0
        }
      }
      passdb {
        driver = static
        args = nopassword=y nologin=y
      }

      """
  }
}
