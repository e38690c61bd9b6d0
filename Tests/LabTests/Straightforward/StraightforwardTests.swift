import Eavesdropper
import Knowledge
import Lab
import Network
import TLSKeys
import Testing

@Suite("What is looked up comes to the same as every leak tried in earnest on every recording")
struct StraightforwardTests {
  @Test(arguments: 1...100 as ClosedRange<UInt64>) func randomLab(_ seed: UInt64) throws {
    var random = try RandomLab(seed: seed, sessions: 7)
    for _ in 0..<4 { holdAgainstEachOther(random.steal(), seed) }
  }

  private func holdAgainstEachOther(_ lab: Lab, _ seed: UInt64) {
    let recordings = lab.sessions.flatMap { session in
      session.wires.compactMap { session.recording(on: $0) }
    }
    let plain = PlainEavesdropper(leaks: lab.attacker.leaks)
    var filing = plain
    for session in lab.sessions {
      for wire in session.wires {
        if let flow = session.recording(on: wire)?.flow { filing.names[flow] = session.id }
      }
    }
    let eavesdropper = Eavesdropper(leaks: lab.attacker.leaks)
    for session in lab.sessions {
      for entry in lab.vault(of: session) {
        guard let recording = session.recording(on: entry.wire), !recording.isEmpty else {
          #expect(entry.attempt == nil)
          continue
        }
        let expected = filing.attempt(recording, among: recordings)
        let name = "seed \(seed): \(session.id) \(entry.wire)"
        let alone = eavesdropper.attempt(recording, among: recordings)
        let same = entry.attempt == expected
        #expect(
          same, "\(name) in the lab: \(entry.attempt.map(words) ?? "") for \(words(expected))")
        let expectedAlone = plain.attempt(recording, among: recordings)
        let sameAlone = alone == expectedAlone
        #expect(sameAlone, "\(name) by itself: \(words(alone)) for \(words(expectedAlone))")
      }
    }
  }

  /// What matters of an attempt, in few words.
  private func words(_ attempt: Attempt) -> String {
    switch attempt {
    case .nothingProtected: "nothing protected"
    case .opened(let opened):
      "opened \(opened.plaintexts.count) by \(opened.by.map(\.name)) using \(words(opened.using))"
        + " damaged \(opened.damaged) earlier \(opened.earlier?.by.map(\.name) ?? [])"
        + " later \(opened.later.map(words))"
    case .sealed(let sealed):
      "sealed missing \(sealed.missing) tried \(sealed.tried.map(\.name))"
        + " misfits \(words(sealed.misfits))"
    }
  }

  private func words(_ leaks: [Leak]) -> [String] {
    leaks.map { "\($0.name) \($0.origin) \($0.value.prefix(3))" }
  }
}
