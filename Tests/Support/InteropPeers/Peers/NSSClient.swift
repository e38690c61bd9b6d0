import Foundation

/// NSS's `tstclnt`. It prints what it reads and sends what is written to its input. Its input must
/// not be ended: at the end of it the program turns round and round. Where it makes two connections
/// it sends a file in each of them.
public final class NSSClient: ClientPeer {
  public let process: PeerProcess

  /// Starts the program, which connects at once.
  public init(_ cell: Cell, run: Int, port: UInt16, credentials: PeerCredentials) throws {
    try PeerFiles.write(into: credentials.folder)
    try Self.makeDatabase(credentials)
    process = try PeerProcess(
      "tstclnt", credentials.fill(cell.runs[run], port: port), folder: credentials.folder)
  }

  private static let making = NSLock()

  /// NSS reads certificates from a database of its own alone; it is made once in each folder.
  private static func makeDatabase(_ credentials: PeerCredentials) throws {
    making.lock()
    defer { making.unlock() }
    let place = credentials.folder.appendingPathComponent("nss")
    guard !FileManager.default.fileExists(atPath: place.path) else { return }
    let folder = "sql:\(place.path)"
    let packed = credentials.folder.appendingPathComponent("client.p12").path
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    for (program, arguments) in [
      ("certutil", ["-N", "-d", folder, "--empty-password"]),
      ("certutil", ["-A", "-d", folder, "-n", "authority", "-t", "C,,", "-i", "{ca}"]),
      (
        "openssl",
        [
          "pkcs12", "-export", "-in", "{client}", "-inkey", "{client-key}", "-name", "client",
          "-passout", "pass:x", "-out", packed,
        ]
      ),
      ("pk12util", ["-i", packed, "-d", folder, "-W", "x", "-K", ""]),
    ] {
      let process = try PeerProcess(
        program, credentials.fill(arguments, port: 0), folder: credentials.folder)
      defer { process.stop() }
      let status = try process.waitForEnd()
      guard status == 0 else {
        throw PeerFailure("\(process.command) ended with \(status): \(process.output)")
      }
    }
  }
}
