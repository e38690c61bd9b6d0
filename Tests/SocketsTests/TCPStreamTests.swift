import Foundation
import InteropPeers
import Network
import Testing

@testable import Sockets

@Suite("A connection of TCP")
struct TCPStreamTests {
  /// Both ends of a connection of this program with itself.
  private func pair() throws -> (TCPListener, caller: TCPStream, called: TCPStream) {
    let listener = try TCPListener(port: 0)
    let place = Endpoint(host: "127.0.0.1", port: listener.port)
    let caller = try TCPStream.connect(to: place, into: Mailbox())
    return (listener, caller, try #require(listener.accept(within: Patience.seconds)))
  }

  @Test("A name with several addresses is called at the one where somebody listens")
  func severalAddresses() throws {
    let listener = try TCPListener(port: 0)
    let place = Endpoint(host: "localhost", port: listener.port)
    let stream = try TCPStream.connect(to: place, into: Mailbox())
    #expect(stream.flow.server.port == UInt16(listener.port))
    stream.abort()
    listener.close()
  }

  @Test("An address of IPv6 is called, where the machine has it")
  func version6() throws {
    let server = """
      import socket
      try:
          listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
      except OSError:
          print("port 0 .", flush=True)
          raise
      print("port", listener.getsockname()[1], ".", flush=True)
      caller, _ = listener.accept()
      caller.sendall(caller.recv(100).upper())
      """
    let process = try PeerProcess(
      "python3", ["-c", server], folder: FileManager.default.temporaryDirectory)
    defer { process.stop() }
    try process.waitFor(" .")
    let port = Int(process.output.split(separator: " ")[1]) ?? 0
    guard port > 0 else { return }
    let stream = try TCPStream.connect(to: Endpoint("[::1]:\(port)"), into: Mailbox())
    #expect(stream.flow.server.ip == "::1" && stream.flow.server.port == UInt16(port))
    #expect(stream.send(Array("six".utf8)) && stream.hear() == Array("SIX".utf8))
    stream.abort()
  }

  @Test("Two megabytes arrive whole, with a reader that takes them bit by bit")
  func large() throws {
    let (listener, caller, called) = try pair()
    let bytes = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0 * 7 >> 3) }
    Thread.detachNewThread {
      #expect(caller.send(bytes))
      caller.finish()
    }
    #expect(called.hearOut() == bytes)
    called.finish()
    listener.close()
  }

  @Test("Whoever sends to one that takes nothing wakes when the stream is given up")
  func givenUp() throws {
    let (listener, caller, called) = try pair()
    let result = Locked<Bool?>(nil)
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      let isSent = caller.send([UInt8](repeating: 0, count: 1 << 26))
      result.withLock { $0 = isSent }
      done.signal()
    }
    // It is in the middle of it.
    #expect(called.hear() != nil)
    caller.abort()
    #expect(done.wait(timeout: .now() + Patience.seconds) == .success)
    #expect(result.withLock { $0 } == false)
    #expect(!caller.send([1]))
    called.abort()
    listener.close()
  }

  @Test("Who goes while bytes wait for him resets the connection; what he said before is heard")
  func reset() throws {
    let (listener, caller, called) = try pair()
    #expect(called.send([UInt8](repeating: 0, count: 1 << 18)))
    #expect(caller.send([1, 2, 3]))
    caller.abort()
    #expect(called.hear() == [1, 2, 3])
    guard case .ended? = called.mailbox.take(within: Patience.seconds) else {
      Issue.record("no end")
      return
    }
    called.abort()
    listener.close()
  }

  @Test("A closed port can be opened again at once, and calls are refused in between")
  func reopened() throws {
    let listener = try TCPListener(port: 0)
    let place = Endpoint(host: "127.0.0.1", port: listener.port)
    listener.close()
    #expect(throws: SocketError.refused("\(place)")) {
      try TCPStream.connect(to: place, into: Mailbox())
    }
    let again = try TCPListener(port: place.port)
    #expect(throws: SocketError.portInUse(place.port)) { try TCPListener(port: place.port) }
    let stream = try TCPStream.connect(to: place, into: Mailbox())
    #expect(stream.flow.server.ip == "127.0.0.1")
    stream.abort()
    again.close()
  }

  @Test("A name that is none, and a wait that somebody tires of")
  func nobody() throws {
    #expect(throws: SocketError.unknownHost("no-such-host.invalid")) {
      try TCPStream.connect(
        to: Endpoint(host: "no-such-host.invalid", port: 5061), into: Mailbox())
    }
    #expect(throws: SocketError.interrupted) {
      try TCPStream.connect(
        to: Endpoint(host: "127.0.0.1", port: 9), into: Mailbox(), isInterrupted: { true })
    }
  }
}
