import Bytes
import TLSWire
import Testing

@Suite("Extensions that nobody here sends are taken apart all the same")
struct FurtherExtensionTests {
  /// A type, where it stands, its bytes, and the fields in them.
  struct Row: Sendable, CustomTestStringConvertible {
    var type: ExtensionType
    var place = ExtensionPlaces.clientHello
    var data: [UInt8]
    var fields: [String]

    var testDescription: String { "\(type.label) in \(place)" }
  }

  static let rows: [Row] = [
    Row(type: .maxFragmentLength, data: [2], fields: ["max_fragment_length"]),
    Row(type: .heartbeat, data: [1], fields: ["mode"]),
    Row(
      type: .useSRTP, data: [0, 4, 0, 1, 0, 7, 1, 9],
      fields: ["srtp_protection_profile", "srtp_mki"]),
    Row(
      type: .signedCertificateTimestamp, place: .certificate, data: [0, 5, 0, 3, 7, 8, 9],
      fields: ["sct"]),
    Row(type: .clientCertificateType, data: [2, 2, 0], fields: ["certificate_type"]),
    Row(
      type: .serverCertificateType, place: .encryptedExtensions, data: [2],
      fields: ["certificate_type"]),
    Row(
      type: .statusRequest, place: .certificate, data: [1, 0, 0, 2, 48, 0],
      fields: ["status_type", "ocsp_response"]),
    Row(type: .statusRequest, place: .certificateRequest, data: [], fields: []),
    Row(type: .compressCertificate, data: [2, 0, 2], fields: ["compression_algorithm"]),
    Row(type: .delegatedCredential, data: [0, 2, 4, 3], fields: ["signature_scheme"]),
    Row(
      type: .delegatedCredential, place: .certificate,
      data: [0, 0, 0, 9, 4, 3, 0, 0, 1, 48, 4, 3, 0, 1, 7],
      fields: ["valid_time", "dc_cert_verify_algorithm", "ASN1_subjectPublicKeyInfo", "signature"]),
    Row(type: .applicationSettings, data: [0, 3, 2, 104, 50], fields: ["supported_protocols"]),
    Row(
      type: .applicationSettingsOld, place: .encryptedExtensions, data: [1], fields: ["settings"]),
    Row(type: .trustAnchors, data: [0, 3, 2, 0x83, 1], fields: ["trust_anchor_id"]),
    Row(type: .trustAnchors, place: .certificate, data: [], fields: []),
    Row(type: .encryptedClientHello, data: [1], fields: ["type"]),
    Row(
      type: .encryptedClientHello, data: [0, 0, 1, 0, 1, 7, 0, 1, 9, 0, 1, 8],
      fields: ["kdf_id", "aead_id", "config_id", "enc", "payload"]),
    Row(
      type: .encryptedClientHello, place: .encryptedExtensions,
      data: [
        0, 22, 0xfe, 0x0d, 0, 18, 1, 0, 0x20, 0, 1, 9, 0, 4, 0, 1, 0, 1, 0, 2, 97, 98, 0, 0,
      ],
      fields: ["kem_id", "public_key", "public_name", "maximum_name_length"]),
    Row(
      type: .quicTransportParameters, data: [1, 2, 0x40, 9, 0x80, 0, 0, 0x1b, 0, 0x40, 0x20, 0],
      fields: ["max_idle_timeout", "transport_parameter[1]", "max_datagram_frame_size"]),
  ]

  /// A message of TLS 1.3 in which the extension stands.
  private func message(_ row: Row, _ data: [UInt8]) -> (HandshakeType, [UInt8]) {
    let number = [UInt8(row.type.rawValue >> 8), UInt8(row.type.rawValue & 0xff)]
    func sized(_ bytes: [UInt8]) -> [UInt8] {
      [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)] + bytes
    }
    let block = sized(number + sized(data))
    switch row.place {
    case .clientHello:
      let start: [UInt8] = [3, 3] + [UInt8](repeating: 1, count: 32) + [0, 0, 2, 0x13, 1, 1, 0]
      return (.clientHello, start + block)
    case .certificate:
      let entry: [UInt8] = [0, 0, 1, 0x30] + block
      return (.certificate, [0, 0, 0, UInt8(entry.count)] + entry)
    case .certificateRequest: return (.certificateRequest, [0] + block)
    default: return (.encryptedExtensions, block)
    }
  }

  private func annotation(_ row: Row, _ data: [UInt8]) -> Annotation {
    let (type, body) = message(row, data)
    return annotateHandshake(
      HandshakeMessage(type: type, body: body).bytes, context: HandshakeContext(version: .tls13))
  }

  private func names(_ annotation: Annotation) -> [String] {
    [annotation.name] + annotation.children.flatMap(names)
  }

  @Test(arguments: rows) func takenApart(_ row: Row) {
    let found = names(annotation(row, row.data))
    #expect(!found.contains("data") && !found.contains("undecodable"), "\(found)")
    for field in row.fields { #expect(found.contains { $0.hasPrefix(field) }, "\(found)") }
  }
}
