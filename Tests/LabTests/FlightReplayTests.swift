import Interceptor
import Lab
import Network
import TLSEngine
import TLSKeys
import TLSWire
import Testing

@Suite("A recorded first flight is sent again, by somebody without keys")
struct FlightReplayTests {
  private static let words = "MESSAGE sip:ben@uc.test"

  /// S1 leaves a ticket; S2 brings early data with it.
  private static func lab(_ policy: String = "on", _ changes: [(String, String)] = []) throws -> Lab
  {
    var lab = try preparedLab()
    try lab.speakOnly("1.3")
    try lab.set("server.early-data", to: policy)
    for (key, value) in changes { try lab.set(key, to: value) }
    try lab.connect()
    try lab.connect([("resume", "S1"), ("early", words)])
    return lab
  }

  private static func delivered(_ session: Session?) -> [[UInt8]] {
    (session?.steps ?? []).compactMap { step in
      guard step.actor == .server else { return nil }
      return if case .deliver(let data) = step.effect { data } else { nil }
    }
  }

  @Test("The server takes it for new, and its application gets the words a second time")
  func taken() throws {
    var lab = try Self.lab()
    try lab.replayFlight(of: "S2", to: .server)
    let session = try #require(lab.session("S3"))
    #expect(Self.delivered(session) == [Array(Self.words.utf8)])
    #expect(lab.record(of: session).takesEarlyData == true)
    #expect(session.earlyData?.fate == .taken)
    #expect(lab.earlierTakings(than: session).map(\.id) == ["S2"])
    // Without the keys of the handshake nobody finishes it.
    #expect(session.outcome == .failed && session.isAtRest)
    #expect(!session.steps.contains { $0.effect == .established })
    #expect(session.steps.allSatisfy { $0.actor != .client })
  }

  @Test("What is sent is what the tap recorded, byte for byte, and in front of every answer")
  func bytes() throws {
    for rtt in ["0", "1", "40"] {
      var lab = try Self.lab("on", [("net.rtt", rtt)])
      try lab.replayFlight(of: "S2", to: .server)
      let first = try #require(lab.session("S2")?.recording(on: .direct))
      let again = try #require(lab.session("S3")?.recording(on: .serverSide))
      let copy = again.bytes(.clientToServer)
      #expect(!copy.isEmpty && first.bytes(.clientToServer).starts(with: copy))
      #expect(!again.bytes(.serverToClient).isEmpty)
      #expect(Self.delivered(lab.session("S3")).count == 1, "\(rtt) ms")
      #expect(again.flow.client.ip != first.flow.client.ip)
    }
  }

  @Test("Where each ticket is good once, the copy is refused; a second server takes it once")
  func once() throws {
    var lab = try Self.lab("once")
    for (target, fate) in [
      (FlightReplay.Target.server, EarlyData.Fate.refused), (.secondServer, .taken),
      (.secondServer, .refused), (.server, .refused),
    ] {
      try lab.replayFlight(of: "S2", to: target)
      let session = try #require(lab.sessions.last)
      #expect(session.earlyData?.fate == fate, "\(session.id)")
      #expect(session.earlyDataRefusal == (fate == .refused ? .spent : nil), "\(session.id)")
      #expect(Self.delivered(session).isEmpty == (fate == .refused), "\(session.id)")
    }
    // What the second one took does not count at the first.
    try lab.connect()
    try lab.connect([("resume", "S7"), ("early", "other")])
    #expect(lab.session("S8")?.earlyData?.fate == .taken)
  }

  @Test("Why it is refused is what the server found")
  func refusals() throws {
    var lab = try Self.lab()
    try lab.set("server.early-data", to: "off")
    try lab.replayFlight(of: "S2", to: .server)
    #expect(lab.sessions.last?.earlyDataRefusal == .off)
    try lab.set("server.early-data", to: "on")
    try lab.set("server.tickets", to: "off")
    try lab.replayFlight(of: "S2", to: .server)
    #expect(lab.sessions.last?.earlyDataRefusal == .noKey)
    try lab.set("server.tickets", to: "on")
    try lab.set("server.retry", to: "on")
    try lab.replayFlight(of: "S2", to: .server)
    #expect(lab.sessions.last?.earlyDataRefusal == .retry)
    #expect(lab.sessions.last?.earlyData?.fate == .refused)
    try lab.set("server.retry", to: "auto")
    // More than ten seconds later the ticket's age does not fit what the ClientHello says.
    while (lab.sessions.last?.now ?? 0) - (lab.session("S2")?.now ?? 0) < 11_000_000 {
      try lab.connect()
    }
    try lab.replayFlight(of: "S2", to: .secondServer)
    #expect(lab.sessions.last?.earlyDataRefusal == .stale)
  }

  @Test("What was not recorded, or held no early data, can't be replayed")
  func nothingToReplay() throws {
    var lab = try Self.lab("on", [("net.record", "off")])
    #expect(throws: LabError.notRecorded("S2")) { try lab.replayFlight(of: "S2", to: .server) }
    #expect(throws: LabError.noFirstFlight("S1")) { try lab.replayFlight(of: "S1", to: .server) }
    #expect(throws: LabError.noSession("S9")) { try lab.replayFlight(of: "S9", to: .server) }
    #expect(lab.sessions.count == 2)
  }

  @Test("It can be walked back and forth, and the pending attacks wait for others")
  func stepping() throws {
    var lab = try Self.lab()
    try lab.close()
    lab.attack(WireAttack(.drop, on: "server_hello"))
    try lab.replayFlight(of: "S2", to: .server)
    let whole = try #require(lab.sessions.last)
    #expect(whole.interferences.isEmpty && whole.total == whole.steps.count)
    try lab.back(whole.steps.count)
    #expect(lab.sessions.last?.earlyData == nil)
    try lab.playOn()
    #expect(lab.sessions.last?.steps == whole.steps)
    #expect(lab.attacker.pendingAttacks.count == 1)
  }

  @Test("The ticket's key opens the copy as it opens the original, and nothing after it")
  func opened() throws {
    var lab = try Self.lab()
    try lab.replayFlight(of: "S2", to: .server)
    try lab.compromise(.preSharedKey, of: "S1")
    #expect(lab.vaultState(of: try #require(lab.session("S2"))) == .partly)
    #expect(lab.vaultState(of: try #require(lab.session("S3"))) == .partly)
  }
}
