import Bytes
import TLSWire
import Testing

/// What two programs that nobody here wrote said to each other.
struct CapturedSession: Sendable, CustomTestStringConvertible {
  var name: String
  var client: [UInt8]
  var server: [UInt8]

  init(name: String, client: String, server: String) {
    self.name = name
    self.client = [UInt8](hex: client) ?? []
    self.server = [UInt8](hex: server) ?? []
  }

  static let tls12: [CapturedSession] = [.rsa, .ecdhe, .dhe, .ecdsa]
  static let all: [CapturedSession] = tls12 + [.tls13]

  var testDescription: String { name }

  var keyExchange: KeyExchange? {
    switch name {
    case "RSA": .rsa
    case "DHE": .dheRSA
    case "ECDHE": .ecdheRSA
    case "ECDSA": .ecdheECDSA
    default: nil
    }
  }

  /// The records of one direction; those after ChangeCipherSpec are marked as encrypted.
  func records(_ bytes: [UInt8]) throws -> [(record: Record, encrypted: Bool)] {
    var reader = RecordReader()
    reader.append(bytes)
    var records: [(record: Record, encrypted: Bool)] = []
    var encrypted = false
    while let record = try reader.next() {
      records.append((record, encrypted))
      if record.type == .changeCipherSpec { encrypted = true }
    }
    #expect(reader.isEmpty)
    return records
  }

  /// The messages of one direction that anyone can read.
  func messages(_ bytes: [UInt8]) throws -> [HandshakeMessage] {
    var reader = HandshakeReader()
    for (record, encrypted) in try records(bytes) where record.type == .handshake && !encrypted {
      reader.append(record.fragment)
    }
    var messages: [HandshakeMessage] = []
    while let message = try reader.next() { messages.append(message) }
    #expect(reader.isEmpty)
    return messages
  }
}
