import Bytes
import Foundation
import Interceptor
import Lab
import SavedValues
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@Suite("Attacks on single messages: who notices, by what, with which alert, in every version")
struct WireAttackTests {
  /// A cell of the matrix: what is done in which kind of session, and who must notice by what.
  struct Cell: Sendable, CustomTestStringConvertible {
    var versions: [String]
    var exchange: String
    var attack: WireAttack
    var by: Actor?
    var means: Notice.Means
    var alert: AlertDescription?

    init(
      _ versions: [String], _ exchange: String, _ deed: WireAttack.Deed, on message: String?,
      _ by: Actor?, _ means: Notice.Means, _ alert: AlertDescription?
    ) {
      self.versions = versions
      self.exchange = exchange
      attack = WireAttack(deed, on: message)
      self.by = by
      self.means = means
      self.alert = alert
    }

    var testDescription: String {
      "\(attack.deed.word) \(attack.message ?? "next") \(exchange) \(versions)"
    }
  }

  private static let old = ["1.0", "1.1", "1.2"]
  private static let all = ["1.0", "1.1", "1.2", "1.3"]

  private static func flip(_ path: String) -> WireAttack.Deed {
    .changeField(FieldPath(parsing: path), value: .flipped, keepsLengths: false)
  }

  static let cells: [Cell] = [
    // The hellos. With the extended master secret, and in TLS 1.3, the keys themselves rest on every
    // message: the first record under them does not open.
    Cell(["1.3"], "ecdhe", flip("random"), on: "client_hello", .client, .transcript, .badRecordMAC),
    Cell(["1.3"], "ecdhe", flip("random"), on: "server_hello", .client, .transcript, .badRecordMAC),
    Cell(
      old, "ecdhe", flip("random"), on: "client_hello", .client, .serverKeyExchange, .decryptError),
    Cell(
      old, "ecdhe", flip("random"), on: "server_hello", .client, .serverKeyExchange, .decryptError),
    Cell(old, "rsa", flip("random"), on: "client_hello", .server, .transcript, .badRecordMAC),
    // The key shares.
    Cell(
      ["1.3"], "ecdhe", flip("key_exchange"), on: "server_hello", .client, .transcript,
      .badRecordMAC),
    Cell(
      old, "ecdhe", flip("public"), on: "server_key_exchange", .client, .serverKeyExchange,
      .decryptError),
    Cell(
      old, "ecdhe", flip("signature"), on: "server_key_exchange", .client, .serverKeyExchange,
      .decryptError),
    Cell(
      old, "ecdhe", flip("ecdh_Yc"), on: "client_key_exchange", .server, .transcript, .badRecordMAC),
    Cell(
      old, "rsa", flip("encrypted_pre_master_secret"), on: "client_key_exchange", .server,
      .transcript, .badRecordMAC),
    // The certificate: its last bytes are the authority's signature.
    Cell(
      old, "ecdhe", flip("certificate_list"), on: "certificate", .client, .certificate,
      .badCertificate),
    // Under protection only bytes can be changed, and the record notices.
    Cell(
      ["1.3"], "ecdhe", .change(offset: 20, value: .flipped), on: "certificate", .client, .record,
      .badRecordMAC),
    Cell(
      ["1.3"], "ecdhe", .change(offset: 20, value: .flipped), on: "certificate_verify", .client,
      .record, .badRecordMAC),
    Cell(
      all, "ecdhe", .change(offset: 20, value: .flipped), on: "finished", nil, .record,
      .badRecordMAC),
    Cell(
      all, "ecdhe", .change(offset: 20, value: .flipped), on: "application_data", .server, .record,
      .badRecordMAC),
    // Messages kept back, doubled, out of order, and the end of the stream.
    Cell(["1.3"], "ecdhe", .drop, on: "encrypted_extensions", .client, .record, .badRecordMAC),
    Cell(old, "ecdhe", .drop, on: "server_key_exchange", .client, .order, .unexpectedMessage),
    Cell(all, "ecdhe", .drop, on: "client_hello", nil, .silence, nil),
    Cell(old, "ecdhe", .drop, on: "server_hello_done", nil, .silence, nil),
    Cell(all, "ecdhe", .replay, on: "server_hello", .client, .order, .unexpectedMessage),
    Cell(all, "ecdhe", .replay, on: "application_data", .server, .record, .badRecordMAC),
    Cell(old, "ecdhe", .reorder, on: "server_key_exchange", .client, .order, .unexpectedMessage),
    Cell(["1.3"], "ecdhe", .reorder, on: "certificate", .client, .record, .badRecordMAC),
    Cell(all, "ecdhe", .truncate, on: "application_data", .client, .closeNotify, nil),
    // Downgrades. A server that could do better leaves a sign in its random, under its signature.
    Cell(
      ["1.2-1.3"], "ecdhe", .downgrade(.version(.tls12)), on: "client_hello", .client, .sentinel,
      .illegalParameter),
    Cell(
      ["1.0-1.3"], "ecdhe", .downgrade(.version(.tls10)), on: "client_hello", .client, .sentinel,
      .illegalParameter),
    Cell(
      ["1.2"], "any", .downgrade(.suite(.ecdheRSAAES128CBCSHA1)), on: "client_hello", .server,
      .transcript, .badRecordMAC),
  ]

  private static func lab(_ versions: String, _ exchange: String) throws -> Lab {
    var lab = try preparedLab()
    try lab.speakOnly(versions)
    try lab.set("app.scenario", to: "echo")
    if exchange != "any", versions != "1.3", !versions.hasSuffix("1.3") {
      try lab.set("server.kx", to: exchange)
    }
    return lab
  }

  @Test(arguments: cells)
  func matrix(_ cell: Cell) throws {
    for version in cell.versions {
      var lab = try Self.lab(version, cell.exchange)
      lab.attack(cell.attack)
      try lab.connect()
      let session = try #require(lab.currentSession)
      let done = try #require(session.interferences.first, "\(version)")
      #expect(done.isDone, "\(version): \(done.result)")
      let notice = try #require(session.notice, "\(version)")
      #expect(notice.means == cell.means, "\(version)")
      #expect(notice.alert?.description == cell.alert, "\(version)")
      // Which Finished comes first depends on the version.
      if cell.attack.message != "finished" { #expect(notice.by == cell.by, "\(version)") }
      #expect(session.outcome == .failed || session.outcome == .refused, "\(version)")
      if notice.means != .record || cell.attack.message != "application_data" {
        #expect(notice.delivered.values.allSatisfy { $0 == 0 }, "\(version)")
      }
    }
  }

  @Test("Without the extended master secret the keys agree, and Finished is what notices")
  func finished() throws {
    for version in Self.old {
      var lab = try Self.lab(version, "rsa")
      try lab.set("client.ems", to: "off")
      let path = FieldPath(parsing: "legacy_session_id")
      lab.attack(
        WireAttack(
          .changeField(path, value: .bytes([1, 2, 3]), keepsLengths: false), on: "client_hello"))
      try lab.connect()
      let notice = try #require(lab.currentSession?.notice)
      #expect(notice.by == .server && notice.means == .finished, "\(version)")
      #expect(notice.alert?.description == .decryptError)
    }
  }

  @Test("A longer value with the lengths kept can't be read; with the lengths mended it can")
  func lengths() throws {
    for (keeps, means) in [(true, Notice.Means.syntax), (false, .finished)] {
      var lab = try Self.lab("1.2", "rsa")
      try lab.set("client.ems", to: "off")
      let path = FieldPath(parsing: "legacy_session_id")
      lab.attack(
        WireAttack(
          .changeField(path, value: .bytes([1, 2, 3]), keepsLengths: keeps), on: "client_hello"))
      try lab.connect()
      #expect(lab.currentSession?.notice?.means == means)
    }
  }

  @Test("A message in flight is changed at once, and a step back takes the attack back")
  func inFlight() throws {
    var lab = try Self.lab("1.3", "any")
    try lab.walk()
    _ = try lab.next()
    let before = try #require(lab.currentSession?.steps.count)
    let attacked = lab.attack(WireAttack(Self.flip("random"), on: "client_hello"))
    let done = try #require(attacked)
    guard case .changed(_, let old, let new) = done.result else {
      Issue.record("\(done.result)")
      return
    }
    #expect(old.count == 32 && old.dropLast() == new.dropLast() && old != new)
    _ = try lab.goOn()
    #expect(lab.currentSession?.notice?.means == .transcript)
    try lab.back((lab.currentSession?.steps.count ?? 0) - before + 1)
    #expect(lab.currentSession?.interferences.isEmpty == true)
    _ = try lab.goOn()
    #expect(lab.currentSession?.outcome == .established)
    // What waits goes on to the next session where it found nothing.
    lab.attack(WireAttack(Self.flip("random"), on: "client_hello"))
    try lab.connect()
    #expect(lab.currentSession?.notice?.by == .client)
  }

  @Test("A client that falls back is caught by its SCSV, and fooled without it")
  func fallback() throws {
    for (setting, limit, by, means) in [
      ("auto", ProtocolVersion.tls12, Actor.server as Actor?, Notice.Means.fallbackSCSV),
      ("off", .tls12, nil, .nothing), ("off", .tls10, nil, .nothing),
      ("auto", .tls10, .server, .fallbackSCSV),
    ] {
      var lab = try Self.lab("1.0-1.3", "any")
      try lab.set("client.fallback-scsv", to: setting)
      lab.cutUntilFallback(to: limit)
      lab.predictNotice(.nobody)
      try lab.connect()
      let session = try #require(lab.currentSession)
      #expect(session.fellBack && session.predictedNotice == .nobody)
      #expect(session.notice?.by == by && session.notice?.means == means, "\(setting) \(limit)")
      if by == nil {
        #expect(session.outcome == .established)
        #expect(session.facts(on: .direct).version == limit)
      }
      #expect(lab.sessions.count == (limit == .tls12 ? 2 : 4))
    }
  }

  @Test("The binder notices what was changed in a ClientHello that resumes")
  func binder() throws {
    var lab = try Self.lab("1.3", "any")
    try lab.connect()
    lab.attack(WireAttack(Self.flip("random"), on: "client_hello"))
    try lab.connect([("resume", "S1")])
    let notice = try #require(lab.currentSession?.notice)
    #expect(notice.by == .server && notice.means == .binder)
    #expect(notice.alert?.description == .decryptError)
  }

  @Test("Every offset of every message: noticed, or without any consequence, and never a trap")
  func everyOffset() throws {
    for (version, exchange) in [("1.3", "any"), ("1.2", "ecdhe"), ("1.2", "rsa"), ("1.0", "ecdhe")]
    {
      var lab = try Self.lab(version, exchange)
      try lab.connect()
      let plain = try #require(lab.currentSession)
      for (_, _, message) in plain.messages where message.sender == .server || !message.isProtected
      {
        for offset in stride(from: 0, to: message.records.count, by: 29) {
          var copy = lab
          copy.attack(WireAttack(.change(offset: offset, value: .flipped), on: message.kind.name))
          try copy.connect()
          let session = try #require(copy.currentSession)
          #expect(session.interferences.count == 1)
          // The version in a record's header means nothing, and nobody's MAC covers it in the open.
          if session.outcome == .established {
            #expect(offset < 5, "\(version) \(message.kind.name)@\(offset)")
          }
        }
      }
    }
  }

  @Test("What a message does not have is said, and the message passes as it was")
  func impossible() throws {
    var lab = try Self.lab("1.3", "any")
    for deed in [
      Self.flip("nothing"), .change(offset: 100_000, value: .flipped),
      .change(offset: 0, value: .bytes([UInt8](repeating: 0, count: 10_000))),
      .downgrade(.suite(CipherSuite(rawValue: 0x1234))),
    ] {
      lab.attack(WireAttack(deed, on: "client_hello"))
      try lab.connect()
      #expect(lab.currentSession?.interferences.first?.isDone == false)
      #expect(lab.currentSession?.notice == nil && lab.currentSession?.outcome == .established)
    }
    lab.attack(WireAttack(Self.flip("extensions"), on: "encrypted_extensions"))
    try lab.connect()
    #expect(lab.currentSession?.interferences.first?.isDone == false)
  }

  @Test("Why a message passed as it was is saved, and read where a sentence was saved for it")
  func savedImpossibility() throws {
    var lab = try Self.lab("1.2", "any")
    lab.attack(WireAttack(.change(offset: 100_000, value: .flipped), on: "client_hello"))
    try lab.connect()
    let done = try #require(lab.currentSession?.interferences.first)
    #expect(!done.isDone)
    let again = try SavedValues.decode(Interference.self, from: try SavedValues.encode(done))
    #expect(again == done)
    let old = ["impossible": ["_0": "it has no field 'x'"]]
    let results = [
      try SavedValues.decode(Interference.Result.self, from: try SavedValues.encode(old)),
      try JSONDecoder().decode(
        Interference.Result.self, from: try JSONEncoder().encode(old)),
    ]
    for result in results {
      guard case .impossible(let why) = result else {
        Issue.record("\(result)")
        continue
      }
      #expect(why.reason == .told && why.values == ["text": "it has no field 'x'"])
    }
  }
}
