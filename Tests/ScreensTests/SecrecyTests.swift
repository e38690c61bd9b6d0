import Bytes
import Knowledge
import Lab
import Screens
import TLSEngine
import TLSKeys
import Testing

@Suite("Who holds no keys is shown no secret")
struct SecrecyTests {
  /// Everything that must not be seen on the wire: made or derived in secret.
  private func secrets(of session: Session) -> [(name: ValueName, value: [UInt8])] {
    var found: [(ValueName, [UInt8])] = []
    for step in session.steps {
      switch step.effect {
      case .generated(let generated):
        if let part = generated.secretPart { found.append((part.name, part.value)) }
      case .derived(let derivation):
        let isHash = derivation.name.rawValue.hasSuffix("_hash")
        if !isHash { found.append((derivation.name, derivation.value)) }
      default: break
      }
    }
    return found
  }

  /// How a value can be spelled on a screen: its digits, whole or cut short.
  private func spellings(_ value: [UInt8]) -> [String] {
    let pairs = value.map { [$0].hex }
    let brief = pairs.prefix(3).joined(separator: " ") + " .. +\(value.count - 3)"
    let all = pairs.joined(separator: " ")
    return [brief] + (value.count >= 8 ? [value.hex, all] : [])
  }

  @Test("The eavesdropper, at every step", arguments: Scene.allCases)
  func eavesdropper(_ scene: Scene) throws {
    let end = try #require(try scene.finished().currentSession)
    let forbidden = secrets(of: end).flatMap { secret in
      spellings(secret.value).map { (secret.name, $0) }
    }
    var lab = try scene.lab()
    lab.look(with: .eavesdropper)
    while let played = try? lab.step() {
      let isLast = lab.currentSession?.next == nil
      let number = lab.currentSession?.steps.count ?? 0
      let pages =
        isLast || number % 25 == 0
        ? sessionPages(lab, played: played) : [Screens.step(lab, played: played)]
      let shown = pages.map { text($0, width: 400) }.joined(separator: "\n")
      for (name, spelling) in forbidden {
        #expect(!shown.contains(spelling), "\(name) after step \(number)")
      }
      #expect(!shown.contains("Authorization"), "application data after step \(number)")
    }
    try checkEverything(in: lab, forbidden)
  }

  private func checkEverything(in lab: Lab, _ forbidden: [(ValueName, String)]) throws {
    let session = try #require(lab.currentSession)
    var pages = labPages(lab)
    for number in session.messages.indices {
      pages += MessageForm.allCases.compactMap {
        Screens.message(session, number: number + 1, form: $0, eyes: Eyes(.eavesdropper))
      }
    }
    pages += Screens.derivationNames(session).compactMap {
      Screens.derivation(session, name: $0, eyes: Eyes(.eavesdropper))
    }
    for number in 1...min(12, session.messages.count) {
      pages += Screens.fieldPaths(session, number: number).compactMap {
        Screens.field(session, number: number, path: .init(parsing: $0), eyes: Eyes(.eavesdropper))
      }
    }
    let shown = pages.map { text($0, width: 400) }.joined(separator: "\n")
    for (name, spelling) in forbidden { #expect(!shown.contains(spelling), "\(name)") }
    #expect(!shown.contains("Authorization"))
  }

  @Test("One end does not see what the other end made")
  func oneEnd() throws {
    let lab = try Scene.ecdhe.finished()
    let session = try #require(lab.currentSession)
    let made = try #require(session.ledger.values(on: .direct)[.ephemeralPrivate(.server)])
    let brief = made.prefix(3).map { [$0].hex }.joined(separator: " ")
    #expect(!text(Screens.keys(session, actor: nil, eyes: Eyes(.client))).contains(brief))
    #expect(text(Screens.keys(session, actor: nil, eyes: Eyes(.server))).contains(brief))
  }

  @Test("CBC encrypts padding too, and the MAC unless it stands outside")
  func padding() throws {
    for (scene, words) in [
      (Scene.plain, "then 20 bytes MAC, 12 bytes padding"), (.cbc, "then 16 bytes padding"),
    ] {
      let session = try #require(try scene.finished().currentSession)
      let number = try #require(session.messages.firstIndex { $0.message.isProtected }) + 1
      let page = Screens.message(session, number: number, form: .table, eyes: .all)
      #expect(text(page).contains(words), "\(scene)")
    }
  }

  @Test("What was stolen opens the eavesdropper's eyes", arguments: [Scene.rsa, .ecdhe])
  func opened(_ scene: Scene) throws {
    var lab = try scene.finished()
    lab.look(with: .eavesdropper)
    try lab.compromise(.serverKey)
    let session = try #require(lab.currentSession)
    let shown = sessionPages(lab, played: []).map { text($0, width: 400) }.joined(separator: "\n")
    let master = try #require(session.ledger.values(on: .direct)["master_secret"]).hex
    #expect(shown.contains("REGISTER") == (scene == .rsa))
    let derivation = Screens.derivation(
      session, name: "master_secret", eyes: lab.eyes(on: session))
    let value = text(derivation, width: 400).lowercased().contains(master.prefix(60))
    #expect(value == (scene == .rsa))
    let found = text(Screens.find(lab, in: [session], text: "REGISTER"), width: 400)
    #expect(found.contains("who stole") == (scene == .rsa))
  }

  @Test("What is hatched says for whom")
  func words() throws {
    let lab = try Scene.ecdhe.finished()
    let session = try #require(lab.currentSession)
    let number = try #require(session.messages.lastIndex { $0.message.isProtected }) + 1
    let eavesdropper = Screens.message(
      session, number: number, form: .table, eyes: Eyes(.eavesdropper))
    #expect(text(eavesdropper).contains("encrypted: not readable for the eavesdropper"))
    #expect(text(eavesdropper).contains("// // //"))
    let client = Screens.message(session, number: number, form: .table, eyes: Eyes(.client))
    #expect(text(client).contains("after decryption"))
  }
}
