import Dispatch
import Foundation
import InteropPeers
import Lab
import LibsslPeer
import TLSWire
import Testing

@testable import Commands
@testable import Sockets

/// Clients of libssl that send a request as early data, all of them under one ticket.
@Suite("Early data comes to listen more than once") struct EarlyDataTests {
  fileprivate static let request = Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)

  /// A client on a connection that is open already. `@unchecked Sendable`: one thread at a time has it.
  private final class Client: @unchecked Sendable {
    let peer: LibsslPeer
    private let stream: TCPStream

    init(_ context: LibsslContext, _ port: Int, resuming session: LibsslSession? = nil) throws {
      peer = try LibsslPeer(context, resuming: session)
      stream = try TCPStream.connect(to: Endpoint(host: "127.0.0.1", port: port), into: Mailbox())
    }

    deinit { stream.abort() }

    /// Handshake, request, answer, goodbye.
    ///
    /// - Returns: the page.
    func visit() -> [UInt8] {
      var page: [UInt8] = []
      var isAsked = false
      peer.handshake()
      while !peer.isClosedByPeer {
        _ = stream.send(peer.output())
        guard let bytes = stream.hear() else { break }
        peer.receive(bytes)
        guard peer.handshake() else { continue }
        if !isAsked, peer.earlyDataStatus != .accepted { peer.write(EarlyDataTests.request) }
        isAsked = true
        page += peer.read()
      }
      peer.shutdown()
      _ = stream.send(peer.output())
      stream.finish()
      return page
    }
  }

  private static func context() throws -> LibsslContext {
    var settings = LibsslSettings(suites: [.aes128GCMSHA256])
    settings.versions = .tls13 ... .tls13
    settings.sessionTicket = true
    return try LibsslContext(client: settings)
  }

  @Test(
    "Who repeats it is served, but its early data only where nothing forbids it",
    arguments: ["on", "once"])
  func repeated(setting: String) throws {
    let context = try Self.context()
    let visits = try Visits(settings: [("server.early-data", setting)])
    let first = try Client(context, visits.port)
    #expect(first.visit().starts(with: Array("HTTP/1.1 200".utf8)))
    let session = try #require(first.peer.sessions.last)
    #expect(session.earlyDataLimit > 0)

    // All of them have called before one of them says anything.
    let repeating = try (0..<3).map { _ in
      try Client(context, visits.port, resuming: session.copy())
    }
    var taken = 0
    for client in repeating {
      #expect(client.peer.writeEarlyData(Self.request))
      #expect(client.visit().starts(with: Array("HTTP/1.1 200".utf8)))
      if client.peer.earlyDataStatus == .accepted { taken += 1 }
    }
    #expect(taken == (setting == "once" ? 1 : repeating.count))
    #expect(visits.wait(for: 4).compactMap(\.spentTicket).count == taken)
  }

  @Test("At the prompt 'serve' answers it once the handshake is through")
  func served() throws {
    let context = try Self.context()
    let listener = try TCPListener(port: 0)
    defer { listener.close() }
    var prompt = Interpreter(
      Lab(seed: 5), table: CommandTable.lab.adding(socketCommands, socketForms))
    prompt.courier = SocketCourier(patience: .init(handshake: Patience.seconds, conversation: 0.5))
    var session: LibsslSession?
    for _ in 0..<2 {
      let client = try Client(context, listener.port, resuming: session)
      if session != nil { #expect(client.peer.writeEarlyData(Self.request)) }
      let caller = try #require(listener.accept(within: Patience.seconds))
      try prompt.answer(caller, [("server.early-data", "on")])
      let page = Locked<[UInt8]>([])
      let isOver = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        let came = client.visit()
        page.withLock { $0 = came }
        isOver.signal()
      }
      var outcome = prompt.execute("serve")
      // The request of a slow client comes after the handshake has been quiet for a while.
      for _ in 0..<240 where outcome.error != nil { outcome = prompt.execute("serve") }
      #expect(outcome.error == nil, "\(outcome.error?.what ?? "")")
      isOver.wait()
      #expect(page.withLock { $0 }.starts(with: Array("HTTP/1.1 200".utf8)))
      #expect(client.peer.earlyDataStatus == (session == nil ? .notSent : .accepted))
      session = client.peer.sessions.last
    }
  }
}
