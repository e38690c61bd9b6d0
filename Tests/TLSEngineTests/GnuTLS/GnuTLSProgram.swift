import Bytes
import CryptoPrimitives
import Foundation
import TLSWire
import X509

/// GnuTLS's programs as the other side: they have what Debian's libssl is built without.
final class GnuTLSProgram {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let folder: URL

  static let isThere =
    FileManager.default.isExecutableFile(atPath: "/usr/bin/gnutls-serv")
    && FileManager.default.isExecutableFile(atPath: "/usr/bin/gnutls-cli")

  /// `gnutls-serv`, which sends back what it gets line by line.
  static func server(
    port: UInt16, identity: Identity, priority: String
  ) throws -> GnuTLSProgram {
    let program = try GnuTLSProgram()
    let certificate = try program.write(
      "certificate.pem", identity.chain.map(\.pem).joined(separator: "\n"))
    let key = try program.write("key.pem", identity.key.pem)
    let keys = try program.write("keys.psk", "\(sharedKeyName):\(sharedKey.hex)\n")
    try program.run(
      "gnutls-serv",
      [
        "--echo", "--disable-client-cert", "--port", "\(port)", "--priority", priority,
        "--x509certfile", certificate, "--x509keyfile", key, "--pskpasswd", keys,
      ])
    return program
  }

  /// `gnutls-cli`, which sends what is said to it.
  static func client(port: UInt16, priority: String) throws -> GnuTLSProgram {
    let program = try GnuTLSProgram()
    try program.run(
      "gnutls-cli",
      [
        "--insecure", "--port", "\(port)", "--priority", priority, "--pskusername", sharedKeyName,
        "--pskkey", sharedKey.hex, "127.0.0.1",
      ])
    return program
  }

  /// The key that both have from elsewhere.
  static let sharedKeyName = "desk-42"
  static let sharedKey = Array("sixteen bytes...".utf8)

  /// NORMAL with nothing but these.
  static func priority(_ version: String, cipher: String, keyExchange: String) -> String {
    "NORMAL:-VERS-ALL:+VERS-\(version):-CIPHER-ALL:+\(cipher):-MAC-ALL:+SHA1:-KX-ALL:+\(keyExchange)"
  }

  private init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "tlslab-gnutls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    // It inherits the mask of this process's threads, in which SIGTERM may be blocked.
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: folder)
  }

  private func write(_ name: String, _ text: String) throws -> String {
    let place = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: place)
    return place.path
  }

  private func run(_ name: String, _ arguments: [String]) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/\(name)")
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  /// Types a line.
  func say(_ line: String) {
    try? input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
  }

  /// Ends the input, by which a client closes, and gives everything that it printed.
  func finish() -> String {
    try? input.fileHandleForWriting.close()
    let data = (try? output.fileHandleForReading.readToEnd()) ?? nil
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
