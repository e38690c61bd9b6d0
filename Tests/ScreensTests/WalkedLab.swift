import Knowledge
import Lab
import Screens
import TLSEngine
import TLSKeys

/// A lab whose keys are made already, because RSA keys take a while.
func preparedLab() throws -> Lab { try PreparedLab.seven.get() }

private enum PreparedLab {
  static let seven = Result {
    var lab = Lab(seed: 7)
    try lab.connect([("kx", "rsa")])
    try lab.connect([("suite", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")])
    try lab.set("client.verify", to: "off")
    try lab.intercept(with: .ownAuthority)
    try lab.connect()
    lab.reset()
    // What is not said otherwise is about TLS 1.2.
    try lab.speakOnly("1.2")
    return lab
  }
}

/// The kinds of session that every screen must be able to show.
enum Scene: String, CaseIterable, Sendable {
  case rsa, ecdhe, dhe, cbc, plain, refusedByServer, refusedByClient, fooled, echo

  /// A lab in which such a session is about to begin.
  func lab() throws -> Lab {
    var lab = try preparedLab()
    switch self {
    case .rsa: try lab.walk([("kx", "rsa")])
    case .ecdhe: try lab.walk([("suite", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")])
    case .dhe: try lab.walk([("kx", "dhe")])
    case .cbc: try lab.walk([("suite", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256")])
    case .plain:
      try lab.walk([
        ("suite", "TLS_RSA_WITH_AES_256_CBC_SHA"), ("client.etm", "off"), ("client.ems", "off"),
      ])
    case .refusedByServer:
      try lab.walk([("client.suites", "TLS_RSA_WITH_AES_128_GCM_SHA256"), ("server.kx", "ecdhe")])
    case .refusedByClient:
      try lab.intercept(with: .ownAuthority)
      try lab.walk()
    case .fooled:
      try lab.set("client.verify", to: "off")
      try lab.intercept(with: .ownAuthority)
      try lab.walk()
    case .echo: try lab.walk([("kx", "ecdhe"), ("scenario", "echo")])
    }
    return lab
  }

  /// The same, played to its end.
  func finished() throws -> Lab {
    var lab = try lab()
    try lab.goOn()
    return lab
  }
}

/// The page as text.
func text(_ page: Page?, width: Int = 80) -> String {
  guard let page else { return "" }
  return Layout(width: width).lines(of: page).map(\.text).joined(separator: "\n")
}

/// Every screen that shows the current session of a lab.
func sessionPages(_ lab: Lab, played: [Step]) -> [Page] {
  guard let session = lab.currentSession else { return [] }
  let eyes = lab.eyes(on: session)
  var pages = [
    Screens.step(lab, played: played), Screens.ladder(session, eyes: eyes),
    Screens.bytes(session, number: nil, eyes: eyes),
    Screens.keys(session, actor: nil, eyes: eyes),
    Screens.keys(session, actor: .client, eyes: eyes), Screens.steps(session, eyes: eyes),
    Screens.transitionTable(session), Screens.connected(lab, session),
    Screens.knowledge(lab, session, difference: nil),
  ]
  if let number = session.messages.indices.last.map({ $0 + 1 }) {
    pages += MessageForm.allCases.compactMap {
      Screens.message(session, number: number, form: $0, eyes: eyes)
    }
  }
  if let name = Screens.derivationNames(session).last {
    pages += [Screens.derivation(session, name: name, eyes: eyes)].compactMap { $0 }
    pages += [Screens.why(lab, thing: name)].compactMap { $0 }
  }
  return pages
}

/// Every screen that shows a lab as a whole.
func labPages(_ lab: Lab) -> [Page] {
  let sessions = lab.sessions.flatMap { session in
    [Screens.opened(lab, session)] + [Screens.why(lab, thing: session.id)].compactMap { $0 }
  }
  return sessions + [
    Screens.sessions(lab), Screens.ciphers(lab), Screens.vault(lab), Screens.world(lab),
    Screens.timeline(lab),
    Screens.predicted(lab), Screens.settings(lab, actor: nil),
    Screens.settings(lab, actor: "client"), Screens.settings(lab, actor: "nobody"),
    Screens.stolen(lab, LootName(.serverKey), new: []), Screens.transitionTable(nil),
  ]
}

extension Lab {
  /// Gives both sides these versions alone.
  mutating func speakOnly(_ versions: String) throws {
    try set("client.versions", to: versions)
    try set("server.versions", to: versions)
  }
}
