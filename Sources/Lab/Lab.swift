public import Bytes
import CryptoPrimitives
import Eavesdropper
import Network
import TLSEngine
public import TLSKeys
import X509

/// The whole world as one value: actors, settings, sessions, the attacker's vault.
public struct Lab: Sendable {
  @Boxed public internal(set) var world: World
  @Boxed public internal(set) var attacker = Attacker()
  public internal(set) var sessions: SessionList = []
  /// The way back: earlier values of the current session, oldest first; each is one step further.
  var earlier: [Session] = [] {
    didSet { beginning = earlier.first }
  }
  /// The first of the earlier values, from which a saved lab finds the others again.
  var beginning: Session?
  /// Everything else, which is small.
  @Boxed var rest = Rest()

  public init(preset: World.Preset = .uc, seed: UInt64) {
    self.init(world: World(preset: preset, seed: seed))
  }

  /// A lab of one student's own: the name is the seed.
  public init(preset: World.Preset = .uc, student: String) {
    self.init(world: World(preset: preset, student: student))
  }

  /// A lab in a world that exists, with everything else as at the beginning.
  init(world: World) {
    self.world = world
    settings = Settings(preset: world.preset)
  }

  /// The world, for whoever remembers what follows from it.
  var boxedWorld: Boxed<World> { _world }

  /// Whether the world is one and the same value, and not only an equal one.
  func hasSameWorld(as other: Lab) -> Bool { _world.isOne(with: other._world) }
  func hasSameAttacker(as other: Lab) -> Bool { _attacker.isOne(with: other._attacker) }
  func hasSameRest(as other: Lab) -> Bool { _rest.isOne(with: other._rest) }

  /// Finds the way back again in a lab that was saved, by playing the current session once more
  /// from its beginning. Where that does not lead to where the session stands (something was said
  /// by hand in between), the way back begins anew.
  mutating func restoreWayBack() {
    guard let session = currentSession, var value = beginning else { return }
    var values: [Session] = []
    while value.steps.count < session.steps.count, !value.isAtRest, value.keepsWayBack {
      values.append(value)
      value.advance()
    }
    earlier = value.steps == session.steps ? values : []
  }

  /// Whose eyes see a screen.
  public enum View: String, Hashable, Sendable, Codable, CaseIterable {
    case client, server, eavesdropper, interceptor, all
    /// The server as what passes a call on.
    case proxy
  }

  /// A session by its name; `last` is the newest.
  public func session(_ name: String) -> Session? {
    name == "last" ? sessions.last : sessions.place(of: name).map { sessions[$0] }
  }

  /// The session that the stepping commands act on.
  public var currentSession: Session? { current.flatMap { session($0) } }

  /// The moment at which the next session begins, in microseconds since 1970.
  public var now: Int64 {
    var clock = SimulatedClock(now: sessions.latest ?? world.beginning)
    if sessions.latest != nil { clock.advance(by: 1_000_000) }
    if let waited = world.chronicle?.clock { clock.advance(to: waited) }
    return clock.now
  }

  /// Whether times and counts are such as this program makes. A file may be whole and hold others.
  var holdsPlausibleNumbers: Bool {
    sessions.allSatisfy(\.holdsPlausibleNumbers) && beginning?.holdsPlausibleNumbers != false
      && Self.isPlausible(world.chronicle)
  }
}

/// Why the lab can't do what was asked.
public enum LabError: Error, Hashable, Sendable {
  case noSession(String)
  /// No session was begun yet.
  case noCurrentSession
  case setting(SettingError)
  /// An authority or a certificate that can't be made, found or used.
  case registry(RegistryError)
  /// Nothing is left to play, or nothing to go back to.
  case atTheEnd
  case atTheStart
  /// A connection that is not established can't send or close.
  case notEstablished(String)
  /// No call was set up in the session, or it is over.
  case noCall(String)
  /// Only TLS 1.3 changes the keys of an established connection.
  case noKeyUpdates(String)
  /// Only a client of TLS 1.3 that has a certificate can be asked for it after the handshake.
  case noLaterCertificate(String, is13: Bool)
  /// TLS 1.3 has no further handshakes on a connection.
  case noRenegotiation(String)
  /// The session's ticket allows no early data, or there is none to send it with.
  case noEarlyData(String)
  /// The session has no first flight with early data that could be sent again.
  case noFirstFlight(String)
  /// Nothing of the session was recorded.
  case notRecorded(String)
  /// The secret was erased at that step.
  case erased(Loot, session: String, step: Int)
  /// The session never had such a secret, or has none yet.
  case nothingToSteal(Loot, session: String)
  /// A session that left the client nothing to resume it by.
  case notResumable(String)
  case notAPrediction(String)
  /// It takes a secret that the attacker does not hold.
  case notStolen(Loot)
  case noSuchLeak(String, of: String? = nil)
  /// There was no key of that number: so many there were.
  case noSuchKey(LootName, keys: Int)
  /// The calendar of the lab ends before that.
  case beyondCalendar
  case crypto(String)
  /// That end is a program outside: it can't be told what to do, and its memory can't be read.
  case outside(Side)
  /// Nothing came from the program outside for so many seconds.
  case silent(String, seconds: Double)
  /// The connection to the program outside is gone with whoever held it.
  case gone(String)
  /// There is no certificate of the real server to show.
  case noGenuineChain
}
