import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import Testing

@Suite("Records of TLS 1.3 are those of RFC 8448 §3, byte for byte, and any change is noticed")
struct RecordProtection13Tests {
  private let trace: Trace

  init() throws {
    trace = try Trace.simple()
  }

  @Test func handshakeFlightOfTheServer() throws {
    var server = try protection("server_hs_traffic")
    let flight = try [
      "Message_EncryptedExtensions", "Message_Server_Certificate",
      "Message_Server_CertificateVerify", "Message_Server_Finished",
    ].flatMap { try trace.bytes($0) }
    let record = try server.protect(flight, type: .handshake)
    #expect(try record.bytes == trace.bytes("Record_ServerHandshakeMessages"))
  }

  /// Application data and close_notify of the client, and the same of the server, whose first
  /// record under these keys is the NewSessionTicket.
  @Test func applicationRecords() throws {
    var client = try protection("client_ap_traffic")
    let said = try client.protect(try trace.bytes("Client_AppData"), type: .applicationData)
    #expect(try said.bytes == trace.bytes("Record_Client_AppData"))
    let closing = try client.protect([1, 0], type: .alert)
    #expect(try closing.bytes == trace.bytes("Record_Client_CloseNotify"))

    var server = try protection("server_ap_traffic")
    let ticket = try server.unprotect(try record("Record_NewSessionTicket"))
    #expect(ticket.type == .handshake)
    let answer = try server.unprotect(try record("Record_Server_AppData"))
    #expect(try answer.content == trace.bytes("Server_AppData"))
    #expect(answer.type == .applicationData && answer.padding == 0)
    #expect(server.sequenceNumber == 2)
  }

  @Test(arguments: AEADAlgorithm.allCases) func everyAlgorithm(_ algorithm: AEADAlgorithm) throws {
    let key = [UInt8](repeating: 7, count: algorithm.keyLength)
    let iv = [UInt8](repeating: 9, count: algorithm.nonceLength)
    var writer = RecordProtection13(algorithm: algorithm, key: key, iv: iv)
    var reader = writer
    for padding in [0, 1, 255] {
      let record = try writer.protect([1, 2, 0], type: .handshake, padding: padding)
      let before = reader
      for place in record.fragment.indices {
        var changed = record
        changed.fragment[place] ^= 0x10
        #expect(throws: RecordProtection.Failure.badRecordMAC) {
          var reader = before
          _ = try reader.unprotect(changed)
        }
      }
      for count in 0..<record.fragment.count {
        var cut = record
        cut.fragment = Array(record.fragment.prefix(count))
        #expect(throws: RecordProtection.Failure.badRecordMAC) {
          var reader = before
          _ = try reader.unprotect(cut)
        }
      }
      let inner = try reader.unprotect(record)
      #expect(inner.content == [1, 2, 0] && inner.type == .handshake)
      #expect(inner.padding == padding)
    }
  }

  @Test func limits() throws {
    var writer = try protection("client_ap_traffic")
    let full = [UInt8](repeating: 1, count: 1 << 14)
    _ = try writer.protect(full, type: .applicationData)
    #expect(throws: RecordProtection.Failure.recordOverflow) {
      try writer.protect(full + [1], type: .applicationData)
    }
    #expect(throws: RecordProtection.Failure.recordOverflow) {
      try writer.protect(full, type: .applicationData, padding: 1)
    }
    #expect(throws: RecordProtection.Failure.recordOverflow) {
      try writer.protect([], type: .applicationData, padding: -1)
    }
  }

  /// A record of nothing but zeros has no content type.
  @Test func zerosAloneAreNoRecord() throws {
    var writer = try protection("client_ap_traffic")
    var reader = writer
    let record = try writer.protect([], type: ContentType(rawValue: 0), padding: 3)
    #expect(throws: RecordProtection.Failure.noContentType) { try reader.unprotect(record) }
  }

  private func record(_ name: String) throws -> Record {
    try ByteReader.read(Record.self, from: trace.bytes(name))
  }

  private func protection(_ secret: String) throws -> RecordProtection13 {
    let secret = try #require([UInt8](hex: trace.secrets[secret] ?? "no"))
    let evaluator = Evaluator(["secret": secret])
    func part(_ label: String, _ count: Int) throws -> [UInt8] {
      try evaluator.value(
        of: .expandLabel(
          hash: "SHA256", secret: "secret", label: label, context: nil, count: count))
    }
    return RecordProtection13(
      algorithm: .aes128GCM, key: try part("key", 16), iv: try part("iv", 12))
  }
}
