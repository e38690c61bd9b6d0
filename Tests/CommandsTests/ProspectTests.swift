import Eavesdropper
import Lab
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@testable import Commands

/// Every claim about the future is carried out, as a reader of the screen would: with commands.
@Suite("What is said of the future comes true when it is played")
struct ProspectTests {
  /// Settings of one world, and what is stolen in it.
  struct Scene: Sendable, CustomTestStringConvertible {
    var settings: [String]
    var loot: [Loot]

    var testDescription: String {
      (settings + loot.map { "compromise \($0.rawValue)" }).joined(separator: ", ")
    }
  }

  private static let versions = [nil, "1.0", "1.1", "1.2", "1.3"]
  private static let exchanges = [
    "any", "rsa", "dhe", "ecdhe", "psk", "dhe-psk", "ecdhe-psk", "anonymous",
  ]

  private static var settings: [[String]] {
    var all: [[String]] = []
    for version in versions {
      for exchange in exchanges {
        for choice in 0..<32 {
          let version = version.map { ["client.versions \($0)", "server.versions \($0)"] } ?? []
          let needsKey = exchange.contains("psk")
          all.append(
            version + (needsKey || choice & 1 != 0 ? sharedKey : []) + ["server.kx \(exchange)"]
              + (choice & 2 != 0 ? ["server.reuse-ephemeral on"] : [])
              + (choice & 4 != 0 ? ["server.tickets off"] : ["server.early-data on"])
              + (choice & 8 != 0 ? ["server.client-auth require", "client.cert good"] : [])
              + (choice & 16 != 0 ? ["client.verify off"] : []))
        }
      }
    }
    return all
  }

  private static let sharedKey = [
    "server.psk phone:0123456789abcdef0123", "client.psk phone:0123456789abcdef0123",
  ]

  /// All sets of up to three, and everything at once.
  private static var sets: [[Loot]] {
    let kinds = Loot.allCases
    var sets: [[Loot]] = [[], kinds]
    for (one, first) in kinds.enumerated() {
      sets.append([first])
      for (two, second) in kinds.enumerated().dropFirst(one + 1) {
        sets.append([first, second])
        for third in kinds.dropFirst(two + 1) { sets.append([first, second, third]) }
      }
    }
    return sets
  }

  /// Some of all, spread over them; all of them take hours: `TLSLAB_EVERY=1`.
  static var scenes: [Scene] {
    let (settings, sets) = (settings, sets)
    let count = settings.count * sets.count
    return stride(from: 0, to: count, by: Exhaustive.stride(usually: 1999)).map { place in
      Scene(settings: settings[place % settings.count], loot: sets[place / settings.count])
    }
  }

  @Test("by listening and by impersonation, whatever is stolen", arguments: scenes)
  func claims(scene: Scene) throws {
    guard let before = recorded(scene) else { return }
    let prompt = robbed(before, of: scene.loot)
    pastHolds(prompt, before, scene)
    let prospects = prompt.lab.prospects
    for future in prospects.listening { comesTrue(future, prompt, scene) }
    let fooled = ForgedCertificate.allCases.filter { certificate in
      // That the client was made to trust somebody is no work of the attacker's.
      certificate != .trustedAuthority && isFooled(prompt, by: certificate)
    }
    #expect((prospects.asServer == nil) == fooled.isEmpty, "\(scene.testDescription): \(fooled)")
    if case .certificate(let certificate)? = prospects.asServer {
      #expect(fooled.contains(certificate))
    }
    if prospects.asServer == nil {
      let isFooled = prompt.lab.sessions.contains { session in
        var copy = prompt
        _ = copy.execute("mitm on")
        _ = copy.execute("connect resume=\(session.id)")
        return copy.lab.sessions.last?.outcome == .fooled
      }
      #expect(isFooled == (prospects.whereResumed != nil), "\(scene.testDescription)")
    }
  }

  /// A world with two sessions; nil where the settings leave none.
  private func recorded(_ scene: Scene) -> Interpreter? {
    var prompt = Interpreter(Lab(seed: 19))
    for setting in scene.settings {
      guard prompt.execute("set \(setting)").error == nil else { return nil }
    }
    guard prompt.execute("connect").error == nil else { return nil }
    _ = prompt.execute("connect resume=S1")
    return prompt
  }

  /// What is erased, or never was, can't be stolen.
  private func robbed(_ prompt: Interpreter, of loot: [Loot]) -> Interpreter {
    var thief = prompt
    for loot in loot { _ = thief.execute("compromise \(loot.rawValue)") }
    return thief
  }

  /// What is open reads word for word as it was said; and who has stolen more reads no less.
  private func pastHolds(_ prompt: Interpreter, _ before: Interpreter, _ scene: Scene) {
    let single = scene.loot.map { robbed(before, of: [$0]).lab }
    for session in prompt.lab.sessions {
      let state = prompt.lab.vaultState(of: session)
      let read = prompt.lab.eyes(of: .eavesdropper, on: session).opened[.direct]?.plaintexts ?? []
      let said = session.steps.compactMap(\.sentMessage).filter { message in
        if case .applicationData = message.content { message.isProtected } else { false }
      }
      // TLS 1.0 sends data of CBC in two records, which are read as two.
      let whole = Dictionary(grouping: read, by: \.sender).mapValues { $0.flatMap(\.bytes) }
      let heard = said.count { message in
        whole[message.sender]?.firstRange(of: message.plaintext) != nil
      }
      let reason = prompt.lab.record(of: session).reason?.word
      let isWhole = heard == said.count && !said.isEmpty
      let isTrue =
        switch state {
        case .open: isWhole
        case .partly: heard > 0 && isWhole == (reason == "handshake-sealed")
        default: heard == 0
        }
      #expect(
        isTrue, "\(session.id) \(state), \(heard) of \(said.count): \(scene.testDescription)")
      #expect(
        single.allSatisfy { rank($0.vaultState(of: session)) <= rank(state) },
        "\(session.id) \(state): \(scene.testDescription)")
    }
  }

  private func rank(_ state: VaultState) -> Int {
    switch state {
    case .open: 2
    case .partly: 1
    default: 0
    }
  }

  private func comesTrue(_ future: FutureSession, _ prompt: Interpreter, _ scene: Scene) {
    var next = prompt
    let command = (["connect"] + future.changes).joined(separator: " ")
    let error = next.execute(command).error
    #expect(error == nil, "\(command): \(scene.testDescription)")
    guard let session = next.lab.currentSession else { return }
    #expect(
      next.lab.vaultState(of: session) == future.state, "\(command): \(scene.testDescription)")
    #expect(session.facts(on: session.clientWire).version == future.version)
  }

  private func isFooled(_ prompt: Interpreter, by certificate: ForgedCertificate) -> Bool {
    var next = prompt
    guard next.execute("mitm on cert=\(certificate.rawValue)").error == nil else { return false }
    _ = next.execute("connect")
    return next.lab.currentSession?.outcome == .fooled
  }
}

@Suite("What was found false by strangers")
struct FutureSampleTests {
  private func future(_ commands: String...) throws -> (screen: String, prospects: Prospects) {
    var prompt = Interpreter(Lab(seed: 7))
    var screen = ""
    for command in commands {
      let outcome = prompt.execute(command)
      #expect(outcome.error == nil, "\(command)")
      // As one line: where it was folded says nothing.
      screen = outcome.page.plainText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    return (screen, prompt.lab.prospects)
  }

  @Test("a quantum computer finds the server's key: RSA sessions to come open, and it impersonates")
  func quantum() throws {
    let (screen, prospects) = try future("connect kx=dhe", "connect kx=rsa", "compromise quantum")
    #expect(screen.contains("all: S1 and S2"))
    #expect(screen.contains("RSA sessions only"))
    #expect(prospects.asServer == .certificate(.stolen))
  }

  @Test("an ephemeral key that is used again opens what is to come")
  func reused() throws {
    let (screen, prospects) = try future(
      "set server.reuse-ephemeral on", "set server.groups x25519", "connect version=1.3",
      "compromise server.key",
      "compromise server.ephemeral")
    #expect(screen.contains("1.3 ECDHE and RSA sessions"))
    #expect(prospects.listening.first?.state == .open)
  }

  @Test("the key of a session opens the early data of who resumes it")
  func resumption() throws {
    let (screen, prospects) = try future(
      "set server.early-data on", "connect version=1.3", "connect resume=S1 early=first",
      "compromise psk S1")
    #expect(screen.contains("those that resume S1"))
    let resuming = prospects.listening.filter { $0.resumed == "S1" }
    #expect(resuming.contains { $0.state == .partly })
  }

  @Test("the key of tickets opens every session that gets one, and every resumption by one alone")
  func tickets() throws {
    let stealing = ["connect version=1.3", "connect version=1.3", "compromise server.ticket-key"]
    let (screen, prospects) = try future(stealing[0], stealing[1], stealing[2])
    #expect(screen.contains("1.2 sessions that get a ticket"))
    #expect(screen.contains("sessions that resume by a ticket alone"))
    #expect(!screen.contains("ECDHE"))
    let resuming = prospects.listening.filter { $0.resumed != nil }
    #expect(resuming.contains { $0.keyExchange == "psk" && $0.state == .open })
    // Also such as nothing was said of: an older ticket, and key exchanges that need a key of their own.
    for command in [
      "connect resume=S1 kx=psk", "connect kx=dhe-psk psk=desk-42:hunter2",
      "connect version=1.2 kx=anonymous",
    ] {
      var prompt = Interpreter(Lab(seed: 7))
      for command in stealing + [command] {
        #expect(prompt.execute(command).error == nil, "\(command)")
      }
      let session = try #require(prompt.lab.currentSession)
      #expect(prompt.lab.vaultState(of: session) == .open, "\(command)")
    }
  }

  @Test("the key that proves the server proves the attacker")
  func sharedKey() throws {
    let (_, prospects) = try future(
      "set server.psk a:0123456789abcdef", "set client.psk a:0123456789abcdef",
      "connect version=1.2 kx=dhe-psk", "compromise psk S1")
    #expect(prospects.asServer == .preSharedKey)
    #expect(prospects.asClient == .preSharedKey)
  }

  @Test("a key that was typed for one session alone opens and poses where it is used again")
  func sharedKeyElsewhere() throws {
    let session = "connect version=1.3 kx=psk psk=desk-42:hunter2"
    let (screen, prospects) = try future(session, "compromise psk")
    #expect(prospects.asServer == nil)
    let key = try #require(prospects.elsewhere.first)
    #expect(key.name == "desk-42" && key.posesAsServer && key.posesAsClient)
    #expect(screen.contains("PSK sessions with the key"))
    #expect(!screen.contains("can't prove"))
    // What was said is played: each session, and the attacker in between.
    for coming in key.listening {
      var prompt = Interpreter(Lab(seed: 7))
      for command in [
        session, "compromise psk", "connect \(coming.changes.joined(separator: " "))",
      ] {
        #expect(prompt.execute(command).error == nil, "\(command)")
      }
      let next = try #require(prompt.lab.currentSession)
      #expect(prompt.lab.vaultState(of: next) == coming.state, "\(coming.changes)")
    }
    #expect(Set(key.listening.filter { $0.state == .open }.map(\.version)) == [.tls12, .tls13])
    var prompt = Interpreter(Lab(seed: 7))
    for command in [
      session, "compromise psk", "mitm on", "connect version=1.2 kx=psk psk=desk-42:hunter2",
    ] {
      #expect(prompt.execute(command).error == nil, "\(command)")
    }
    #expect(prompt.lab.currentSession?.outcome == .fooled)
    let timeline = prompt.execute("timeline").page.plainText
    #expect(timeline.contains("with the key desk-42"))
    // A key that nobody stole does none of that.
    #expect(try future(session, "compromise server.ticket-key").prospects.elsewhere.isEmpty)
  }

  @Test("everything at once opens at least what each theft opens")
  func matrix() throws {
    var prompt = Interpreter(Lab(seed: 7))
    for command in ["connect kx=dhe", "connect kx=rsa", "connect version=1.3", "connect resume=S3"]
    {
      _ = prompt.execute(command)
    }
    for row in prompt.lab.matrix.rows {
      let everything = try #require(row.states.last)
      #expect(!row.states.contains(.open) || everything == .open, "\(row.session)")
      #expect(!row.states.contains(.partly) || everything != .sealed, "\(row.session)")
    }
  }
}
