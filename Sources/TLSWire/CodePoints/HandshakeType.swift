public import Bytes

/// The kind of a handshake message (RFC 5246 §7.4, RFC 8446 §4).
public struct HandshakeType: CodePoint {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let helloRequest = HandshakeType(rawValue: 0)
  public static let clientHello = HandshakeType(rawValue: 1)
  public static let serverHello = HandshakeType(rawValue: 2)
  public static let helloVerifyRequest = HandshakeType(rawValue: 3)
  public static let newSessionTicket = HandshakeType(rawValue: 4)
  public static let endOfEarlyData = HandshakeType(rawValue: 5)
  public static let encryptedExtensions = HandshakeType(rawValue: 8)
  public static let certificate = HandshakeType(rawValue: 11)
  public static let serverKeyExchange = HandshakeType(rawValue: 12)
  public static let certificateRequest = HandshakeType(rawValue: 13)
  public static let serverHelloDone = HandshakeType(rawValue: 14)
  public static let certificateVerify = HandshakeType(rawValue: 15)
  public static let clientKeyExchange = HandshakeType(rawValue: 16)
  public static let finished = HandshakeType(rawValue: 20)
  public static let certificateURL = HandshakeType(rawValue: 21)
  public static let certificateStatus = HandshakeType(rawValue: 22)
  public static let supplementalData = HandshakeType(rawValue: 23)
  public static let keyUpdate = HandshakeType(rawValue: 24)
  public static let compressedCertificate = HandshakeType(rawValue: 25)
  public static let messageHash = HandshakeType(rawValue: 254)

  public var name: String? { Self.names[self] }

  private static let names: [HandshakeType: String] = [
    .helloRequest: "hello_request", .clientHello: "client_hello", .serverHello: "server_hello",
    .helloVerifyRequest: "hello_verify_request", .newSessionTicket: "new_session_ticket",
    .endOfEarlyData: "end_of_early_data", .encryptedExtensions: "encrypted_extensions",
    .certificate: "certificate", .serverKeyExchange: "server_key_exchange",
    .certificateRequest: "certificate_request", .serverHelloDone: "server_hello_done",
    .certificateVerify: "certificate_verify", .clientKeyExchange: "client_key_exchange",
    .finished: "finished", .certificateURL: "certificate_url",
    .certificateStatus: "certificate_status", .supplementalData: "supplemental_data",
    .keyUpdate: "key_update", .compressedCertificate: "compressed_certificate",
    .messageHash: "message_hash",
  ]
}
