public import Foundation

/// Prosody, which nobody can log in to: a server of XMPP (RFC 6120) that offers STARTTLS and
/// requires it, with OpenSSL beneath. It serves the hosts 127.0.0.1 and localhost.
public final class XMPPServer: StartTLSServer {
  private let daemon: Daemon

  /// A stream's header (RFC 6120 §4.7), to which the server answers with one of its own.
  private static let hello =
    "<?xml version='1.0'?><stream:stream to='localhost' xmlns='jabber:client'"
    + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"

  /// Starts the server and waits until it answers.
  ///
  /// - Parameters:
  ///   - folder: where it keeps its configuration and all else; nobody else's.
  ///   - certificate: its chain, PEM, its own first.
  ///   - key: the private key, PEM.
  /// - Throws: `PeerFailure` where it is not installed or does not start, with what it said.
  public init(folder: URL, certificate: URL, key: URL) throws {
    let place = folder.appendingPathComponent("prosody.cfg.lua")
    let answer = "</stream:features>"
    daemon = try Daemon("prosody", folder: folder, greeting: answer, hello: Self.hello) { port in
      let text = Self.configuration(folder: folder, port: port, certificate: certificate, key: key)
      try Data(text.utf8).write(to: place, options: .atomic)
      return ["-F", "--config", place.path]
    }
  }

  deinit { daemon.stop() }

  public var port: UInt16 { daemon.port }

  public var output: String { daemon.output }

  public func stop() { daemon.stop() }

  /// Dialback and the ports between servers are left out: nobody is called.
  private static func configuration(
    folder: URL, port: UInt16, certificate: URL, key: URL
  ) -> String {
    """
    run_as_root = true
    pidfile = "\(folder.path)/prosody.pid"
    data_path = "\(folder.path)"
    certificates = "\(folder.path)"
    interfaces = { "127.0.0.1" }
    c2s_ports = { \(port) }
    c2s_require_encryption = true
    modules_enabled = { "tls", "saslauth" }
    modules_disabled = { "s2s" }
    authentication = "internal_hashed"
    log = { { levels = { min = "info" }, to = "console" } }
    ssl = { certificate = "\(certificate.path)", key = "\(key.path)" }
    VirtualHost "127.0.0.1"
    VirtualHost "localhost"

    """
  }
}
