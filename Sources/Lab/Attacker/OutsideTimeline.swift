import CryptoPrimitives
import Eavesdropper
import Knowledge
import Network
import TLSKeys
import X509

/// Puts sessions in order that were recorded elsewhere, or had with real programs. What is not known of them,
/// such as when a key was stolen, has no place in it.
struct OutsideTimeline {
  private let lab: Lab
  private let sessions: [Session]

  init(_ lab: Lab, _ sessions: [Session]) {
    self.lab = lab
    self.sessions = sessions.sorted { $0.beginning < $1.beginning }
  }

  var timeline: Timeline {
    let stops =
      sessions.map { session in
        Timeline.Stop(
          what: .sessions([session.id]), time: session.beginning,
          state: lab.openness(of: session, with: lab.attacker.held))
      } + [Timeline.Stop(what: .now, time: nil)]
    return Timeline(clock: .outside, stops: stops, lanes: certified + files)
  }

  // MARK: The servers' keys

  /// A certificate's name and key, and where it was seen.
  private struct Shown {
    var name: String
    var key: PublicKey
    var places: [Int]
  }

  /// The keys in certificates, in the order in which they came up.
  private var shown: [Shown] {
    var found: [Shown] = []
    for (place, session) in sessions.enumerated() {
      guard let certificate = certificate(of: session) else { continue }
      let key = certificate.publicKey
      if let known = found.firstIndex(where: { $0.key == key }) {
        found[known].places.append(place)
      } else {
        let name = certificate.dnsNames.first ?? certificate.subject
        found.append(Shown(name: name, key: key, places: [place]))
      }
    }
    return found
  }

  /// The server's certificate: what the session showed, or the one that it resumes.
  private func certificate(of session: Session) -> Certificate? {
    let wire = session.wire(reaching: .server)
    let der =
      session.facts(on: wire).certificates.first
      ?? lab.origin(of: session, on: wire).flatMap { origin in
        origin.session.facts(on: origin.wire).certificates.first
      }
    return der.flatMap { try? Certificate.reading(der: $0) }
  }

  private var certified: [Timeline.Lane] {
    let shown = shown
    return shown.enumerated().map { place, one in
      let same = shown.indices.filter { shown[$0].name == one.name }
      let number = same.firstIndex(of: place) ?? 0
      let isRetired = number < same.count - 1
      var lane = Timeline.Lane(
        word: isRetired ? "\(one.name)-\(number + 1)" : one.name, states: states(of: one))
      let first = one.places.first ?? 0
      lane.reign = first...(isRetired ? one.places.last ?? first : sessions.count)
      lane.isRetired = isRetired
      if isStolen(one) { lane.theft = sessions.count }
      return lane
    }
  }

  private func isStolen(_ shown: Shown) -> Bool {
    lab.attacker.leaks.contains { leak in
      [.serverPrivateKey, .serverSigningKey].contains(leak.name)
        && lab.attacker.held.privateKey(leak)?.publicKey == shown.key
    }
  }

  /// What a thief of the key would read, by name alone: nobody here has it.
  private func states(of shown: Shown) -> [VaultState?] {
    var thief = lab
    thief.attacker.leaks = [
      Leak(name: .serverPrivateKey, origin: .longTerm(Lab.anyServerLabel), value: [])
    ]
    return sessions.indices.map { place in
      guard shown.places.contains(place) else { return .sealed }
      let session = sessions[place]
      let wire = session.wire(reaching: .server)
      let known = thief.closure(of: session, on: wire).known
      return known.contains(.applicationData(.client)) ? .open : .sealed
    } + [nil]
  }

  // MARK: What came in files

  /// Keys in files that are of none of the certificates, and secrets of single sessions.
  private var files: [Timeline.Lane] {
    let keys = shown
    let names = Set(sessions.map(\.id))
    return Theft.all(in: lab).compactMap { theft in
      let isOfCertificate = theft.leaks.contains { leak in
        keys.contains { $0.key == lab.attacker.held.privateKey(leak)?.publicKey }
      }
      let isOurs = theft.leaks.contains { leak in
        switch leak.origin {
        case .file: true
        case .session(let id), .computed(let id): names.contains(id)
        case .longTerm, .computedLongTerm: false
        }
      }
      guard isOurs, !isOfCertificate else { return nil }
      let held = LeakSet(theft.leaks)
      var lane = Timeline.Lane(
        word: theft.word, states: sessions.map { lab.openness(of: $0, with: held) } + [nil])
      lane.theft = sessions.count
      return lane
    }
  }
}
