import Bytes
import CryptoPrimitives
import DTLS
import TLSKeys
import TLSWire
import Testing
import X509

@Suite("Whatever comes, nothing traps, and what went wrong has a name")
struct BadInputTests {
  /// A handshake's datagrams, and the two ends before each of them arrived.
  private struct Moments {
    var datagrams: [(sender: Side, bytes: [UInt8])] = []
    var receivers: [DTLSEndpoint] = []
  }

  private func moments(_ kind: KeyChoice = .ecdsa, limit: Int) throws -> Moments {
    var configurations = try [Side.client, .server].map { try Ends.configuration($0, kind) }
    for place in configurations.indices { configurations[place].datagramLimit = limit }
    var client = DTLSEndpoint(configuration: configurations[0])
    var server = DTLSEndpoint(configuration: configurations[1])
    var moments = Moments()
    var waiting = client.start(at: 0).map { (Side.client, $0) }
    while !waiting.isEmpty {
      let (sender, bytes) = waiting.removeFirst()
      moments.datagrams.append((sender, bytes))
      moments.receivers.append(sender == .client ? server : client)
      waiting +=
        sender == .client
        ? server.receive(bytes, at: 0).map { (.server, $0) }
        : client.receive(bytes, at: 0).map { (.client, $0) }
    }
    #expect(client.state == .established && server.state == .established)
    return moments
  }

  @Test("Each datagram cut off at each byte", arguments: [1200, 300])
  func truncation(limit: Int) throws {
    let moments = try moments(limit: limit)
    for (datagram, receiver) in zip(moments.datagrams, moments.receivers) {
      for count in datagram.bytes.indices {
        let part = Array(datagram.bytes[..<count])
        var end = receiver
        _ = end.receive(part, at: 0)
        // A part at the end of which no record ends is said to be torn.
        let (records, error) = DTLSRecord.records(of: part)
        let read = records.reduce(0) { $0 + DTLSRecord.headerLength + $1.fragment.count }
        #expect((error == nil) == (read == count))
        if count > 0, let error {
          #expect(end.discarded.last == .malformedRecord(error), "\(count)")
        }
        if case .failed(let failure) = end.state { Issue.record("\(failure)") }
        var reader = DTLSReader()
        reader.take(part, from: datagram.sender)
        #expect(count == 0 || (error == nil) == reader.errors.isEmpty)
      }
    }
  }

  @Test("Bytes changed at random", arguments: KeyChoice.allCases)
  func mutation(kind: KeyChoice) throws {
    let moments = try moments(kind, limit: 600)
    var generator = SeededGenerator(seed: 24)
    for round in 0..<4000 {
      let place = Int.random(in: moments.datagrams.indices, using: &generator)
      var bytes = moments.datagrams[place].bytes
      for _ in 0...Int.random(in: 0...2, using: &generator) {
        let at = Int.random(in: bytes.indices, using: &generator)
        bytes[at] = UInt8.random(in: 0...255, using: &generator)
      }
      guard bytes != moments.datagrams[place].bytes else { continue }
      var end = moments.receivers[place]
      let before = end
      let answers = end.receive(bytes, at: 0)
      if case .failed(let failure) = end.state {
        // Who gives up says so, unless it was told to.
        #expect(answers.isEmpty == (failure.alert == nil), "\(round): \(failure)")
        if case .internalError(let words) = failure { Issue.record("\(round): \(words)") }
      } else if answers.isEmpty, end.discardedCount == before.discardedCount {
        // Neither said nor dropped: then it waits for more.
        #expect(end.state == before.state || end.state == .established)
      }
      var reader = DTLSReader()
      reader.take(bytes, from: moments.datagrams[place].sender)
      #expect(!reader.sightings.isEmpty || !reader.errors.isEmpty || end != before)
    }
  }

  @Test("Nobody comes to keys with a handshake in which a byte was changed in the open")
  func changedHandshake() throws {
    let count = try moments(limit: 1200).datagrams.count
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      let changed = Int.random(in: 0..<count, using: &generator)
      var client = DTLSEndpoint(configuration: try Ends.configuration(.client))
      var server = DTLSEndpoint(configuration: try Ends.configuration(.server))
      var number = 0
      var waiting = client.start(at: 0).map { (Side.client, $0) }
      while !waiting.isEmpty {
        var (sender, bytes) = waiting.removeFirst()
        if number == changed {
          let at = Int.random(in: bytes.indices, using: &generator)
          bytes[at] ^= UInt8.random(in: 1...255, using: &generator)
        }
        number += 1
        waiting +=
          sender == .client
          ? server.receive(bytes, at: 0).map { (.server, $0) }
          : client.receive(bytes, at: 0).map { (.client, $0) }
      }
      if client.state == .established, server.state == .established {
        #expect(client.srtp == server.srtp)
      } else {
        #expect(client.state != .established || client.srtp != nil)
      }
    }
  }

  @Test("A message in more pieces than anyone sends, and one that is too long")
  func pieces() throws {
    var server = DTLSEndpoint(configuration: try Ends.configuration(.server))
    for place in 0..<300 {
      let part = HandshakeFragment(
        type: .clientHello, length: 60_000, messageSequence: 0, offset: place * 2, fragment: [1])
      let record = try DTLSRecord(
        type: .handshake, epoch: 0, sequenceNumber: UInt64(place),
        fragment: try ByteWriter.bytes(of: part)
      ).bytes
      #expect(server.receive(record, at: 0).isEmpty)
    }
    #expect(server.discarded.last == .fragment(.clientHello))
    let endless = HandshakeFragment(
      type: .clientHello, length: 0xff_ffff, messageSequence: 0, offset: 0, fragment: [1])
    let record = try DTLSRecord(
      type: .handshake, epoch: 0, sequenceNumber: 400,
      fragment: try ByteWriter.bytes(of: endless)
    ).bytes
    #expect(server.receive(record, at: 0).isEmpty)
    #expect(server.discarded.last == .fragment(.clientHello))
  }
}
