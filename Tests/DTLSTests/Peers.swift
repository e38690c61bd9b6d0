import CryptoPrimitives
import DTLS
import Foundation
import OpenSSLProgram
import TLSKeys
import X509

/// A program of others that speaks DTLS, and what it writes.
final class Peer {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private(set) var text = ""

  init(_ arguments: [String]) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
    try? output.fileHandleForWriting.close()
  }

  deinit { end() }

  /// Reads until the program has written those words, or ends.
  func wait(for words: String) -> Bool {
    while !text.contains(words) {
      let part = output.fileHandleForReading.availableData
      if part.isEmpty { return false }
      text += String(decoding: part, as: UTF8.self)
    }
    return true
  }

  /// What stands behind the words, up to the end of the line.
  func line(after words: String) -> String? {
    guard wait(for: words), let start = text.range(of: words)?.upperBound else { return nil }
    while !text[start...].contains("\n"), wait(for: "\n") {
      let part = output.fileHandleForReading.availableData
      if part.isEmpty { break }
      text += String(decoding: part, as: UTF8.self)
    }
    return text[start...].split(separator: "\n", omittingEmptySubsequences: false).first
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// Ends the program, which may serve for ever. It has the signals blocked that the tests' threads
  /// have blocked, so only the one that can't be is heard for certain.
  func end() {
    guard process.isRunning else { return }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Has the program say good-bye.
  func endInput() { try? input.fileHandleForWriting.close() }
}

/// An identity in files, for programs that read them.
struct IdentityFiles {
  let certificate: String
  let key: String

  init(_ identity: Identity, in folder: ScratchFolder, _ name: String) throws {
    certificate = try folder.write("\(name).crt", Array(identity.chain[0].pem.utf8)).path
    key = try folder.write("\(name).key", Array(identity.key.pem.utf8)).path
  }
}

/// One of our ends at a socket, with a peer that is a program.
struct SocketPlay {
  var end: DTLSEndpoint
  let socket: UDPSocket
  var peerPort: UInt16
  /// Which of the datagrams that come are thrown away, counted from the first.
  var lost: Set<Int> = []
  /// What passed, the lost ones too.
  private(set) var datagrams: [(sender: Side, bytes: [UInt8])] = []
  private var received = 0

  init(_ end: DTLSEndpoint, _ socket: UDPSocket, peerPort: UInt16 = 0, lost: Set<Int> = []) {
    self.end = end
    self.socket = socket
    self.peerPort = peerPort
    self.lost = lost
  }

  /// Plays until the state is another, or for a minute.
  mutating func play(whileIn state: DTLSEndpoint.State) {
    let limit = UDPSocket.now + 60_000_000
    send(end.start(at: UDPSocket.now))
    while end.state == state, UDPSocket.now < limit {
      guard let (bytes, port) = socket.receive(until: min(limit, end.deadline ?? limit)) else {
        send(end.timeOut(at: UDPSocket.now))
        continue
      }
      peerPort = port
      datagrams.append((end.configuration.role.other, bytes))
      defer { received += 1 }
      if !lost.contains(received) { send(end.receive(bytes, at: UDPSocket.now)) }
    }
  }

  mutating func send(_ sent: [[UInt8]]) {
    for bytes in sent {
      datagrams.append((end.configuration.role, bytes))
      socket.send(bytes, to: peerPort)
    }
  }
}
