import Lab
import Screens
import TLSEngine
import Testing

@Suite("Two sessions or messages side by side")
struct DiffTests {
  private typealias Changes = [(String, String)]

  /// A lab with two sessions, and the comparison of them.
  private func compared(
    _ first: Changes, _ second: Changes, view: Lab.View = .all
  ) throws -> (lab: Lab, page: Page) {
    var lab = try preparedLab()
    try lab.connect(first)
    try lab.connect(second)
    lab.look(with: view)
    return (lab, try page(lab, "S1", "S2"))
  }

  private func page(_ lab: Lab, _ one: String, _ other: String) throws -> Page {
    let left = try #require(lab.session(one))
    let right = try #require(lab.session(other))
    return Screens.diff(lab, left, on: left.clientWire, right, on: right.clientWire)
  }

  /// The columns of the row with that label.
  private func row(_ page: Page, _ label: String) throws -> [String] {
    for case .table(let table) in page.blocks {
      if let row = table.rows.first(where: { $0[0].text.hasSuffix(" \(label)") }) {
        return row.map(\.text)
      }
    }
    throw Missing(label: label)
  }

  private func rows(_ page: Page) -> [[String]] {
    page.blocks.flatMap { block -> [[String]] in
      guard case .table(let table) = block else { return [] }
      return table.rows.map { $0.map(\.text) }
    }
  }

  private struct Missing: Error { var label: String }

  /// Pairs that learners compare most.
  private static let pairs: [[[(String, String)]]] = [
    [[("version", "1.3")], [("version", "1.2"), ("kx", "rsa")]],
    [[("version", "1.3")], [("version", "1.2"), ("kx", "ecdhe")]],
    [[("version", "1.1"), ("kx", "ecdhe")], [("version", "1.2"), ("kx", "ecdhe")]],
    [[("version", "1.0"), ("kx", "rsa")], [("version", "1.1"), ("kx", "dhe")]],
    [[("version", "1.2"), ("kx", "rsa")], [("version", "1.2"), ("kx", "ecdhe")]],
  ]

  @Test("Fits one screen of 80 by 24, prompt included", arguments: 0..<5)
  func fits(_ number: Int) throws {
    let pair = Self.pairs[number]
    let (_, page) = try compared(pair[0], pair[1])
    #expect(Layout(width: 80).lines(of: page).count <= 23)
    for width in [40, 80, 120] {
      for line in Layout(width: width).lines(of: page).map(\.text) {
        #expect(line.count < width, "\(line)")
        #expect(line.unicodeScalars.allSatisfy { (0x20...0x7e).contains($0.value) }, "\(line)")
        #expect(line.last != " ")
      }
    }
  }

  @Test("1.2 with RSA beside 1.3: each row says what it is about")
  func rsaAnd13() throws {
    let (_, page) = try compared([("version", "1.3")], [("version", "1.2"), ("kx", "rsa")])
    #expect(try row(page, "version") == ["* version", "TLS 1.3", "TLS 1.2"])
    #expect(try row(page, "client proves") == ["= client proves", "nothing"])
    let proof = try row(page, "server proves")
    #expect(proof[1] == "CertificateVerify: RSA-2048 signs, rsa_pss_rsae_sha256")
    #expect(proof[2] == "ClientKeyExchange: RSA-2048 decrypts the secret")
    #expect(try row(page, "in the open")[1] == "ClientHello and ServerHello")
    #expect(try row(page, "certificate")[1] == "encrypted, by UC Test Root CA")
    #expect(try row(page, "stolen later")[2].hasPrefix("server.key opens it all"))
    #expect(try row(page, "client sends")[1] == "after 40 ms, 1 round trip")
  }

  @Test("1.1 beside 1.2: what makes the keys, who signs with what, how records are kept")
  func oldAndNew() throws {
    let (_, page) = try compared(
      [("version", "1.1"), ("kx", "ecdhe")], [("version", "1.2"), ("kx", "ecdhe")])
    #expect(try row(page, "keys made by")[1] == "PRF MD5+SHA1 over the messages")
    #expect(try row(page, "server proves")[1].hasSuffix("MD5 with SHA-1"))
    #expect(try row(page, "records")[1] == "AES_128_CBC, IV sent")
    #expect(try row(page, "records")[2] == "AES_128_GCM, nonce sent")
    #expect(try row(page, "client sends") == ["= client sends", "after 80 ms, 2 round trips"])
  }

  @Test("A session beside itself has no difference")
  func itself() throws {
    let (lab, _) = try compared([("version", "1.3")], [("version", "1.2")])
    let page = try page(lab, "S1", "S1")
    #expect(text(page).contains("no difference"))
    #expect(!text(page).contains("* version"))
  }

  @Test("Times follow the length of the wire")
  func times() throws {
    let (_, page) = try compared(
      [("version", "1.3"), ("net.rtt", "150")], [("version", "1.3"), ("net.rtt", "5")])
    let row = try row(page, "client sends")
    #expect(row[1] == "after 150 ms, 1 round trip")
    #expect(row[2] == "after 5 ms, 1 round trip")
    #expect(text(page).contains("server 2.5 ms"))
  }

  @Test("The eavesdropper is not told what TLS 1.3 hides")
  func hidden() throws {
    let (_, page) = try compared(
      [("version", "1.3")], [("version", "1.2"), ("kx", "ecdhe")], view: .eavesdropper)
    #expect(try row(page, "server proves")[1].hasPrefix("////"))
    #expect(try row(page, "server proves")[2].contains("RSA-2048"))
    #expect(try row(page, "certificate")[1] == "encrypted")
    #expect(try row(page, "certificate")[2] == "open, by UC Test Root CA")
  }

  @Test("Both connections of a man in the middle")
  func intercepted() throws {
    let lab = try Scene.fooled.finished()
    let session = try #require(lab.sessions.last)
    let page = Screens.diff(lab, session, on: .clientSide, session, on: .serverSide)
    #expect(text(page).contains("client to attacker"))
    #expect(try row(page, "certificate")[1].hasSuffix("by Mallory CA"))
    #expect(try row(page, "certificate")[2].hasSuffix("by UC Test Root CA"))
  }

  @Test("Any two kinds of session, at any step, for anyone", arguments: Scene.allCases)
  func everything(_ scene: Scene) throws {
    var lab = try preparedLab()
    try lab.connect([("version", "1.3")])
    let finished = try scene.finished()
    for view in Lab.View.allCases {
      var other = finished
      other.look(with: view)
      let session = try #require(other.currentSession)
      let played = Screens.diff(
        other, try #require(lab.sessions.first), on: .direct, session, on: session.clientWire)
      for width in [40, 80, 120] {
        for line in Layout(width: width).lines(of: played).map(\.text) {
          #expect(line.count < width, "\(scene): \(line)")
        }
      }
    }
    var walking = try scene.lab()
    while (try? walking.step(7)) != nil {
      let session = try #require(walking.currentSession)
      let page = Screens.diff(
        walking, session, on: session.clientWire, session, on: session.clientWire)
      #expect(text(page).contains("no difference"))
    }
  }

  /// Sessions of every kind that the lab can make.
  private static let kinds: [Changes] = [
    [("version", "1.3"), ("server.early-data", "on")],
    [("version", "1.3"), ("server.retry", "on")],
    [("version", "1.3"), ("client.groups", "X25519MLKEM768,x25519")],
    [("version", "1.3"), ("resume", "S1")],
    [("version", "1.3"), ("resume", "S1"), ("early", "hello"), ("server.early-data", "on")],
    [("version", "1.3"), ("server.client-auth", "require"), ("client.cert", "good")],
    [("version", "1.2"), ("server.client-auth", "require"), ("client.cert", "good")],
    [("version", "1.2"), ("kx", "rsa")], [("version", "1.2"), ("kx", "dhe")],
    [("version", "1.2"), ("suite", "TLS_RSA_WITH_NULL_SHA256")],
    [("version", "1.2"), ("client.etm", "off"), ("suite", "TLS_RSA_WITH_AES_128_CBC_SHA")],
    [("version", "1.1")], [("version", "1.0")], [("net.record", "off")],
    [
      ("version", "1.2"), ("server.suites", "TLS_RSA_WITH_AES_128_GCM_SHA256"),
      ("client.suites", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
    ],
  ]

  @Test("What is marked as different reads differently, and nothing else does")
  func marks() throws {
    var lab = try preparedLab()
    for kind in Self.kinds { try lab.connect(kind) }
    for one in lab.sessions {
      for other in lab.sessions {
        let page = try page(lab, one.id, other.id)
        let reversed = rows(try self.page(lab, other.id, one.id))
        for (place, row) in rows(page).enumerated() {
          if row.count == 3 {
            #expect(row[1] != row[2], "\(one.id) \(other.id) \(row[0])")
          } else {
            #expect(row == reversed[place], "\(one.id) \(other.id)")
          }
        }
        #expect(Layout(width: 80).lines(of: page).count <= 30, "\(one.id) \(other.id)")
      }
    }
  }

  @Test("Messages field by field")
  func messages() throws {
    let (lab, _) = try compared([("version", "1.3")], [("version", "1.2"), ("kx", "ecdhe")])
    let left = try #require(lab.session("S1"))
    let right = try #require(lab.session("S2"))
    let hellos = try #require(Screens.diff(lab, MessagePlace(left, 1), MessagePlace(right, 1)))
    #expect(try row(hellos, "key_share").suffix(2) == ["X25519MLKEM768", "-"])
    #expect(try row(hellos, "cipher_suites")[1].contains("TLS_AES_128_GCM_SHA256"))
    #expect(try row(hellos, "legacy_session_id")[2] == "empty")
    #expect(text(hellos).contains("server_name"))
    let same = try #require(Screens.diff(lab, MessagePlace(left, 1), MessagePlace(left, 1)))
    #expect(text(same).contains("no difference"))
    #expect(Screens.diff(lab, MessagePlace(left, 0), MessagePlace(right, 1)) == nil)
    #expect(Screens.diff(lab, MessagePlace(left, 1), MessagePlace(right, 999)) == nil)
    for one in 1...left.messages.count {
      for other in 1...right.messages.count {
        let page = Screens.diff(lab, MessagePlace(left, one), MessagePlace(right, other))
        for line in Layout(width: 80).lines(of: try #require(page)).map(\.text) {
          #expect(line.count < 80, "\(one) \(other): \(line)")
        }
      }
    }
  }

  @Test("Who can't read a message is not told what is in it")
  func unreadableMessages() throws {
    let (lab, _) = try compared(
      [("version", "1.3")], [("version", "1.3")], view: .eavesdropper)
    let left = try #require(lab.session("S1"))
    let number = try #require(
      left.messages.firstIndex { $0.message.kind.name == "encrypted_extensions" })
    let page = Screens.diff(lab, MessagePlace(left, number + 1), MessagePlace(left, number + 1))
    #expect(text(page).contains("can't read"))
  }
}
