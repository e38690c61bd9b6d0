import Bytes
import CryptoPrimitives
import Foundation
public import X509

/// A newer OpenSSL (4.0) as one end of a TLS 1.3 connection: the only peer here that speaks
/// X25519MLKEM768. Bytes in, bytes out, like `LibsslPeer`; it runs in a Python process.
///
/// A test of the engine against it, with the engine as the client:
///
///     let peer = try HybridPeer(server: identity)
///     var engine = Connection(client: configuration)       // groups: [.x25519MLKEM768]
///     try peer.receive(engine.start().sentBytes)
///     while true {
///       try peer.handshake()
///       let output = peer.output()
///       if output.isEmpty { break }
///       try peer.receive(engine.receive(output).sentBytes)
///     }
///     #expect(peer.group == "X25519MLKEM768" && peer.keyLog …)
///
/// and as the server the same with `HybridPeer(client: host)`, whose `handshake()` comes first.
/// Without `groups` a client sends shares of X25519MLKEM768 and of X25519; `groups:
/// ["X25519", "X25519MLKEM768"]` on a client makes X25519 the only share, so that a server that
/// has the hybrid alone must answer with a HelloRetryRequest.
public final class HybridPeer {
  private let process = Process()
  private let input = Pipe()
  private let lines: LineReader
  private var state = HybridPeerState()
  private var waiting: [UInt8] = []
  private var sending: [UInt8] = []

  /// The process ended, or said what nobody understands; its own words are on standard error.
  public struct Failure: Error {
    public var message: String
  }

  /// A client that names the server.
  public convenience init(client name: String, groups: [String] = []) throws {
    try self.init(
      HybridPeerSetup(role: "client", name: name, groups: groups.joined(separator: ":")))
  }

  /// A server.
  public convenience init(server identity: Identity, groups: [String] = []) throws {
    try self.init(
      HybridPeerSetup(
        role: "server", key: identity.key.pem, chain: identity.chain.map(\.pem),
        groups: groups.joined(separator: ":")))
  }

  private init(_ setup: HybridPeerSetup) throws {
    let output = Pipe()
    lines = LineReader(output.fileHandleForReading)
    process.executableURL = try HybridPeerInstallation.python()
    process.arguments = [HybridPeerInstallation.script.path]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try ask(setup)
  }

  deinit {
    // The process inherits the signal mask of a thread that may block all others.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Takes bytes from the other side, cut anywhere; `handshake` and `read` look at them.
  public func receive(_ bytes: [UInt8]) { waiting += bytes }

  /// What it has to say since it was asked last.
  public func output() -> [UInt8] {
    defer { sending = [] }
    return sending
  }

  /// Goes on with the handshake as far as it can.
  ///
  /// - Returns: whether the handshake is complete.
  @discardableResult
  public func handshake() throws -> Bool {
    try act("handshake")
    return state.complete
  }

  /// All application data that has come.
  public func read() throws -> [UInt8] {
    try act("read")
    return [UInt8](hex: state.data) ?? []
  }

  /// Sends application data.
  public func write(_ data: [UInt8]) throws { try act("write", data: data) }

  /// Why OpenSSL gave up, in its own words.
  public var failure: String? { state.failure }
  /// The group of a complete handshake, in OpenSSL's spelling: `X25519MLKEM768`, `x25519`.
  public var group: String? { state.group }
  /// The suite's name.
  public var suite: String? { state.suite }
  /// The number of the version.
  public var version: Int { state.version }
  /// The lines of the key log (RFC 9850) so far.
  public var keyLog: [String] { state.keyLog }
  /// Which OpenSSL it is.
  public var library: String { state.library }

  private func act(_ action: String, data: [UInt8] = []) throws {
    let command = HybridPeerCommand(action: action, bytes: waiting.hex, data: data.hex)
    waiting = []
    try ask(command)
  }

  private func ask(_ question: some Encodable) throws {
    let line = try JSONEncoder().encode(question)
    try input.fileHandleForWriting.write(contentsOf: line + Data("\n".utf8))
    guard let answer = try lines.next() else {
      throw Failure(message: "the hybrid peer ended; see standard error")
    }
    state = try JSONDecoder().decode(HybridPeerState.self, from: answer)
    sending += [UInt8](hex: state.output) ?? []
  }
}
