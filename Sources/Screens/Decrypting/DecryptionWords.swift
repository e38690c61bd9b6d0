import Bytes
public import Captures
public import Decryptor
import Explanations
import Synchronization
import TLSKeys
import TLSWire

/// What is said of sessions in a capture.
public enum DecryptionWords {
  /// The words under a name of the catalogue. A capture has thousands of sessions and few reasons: what was
  /// said last is said again.
  public static func words(_ name: String, _ values: [String: String] = [:]) -> String {
    let wanted = Wanted(name: name, values: values)
    if let known = said.withLock({ $0[wanted] }) { return known }
    let words = Catalogue.current.words(.brief, of: [ExplanationKey(.decrypting, name)], values)
    said.withLock { said in
      if said.count >= 256 { said = [:] }
      said[wanted] = words
    }
    return words
  }

  private struct Wanted: Hashable {
    var name: String
    var values: [String: String]
  }

  private static let said = Mutex<[Wanted: String]>([:])

  /// What more there is to say of it; nil where there is nothing.
  public static func detail(_ name: String) -> String? {
    Catalogue.current.phrase(.detail, of: [ExplanationKey(.decrypting, name)])?.filled()
  }

  /// What is said of handshakes over datagrams; nil where there are none.
  public static func dtls(_ counts: [DTLSSightings.Count]) -> String? {
    guard !counts.isEmpty else { return nil }
    let each = counts.map { "\(dtls($0)): \($0.handshakes)" }.joined(separator: ", ")
    return words(
      "whole.dtls", ["count": "\(counts.reduce(0) { $0 + $1.handshakes })", "versions": each])
  }

  /// What is said of connections of QUIC; nil where there are none.
  public static func quic(_ counts: [QUICSightings.Count]) -> String? {
    guard !counts.isEmpty else { return nil }
    let each = counts.map { "\(quic($0.version)): \($0.connections)" }.joined(separator: ", ")
    return words(
      "whole.quic", ["count": "\(counts.reduce(0) { $0 + $1.connections })", "versions": each])
  }

  /// Why TLS may not have been seen; nil where nothing stood in the way.
  public static func unseen(_ decryption: CaptureDecryption) -> String? {
    if decryption.cutPackets > 0 {
      return words("remark.cut-packets", ["count": "\(decryption.cutPackets)"])
    }
    guard decryption.givenUp > 0 else { return nil }
    return words(
      "remark.given-up",
      ["count": "\(decryption.givenUp)", "limit": "\(CaptureDecryption.searched >> 10)"])
  }

  static func quic(_ version: UInt32) -> String {
    switch version {
    case 1: "QUIC 1"
    case 0x6b33_43cf: "QUIC 2"
    default: "QUIC draft \(version & 0xff)"
    }
  }

  /// What is said of packets without TCP and UDP; nil where there are none. Link types that are not read are told
  /// apart.
  public static func passedOver(_ counts: [PassedOver.Count]) -> String? {
    let counts = counts.filter { if case .link = $0.kind { false } else { true } }
    guard !counts.isEmpty else { return nil }
    let each = counts.prefix(8).map { "\($0.kind.name): \($0.packets)" }.joined(separator: ", ")
    return words(
      "remark.passed-over",
      ["count": "\(counts.reduce(0) { $0 + $1.packets })", "kinds": each])
  }

  private static func dtls(_ count: DTLSSightings.Count) -> String {
    if let version = count.version { return dtls(version) }
    if let alert = count.alert { return words("dtls.failed", ["alert": alert.label]) }
    return words(count.isAsked ? "dtls.asked" : "dtls.unanswered")
  }

  static func dtls(_ version: ProtocolVersion) -> String {
    switch version {
    case ProtocolVersion(rawValue: 0x0100): words("dtls.bad-version")
    case ProtocolVersion(rawValue: 0xfefc): "DTLS 1.3"
    default: version.displayName
    }
  }

  /// That an alert ended the handshake.
  static func failure(_ alert: DecryptedSession.SeenAlert) -> String {
    words("reason.handshake-failed", ["alert": alert.description.label])
  }

  /// Why a session, or a part of it, stays sealed.
  public static func sentence(_ reason: Reason, _ session: DecryptedSession) -> String {
    let said = words(key(reason, session), values(reason, session))
    guard session.result == .open, !reason.isFailure else { return said }
    return words("open.handshake", ["reason": said])
  }

  private static func key(_ reason: Reason, _ session: DecryptedSession) -> String {
    let name = "reason." + reason.name
    return switch reason {
    case .noKey(nil), .bothKeys(nil): name + ".unnamed"
    case .forwardSecrecy where session.earlyOpening != nil: name + ".early"
    case .wrongSecret where session.opening != nil && session.result == .partlyOpen: name + ".side"
    // libcrypto has it by no name.
    case .suiteNotRead(let suite) where suite.contains("CAMELLIA") && suite.contains("GCM"):
      name + ".tshark"
    // Its line has the session's own random, and no hash is so short.
    case .secretLength(let needed, let has) where has < needed && ![32, 48].contains(has):
      name + ".cut"
    case .otherProtocol where OtherProtocol(session.otherAnswer) == nil: name + ".unnamed"
    case .lost where session.isCutOff: name + ".cut"
    case .sideMissing(let side): name + "." + side.rawValue
    case .forwardSecrecy where session.givesTicket: name + ".ticket"
    case .lost(_, _, count: 0): name + ".end"
    case .lost(let side, _, _) where behind(side, session) != nil: name + ".behind"
    default: name
    }
  }

  private static func values(
    _ reason: Reason, _ session: DecryptedSession
  ) -> [String: String] {
    switch reason {
    case .forwardSecrecy, .noPreSharedKey, .wrongPreSharedKey:
      ["exchange": exchange(session)]
    case .noKey(let certificate), .bothKeys(let certificate):
      ["certificate": certificate.map(name) ?? ""]
    case .otherKey(let certificate): ["certificate": name(certificate)]
    case .secretMissing(let label): ["label": label]
    case .secretLength(let needed, let has): ["needed": "\(needed)", "has": "\(has)"]
    case .resumesSealed(let stream): ["stream": "\(stream)"]
    case .otherTicketKey(let name), .ticketDiffers(let name): ["name": name]
    case .wrongSecret: ["side": sealedSides(session)]
    case .lost(let side, let offset, let count):
      [
        "side": side.rawValue, "offset": "\(offset)", "count": "\(count)",
        "packet": behind(side, session).map { "\($0)" } ?? "",
      ]
    case .damaged(let side, let offset): ["side": side.rawValue, "offset": "\(offset)"]
    case .suiteNotRead(let name): ["suite": name]
    case .versionNotRead(let version): ["version": version]
    case .handshakeFailed(let alert): ["alert": alert]
    case .otherProtocol: otherProtocol(session.otherAnswer)
    case .startMissing, .helloMissing, .resumedFromElsewhere, .extendedMasterSecretIncomplete,
      .compressionNotRead, .unfinished, .sideMissing, .disordered, .earlyDataRefused:
      [:]
    }
  }

  /// What a server said instead of TLS.
  private static func otherProtocol(_ bytes: [UInt8]) -> [String: String] {
    guard let other = OtherProtocol(bytes) else {
      return ["bytes": Array(bytes.prefix(16)).hex]
    }
    return ["line": other.firstLine, "protocol": other.words]
  }

  /// The sides of which records stay sealed.
  private static func sealedSides(_ session: DecryptedSession) -> String {
    let sides = [(Side.client, session.client), (.server, session.server)]
    return sides.filter { $0.1.sealedRecords > 0 }.map(\.0.rawValue).joined(separator: ", ")
  }

  /// Behind which packet bytes of a side are missing; nil where its very first ones are.
  private static func behind(_ side: Side, _ session: DecryptedSession) -> Int? {
    let packet = side == .client ? session.client.lostBehind : session.server.lostBehind
    return packet.flatMap { $0 > 0 ? $0 : nil }
  }

  private static func name(_ certificate: CertificateName) -> String {
    "\(certificate.subject) (serial \(certificate.serial))"
  }

  /// The key exchange as it is spoken of.
  static func exchange(_ session: DecryptedSession) -> String {
    (session.keyExchange ?? "").replacing("_", with: "-")
  }

  /// How pcap begins, in either order of bytes and either resolution, and how pcapng does.
  private static let magics: [[UInt8]] = [
    [0xd4, 0xc3, 0xb2, 0xa1], [0xa1, 0xb2, 0xc3, 0xd4], [0x4d, 0x3c, 0xb2, 0xa1],
    [0xa1, 0xb2, 0x3c, 0x4d], [0x0a, 0x0d, 0x0d, 0x0a],
  ]

  /// What is wrong with the file.
  public static func sentence(_ fault: CaptureFault, file: String) -> String {
    let offset = "\(fault.offset)"
    switch fault.reason {
    case .notACapture(let bytes) where bytes.isEmpty: return words("fault.empty", ["file": file])
    case .notACapture(let bytes) where magics.contains(where: { $0.starts(with: bytes) }):
      return words("fault.cut-header", ["file": file])
    case .notACapture(let bytes):
      if let other = OtherFile(bytes, file) { return words(other.name, other.values) }
      let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      return words(
        "fault.not-a-capture", ["file": file, "bytes": digits.joined(separator: " ")])
    case .cut where fault.offset == 0: return words("fault.cut-header", ["file": file])
    case .cut: return words("fault.cut", ["file": file, "offset": offset])
    case .cutCompression:
      return words("fault.cut-compression", ["file": file, "offset": offset])
    case .badLength(let length):
      return words(
        "fault.bad-length", ["file": file, "offset": offset, "length": "\(length)"])
    case .unknownInterface(let number):
      return words(
        "fault.unknown-interface", ["file": file, "offset": offset, "number": "\(number)"])
    case .badCompression:
      return words("fault.bad-compression", ["file": file, "offset": offset])
    }
  }
}
