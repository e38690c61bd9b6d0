import Bytes
import Eavesdropper
import Knowledge
import Network
import TLSKeys
import TLSWire
import Testing

@Suite("The eavesdropper follows through further handshakes, which passed encrypted")
struct RenegotiatedSessionTests {
  static let suites: [CipherSuite] = [
    .rsaAES128GCMSHA256, .rsaAES256CBCSHA1, .rsaAES128CCM8, .rsaNULLSHA256,
  ]

  @Test(arguments: suites, [2, 5])
  func rsaOpens(_ suite: CipherSuite, _ rounds: Int) throws {
    let server = try ForeignSessionTests.server.get()
    let session = try server.record(suite, ems: true, etm: true, rounds: rounds)
    #expect(session.keyLog.count { $0.hasPrefix("CLIENT_RANDOM") } == rounds)
    guard
      case .opened(let opened) = Eavesdropper(leaks: [server.leak]).attempt(session.recording)
    else {
      Issue.record("stays sealed")
      return
    }
    let said = (0..<rounds).map { _ in Array("REGISTER sip:uc.test".utf8) }
    let answered = (0..<rounds).map { _ in Array("SIP/2.0 200 OK".utf8) }
    #expect(opened.plaintexts.data(from: .client) == said.flatMap { $0 })
    #expect(opened.plaintexts.data(from: .server) == answered.flatMap { $0 })
    #expect(opened.damaged == 0)
    // Each handshake has a master secret of its own.
    guard suite.parameters?.cipher.encrypts == true else { return }
    var masters: [String] = []
    var attempt: Attempt? = .opened(opened)
    while case .opened(let stretch)? = attempt {
      masters += stretch.by.filter { $0.name == .masterSecret }.map(\.value.hex)
      attempt = stretch.later.first
    }
    #expect(masters.count == rounds && Set(masters).count == rounds)
    for master in masters {
      #expect(session.keyLog.contains { $0.lowercased().hasSuffix(master) })
    }
  }

  @Test("Further handshakes that all resume the first open with it", arguments: [true, false])
  func resumed(byTicket: Bool) throws {
    let server = try ForeignSessionTests.server.get()
    let recording = try server.record(.rsaAES128GCMSHA256, resumptions: 2, tickets: byTicket)
    guard case .opened(let opened) = Eavesdropper(leaks: [server.leak]).attempt(recording) else {
      Issue.record("stays sealed")
      return
    }
    #expect(opened.damaged == 0 && opened.further.count == 2)
    for attempt in opened.further {
      guard case .opened(let further) = attempt else { continue }
      #expect(further.by.contains { $0.rule.inputs.contains(.earlierMasterSecret) })
    }
    let said = (0...2).flatMap { _ in Array("REGISTER sip:uc.test".utf8) }
    #expect(opened.plaintexts.data(from: .client) == said)
  }

  @Test func ephemeralStaysSealed() throws {
    let server = try ForeignSessionTests.server.get()
    let recording = try server.record(.ecdheRSAAES128GCMSHA256, ems: true, etm: true, rounds: 2)
      .recording
    guard case .sealed = Eavesdropper(leaks: [server.leak]).attempt(recording) else {
      Issue.record("opened with a key that only signed")
      return
    }
  }

  @Test("RSA and then ephemeral keys: only the first part opens, and what is missing is said")
  func rsaThenEphemeral() throws {
    let server = try ForeignSessionTests.server.get()
    for second in [CipherSuite.ecdheRSAAES128GCMSHA256, .dheRSAAES256CBCSHA1] {
      let recording = try server.record(.rsaAES128GCMSHA256, then: second)
      guard
        case .opened(let opened) = Eavesdropper(leaks: [server.leak]).attempt(recording),
        case .sealed(let sealed)? = opened.later.first
      else {
        Issue.record("\(second.label): not opened in part")
        continue
      }
      #expect(opened.plaintexts.data(from: .client) == Array("REGISTER sip:uc.test".utf8))
      #expect(opened.plaintexts.data(from: .server) == Array("SIP/2.0 200 OK".utf8))
      #expect(opened.damaged > 0)
      for side in Side.allCases { #expect(sealed.missing.contains([.ephemeralPrivate(side)])) }
      // The second hello passed under the first keys, and was read.
      #expect(opened.plaintexts.contains { $0.type == .handshake && $0.bytes.first == 1 })
    }
  }

  @Test("Ephemeral keys and then RSA: the stolen key does not reach the second handshake")
  func ephemeralThenRSA() throws {
    let server = try ForeignSessionTests.server.get()
    let recording = try server.record(.ecdheRSAAES128GCMSHA256, then: .rsaAES128GCMSHA256)
    guard case .sealed(let sealed) = Eavesdropper(leaks: [server.leak]).attempt(recording) else {
      Issue.record("opened although the first keys are unknown")
      return
    }
    #expect(sealed.missing.contains([.ephemeralPrivate(.server)]))
  }

  @Test func damagedRecordingsNeverTrap() throws {
    let server = try ForeignSessionTests.server.get()
    let recording = try server.record(.rsaNULLSHA1, ems: true, etm: true, rounds: 3).recording
    let thief = Eavesdropper(leaks: [server.leak])
    for segment in recording.segments.indices {
      for place in stride(from: 0, to: recording.segments[segment].bytes.count, by: 5) {
        var changed = recording
        changed.segments[segment].bytes[place] ^= 0x21
        _ = thief.attempt(changed)
        var cut = recording
        cut.segments[segment].bytes.removeSubrange(place...)
        _ = thief.attempt(cut)
      }
    }
  }
}
