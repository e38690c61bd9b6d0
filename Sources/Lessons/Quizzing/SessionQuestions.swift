import Commands
import Explanations
import Lab
import Screens
import TLSEngine

/// Questions about a session that the learner made; the answers are computed from it.
struct SessionQuestions {
  let session: Session
  let lab: Lab
  private let facts: JSONValue

  init(_ session: Session, in lab: Lab) {
    self.session = session
    self.lab = lab
    facts = lab.state(at: "sessions", session.id) ?? .null
  }

  /// Those that have an answer.
  var all: [QuizQuestion] {
    guard session.outcome == .established || session.outcome == .closed else { return [] }
    return [theft, role, roundTrips, following, readable].compactMap { $0 }
  }

  private func fact(_ name: String) -> String? { facts.find([name])?.text }

  /// The question itself.
  private func asked(_ entry: String, _ values: [String: String] = [:]) -> String {
    said(.question, entry, values.merging(["session": session.id]) { $1 })
  }

  private func question(
    _ text: String, _ choices: [(text: String, say: String, isCorrect: Bool)]
  ) -> QuizQuestion? {
    guard choices.contains(where: \.isCorrect), choices.count > 1 else { return nil }
    return QuizQuestion(
      source: said(.question, "source", ["session": session.id]), text: text,
      choices: choices.map { .init(text: $0.text, say: $0.say, isCorrect: $0.isCorrect) })
  }

  /// Tried on a copy; the key of a server outside is in no copy.
  private var theft: QuizQuestion? {
    guard fact("vault") == "sealed", !session.isOutside(.server) else { return nil }
    var copy = Interpreter(lab)
    guard copy.execute("compromise server.key").error == nil,
      let state = copy.lab.state(at: "sessions", session.id, "vault")?.text
    else { return nil }
    let opens = state == "open"
    let say = said(
      .question, opens ? "theft.opens.tried" : "theft.sealed.tried", ["reason": reason])
    return question(
      asked("theft"),
      [
        (said(.question, "theft.opens"), say, opens),
        (said(.question, "theft.sealed"), say, state == "sealed"),
      ])
  }

  private enum Role: String, CaseIterable { case decrypts, signs, nothing }

  private var keyRole: Role? {
    switch fact("kx") {
    case "rsa": .decrypts
    case "dhe", "ecdhe", "hybrid": .signs
    case "psk", "psk-dhe", "anonymous": .nothing
    default: nil
    }
  }

  private var reason: String {
    said(.question, "role.\((keyRole ?? .nothing).rawValue)", for: .detail)
  }

  private var role: QuizQuestion? {
    // Where a session is taken up again no certificate is shown (RFC 5246 §7.3).
    guard let keyRole, !session.facts(on: session.clientWire).takesUpAnother else { return nil }
    return question(
      asked("role"),
      Role.allCases.map { role in
        (said(.question, "role.\(role.rawValue)"), reason, keyRole == role)
      })
  }

  private var roundTrips: QuizQuestion? {
    guard let trips = fact("round_trips").flatMap(Int.init), trips <= 3 else { return nil }
    let say = said(.question, "trips", ["count": String(trips)], for: .detail)
    return question(
      asked("trips"),
      (0...3).map { ("\($0)", say, $0 == trips) })
  }

  private var handshake: [Message] {
    session.messages.filter { $0.step.wire == session.clientWire }.map(\.message)
      .filter { $0.kind != .applicationData && $0.kind != .alert }
  }

  private var following: QuizQuestion? {
    let names = handshake.map(\.title)
    let places = names.indices.dropLast().filter { place in
      names.filter { $0 == names[place] }.count == 1 && names[place + 1] != names[place]
    }
    // The same session is asked the same; another one something else.
    guard !places.isEmpty else { return nil }
    let place = places[session.id.utf8.reduce(0) { $0 + Int($1) } % places.count]
    var numbers = SeededNumbers(state: UInt64(place))
    let others = Array(Set(names)).sorted()
      .filter { $0 != names[place] && $0 != names[place + 1] }
      .shuffled(using: &numbers).prefix(3)
    let choices = (others + [names[place + 1]]).sorted()
    let say = said(
      .question, "following", ["message": names[place], "next": names[place + 1]], for: .detail)
    return question(
      asked("following", ["message": names[place]]),
      choices.map { ($0, say, $0 == names[place + 1]) })
  }

  private var readable: QuizQuestion? {
    var open = Set(handshake.filter { !$0.isProtected }.map(\.title))
    let sealed = Set(handshake.filter(\.isProtected).map(\.title)).subtracting(open)
    open.subtract(["ClientHello", "ServerHello", "ChangeCipherSpec"])
    guard let pick = sealed.sorted().first else { return nil }
    let say = said(.question, "readable.protected")
    let openly = said(.question, "readable.open")
    let others = open.sorted().prefix(2) + ["ServerHello"]
    return question(
      asked("readable"),
      (others.map { ($0, openly, false) } + [(pick, say, true)]).sorted { $0.0 < $1.0 })
  }
}
