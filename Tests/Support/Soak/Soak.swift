import Dispatch
import Foundation
import InteropPeers
import Lab
import LibsslPeer
import Sockets
import TLSKeys
import TLSWire

/// Many visits of libssl's client to `listen`, in one process: does the memory grow, does a descriptor
/// stay open?
public struct Soak: Sendable {
  /// What one looked like at a moment.
  public struct Reading: Sendable {
    public var visits: Int
    /// Resident memory, in bytes.
    public var memory: Int
    /// Open descriptors of the process.
    public var descriptors: Int
  }

  /// Visits that did not end as they should.
  public private(set) var failures = 0
  /// One before the first visit, one after each tenth of them, and one when all is closed.
  public private(set) var readings: [Reading] = []

  /// Makes the visits.
  ///
  /// - Parameters:
  ///   - visits: how many.
  ///   - callers: how many at a time.
  public init(visits: Int, callers: Int = 2, tell: (Reading) -> Void = { _ in }) throws {
    let contexts = try Self.versions.map { version in
      var settings = LibsslSettings(suites: version == .tls13 ? [.aes128GCMSHA256] : Self.suites)
      settings.versions = version...version
      return try LibsslContext(client: settings)
    }
    let isStopped = Locked(false)
    let ended = DispatchSemaphore(value: 0)
    let service = try VisitorService(Lab(seed: 5), port: 0)
    DispatchQueue.global().async {
      service.run(isStopped: { isStopped.withLock { $0 } }) { _ in }
      ended.signal()
    }
    // Keys, threads and event loops are made by then.
    for number in 0..<callers * 2 { _ = try Self.visit(service.port, contexts[number % 2]) }
    try note(0, tell)
    let failed = Locked(0)
    for part in 0..<10 {
      let count = visits / 10
      DispatchQueue.concurrentPerform(iterations: callers) { caller in
        for number in stride(from: caller, to: count, by: callers) {
          let isServed = (try? Self.visit(service.port, contexts[number % 2])) ?? false
          if !isServed { failed.withLock { $0 += 1 } }
        }
      }
      try note((part + 1) * count, tell)
    }
    isStopped.withLock { $0 = true }
    ended.wait()
    // A connection lingers for two seconds at most.
    Thread.sleep(forTimeInterval: 2.5)
    failures = failed.withLock { $0 }
    try note(visits, tell)
  }

  private static let versions: [ProtocolVersion] = [.tls12, .tls13]
  private static let suites: [CipherSuite] = [.ecdheRSAAES128GCMSHA256]

  /// Bytes of resident memory that the second half of the visits added.
  public var growth: Int {
    guard readings.count > 6 else { return 0 }
    return readings[readings.count - 2].memory - readings[readings.count / 2].memory
  }

  /// Descriptors that are open at the end and were not at the beginning; the port itself is closed.
  public var leaked: Int {
    guard let first = readings.first, let last = readings.last else { return 0 }
    return last.descriptors - (first.descriptors - 1)
  }

  private mutating func note(_ visits: Int, _ tell: (Reading) -> Void) throws {
    let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(
      separator: " ")
    let reading = Reading(
      visits: visits, memory: (pages.count > 1 ? Int(pages[1]) ?? 0 : 0) * 4096,
      descriptors: try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count)
    readings.append(reading)
    tell(reading)
  }

  /// One visit: handshake, request, answer, goodbye.
  ///
  /// - Returns: whether the page came.
  private static func visit(_ port: Int, _ context: LibsslContext) throws -> Bool {
    let mailbox = Mailbox()
    let stream = try TCPStream.connect(to: Endpoint(host: "127.0.0.1", port: port), into: mailbox)
    defer { stream.finish() }
    let client = try LibsslPeer(context)
    var isAsked = false
    var page: [UInt8] = []
    client.handshake()
    for _ in 0..<64 {
      let bytes = client.output()
      guard bytes.isEmpty || stream.send(bytes) else { return false }
      stream.read()
      guard case .bytes(let came, _)? = mailbox.take(within: 120) else { return false }
      client.receive(came)
      if isAsked {
        page += client.read()
        guard !client.isClosedByPeer else { break }
      } else if client.handshake() {
        client.write(Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
        isAsked = true
      }
    }
    client.shutdown()
    _ = stream.send(client.output())
    return page.starts(with: Array("HTTP/1.1 200".utf8))
  }
}
