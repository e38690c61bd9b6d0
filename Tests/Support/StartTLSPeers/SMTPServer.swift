public import Foundation

/// Exim, which takes no mail: a server of SMTP (RFC 5321) that offers STARTTLS (RFC 3207), with
/// GnuTLS beneath. It starts for the administrator alone.
public final class SMTPServer: StartTLSServer {
  private let daemon: Daemon

  /// What the first line of its greeting says after the code and the host's name.
  private static let greeting = "ESMTP Exim"

  /// Starts the server and waits until it greets.
  ///
  /// - Parameters:
  ///   - folder: where it keeps its configuration and all else; nobody else's.
  ///   - certificate: its chain, PEM, its own first.
  ///   - key: the private key, PEM.
  /// - Throws: `PeerFailure` where it is not installed or does not start, with what it said.
  public convenience init(folder: URL, certificate: URL, key: URL) throws {
    try self.init(folder: folder, offer: Self.offer(certificate: certificate, key: key))
  }

  /// The same server without the offer of STARTTLS.
  public convenience init(withoutOfferIn folder: URL) throws {
    try self.init(folder: folder, offer: "tls_advertise_hosts =")
  }

  private init(folder: URL, offer: String) throws {
    let place = folder.appendingPathComponent("exim.conf")
    daemon = try Daemon("exim4", folder: folder, greeting: Self.greeting) { port in
      let text = Self.configuration(folder: folder, port: port) + offer + "\n"
      try Data(text.utf8).write(to: place, options: .atomic)
      return ["-C", place.path, "-bdf"]
    }
  }

  deinit { daemon.stop() }

  public var port: UInt16 { daemon.port }

  public var output: String { daemon.output }

  public func stop() { daemon.stop() }

  /// No access list for RCPT is there, so that every recipient is refused.
  private static func configuration(folder: URL, port: UInt16) -> String {
    """
    exim_user = root
    exim_group = root
    primary_hostname = localhost
    keep_environment =
    spool_directory = \(folder.path)/spool
    log_file_path = \(folder.path)/exim-%slog
    pid_file_path = \(folder.path)/exim.pid
    local_interfaces = 127.0.0.1
    daemon_smtp_ports = \(port)

    """
  }

  private static func offer(certificate: URL, key: URL) -> String {
    """
    tls_advertise_hosts = *
    tls_certificate = \(certificate.path)
    tls_privatekey = \(key.path)
    """
  }
}
