public import Foundation

/// Where the peer's Python and its script are. What is missing is an error, never a skipped test.
public enum HybridPeerInstallation {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  static let script = folder.appendingPathComponent("hybrid_peer.py")
  static let mlkemScript = folder.appendingPathComponent("mlkem_peer.py")

  /// The Python with pyOpenSSL; installed now if it was not before.
  public static func python() throws -> URL { try installed.get() }

  private static let installed = Result {
    try install("hybrid-peer", from: "Tests/Support/HybridPeer")
  }

  /// A Python that has what a folder's requirements.txt names; installed now if it was not before.
  public static func install(_ name: String, from requirements: String) throws -> URL {
    let process = Process()
    process.executableURL = folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent(".ci/python")
    process.arguments = [name, requirements]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let words = String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw HybridPeer.Failure(
        message: ".ci/python could not install \(name); see standard error")
    }
    return URL(fileURLWithPath: words.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
