import Bytes
import TLSEngine
import TLSKeys
import TLSWire
import TestConnections

/// A stream in pieces becomes the same records as in one, and each is taken apart to the last byte.
enum RecordTarget {
  static func look(at bytes: [UInt8]) {
    var parts = Parts(bytes)
    let pieces = Int(parts.byte() % 5)
    var cut: [[UInt8]] = (0..<pieces).map { _ in parts.piece() }
    cut.append(Array(parts.rest))
    let whole = records([cut.flatMap { $0 }])
    let apart = records(cut)
    demand(whole.found == apart.found, "the records depend on how they arrive")
    for record in whole.found { demandCover(annotateRecord(record), record.count) }
    var handshake = HandshakeReader()
    for record in whole.found where record.first == ContentType.handshake.rawValue {
      handshake.append(Array(record.dropFirst(Record.headerLength)))
      while let message = try? handshake.next() {
        demandCover(annotateHandshake(message.bytes), message.bytes.count)
      }
    }
  }

  private static func records(_ pieces: [[UInt8]]) -> (found: [[UInt8]], failed: Bool) {
    var reader = RecordReader()
    var found: [[UInt8]] = []
    for piece in pieces {
      reader.append(piece)
      // A hello of SSL 2.0 that has not come whole is waited for, as the engine does.
      if reader.beginsWithSSL2Hello, reader.takeSSL2Hello() == nil { continue }
      do throws(WireError) {
        while let raw = try reader.nextRaw() { found.append(raw.bytes) }
      } catch {
        return (found, true)
      }
    }
    return (found, false)
  }
}

/// What can be read says exactly what was there: it is written again unchanged.
enum MessageTarget {
  private static let exchanges: [KeyExchange?] = [nil] + KeyExchange.allCases
  private static let versions: [ProtocolVersion?] = [nil, .tls10, .tls11, .tls12, .tls13]

  static func look(at bytes: [UInt8]) {
    var parts = Parts(bytes)
    let context = HandshakeContext(
      keyExchange: parts.choice(exchanges), version: parts.choice(versions))
    let type = HandshakeType(rawValue: parts.byte())
    let message = HandshakeMessage(type: type, body: Array(parts.rest))
    demandCover(annotateHandshake(message.bytes, context: context), message.bytes.count)
    if let body = context.bodyType(of: type) { check(message, body) }
  }

  private static func check<Body: HandshakeBody>(_ message: HandshakeMessage, _ type: Body.Type) {
    guard let read = try? message.read(type) else { return }
    let again = try? HandshakeMessage.making(read).bytes
    demand(again == message.bytes, "\(type) is written again as something else")
  }
}

/// Bytes in place of what an end of a connection waits for: never a trap, and nobody is fooled.
enum ConnectionTarget {
  private static let suites: [CipherSuite] = [
    .rsaAES128CBCSHA1, .dheRSAAES128GCMSHA256, .ecdheECDSAAES128GCMSHA256, .aes128GCMSHA256,
  ]

  /// Every moment of handshakes with each of these suites.
  static let moments: [Pair] = suites.flatMap { suite -> [Pair] in
    guard let identities = try? TestIdentities.shared() else { return [] }
    return Pair(
      client: identities.client(suites: [suite]), server: identities.server(suites: [suite])
    ).moments()
  }

  static func look(at bytes: [UInt8]) {
    var parts = Parts(bytes)
    guard !moments.isEmpty else { return demand(false, "there is nobody to talk to") }
    var pair = parts.choice(moments)
    let isWithin = parts.byte() % 2 == 0
    guard isWithin, let next = pair.underWay.first else {
      pair.run(replacingNext: Array(parts.rest))
      return
    }
    // The message as it would be, with some of its bytes changed.
    var records = next.records
    while !parts.rest.isEmpty, !records.isEmpty {
      let place = (Int(parts.byte()) << 8 | Int(parts.byte())) % records.count
      records[place] ^= parts.byte()
    }
    pair.run(replacingNext: records)
  }
}
