import Applications
import Bytes
public import Interceptor
public import Network
public import TLSEngine
import TLSKeys

// The parts of a session, each by its name.
extension Session {
  /// `S1`, `S2` …
  public var id: String { contents.id }

  /// The settings that were in force when it began.
  public var settings: Settings { contents.settings }

  public var serverName: String { contents.serverName }

  /// How the client judges the server.
  public var verification: ServerVerification { contents.verification }

  /// Every step so far.
  public internal(set) var steps: [Step] {
    _read { yield contents.steps }
    _modify { yield &contents.steps }
  }

  /// The two ends; nil: a program outside of this lab plays it.
  public internal(set) var client: Connection? {
    _read { yield contents.client }
    _modify { yield &contents.client }
  }

  public internal(set) var server: Connection? {
    _read { yield contents.server }
    _modify { yield &contents.server }
  }

  /// The attacker in between, if there is one.
  public internal(set) var interceptor: Interceptor? {
    _read { yield contents.interceptor }
    _modify { yield &contents.interceptor }
  }

  /// Whether an attacker in between passes every byte on untouched; nil: no.
  var relayed: Bool? {
    _read { yield contents.relayed }
    _modify { yield &contents.relayed }
  }

  public internal(set) var links: [Wire: Link] {
    _read { yield contents.links }
    _modify { yield &contents.links }
  }

  /// The programs outside that play one end or both; nil: the lab plays both.
  public internal(set) var outside: Outside? {
    _read { yield contents.outside }
    _modify { yield &contents.outside }
  }

  /// Steps of the whole session, found by running a copy to its end; 0 where nobody can know.
  public internal(set) var total: Int {
    _read { yield contents.total }
    _modify { yield &contents.total }
  }

  /// nil: whoever sits at the prompt speaks, or a program outside.
  var callingApplication: ApplicationClient? {
    _read { yield contents.callingApplication }
    _modify { yield &contents.callingApplication }
  }

  var answeringApplication: ApplicationServer? {
    _read { yield contents.answeringApplication }
    _modify { yield &contents.answeringApplication }
  }

  /// What was said without TLS, before it or in its place; nil: nothing.
  public internal(set) var talk: OpenTalk? {
    get { contents.talk?.wrappedValue }
    set { contents.talk = newValue.map { Boxed(wrappedValue: $0) } }
  }

  /// Of a call that goes over a proxy, which hop it is; nil: there is but one.
  public internal(set) var hop: Hop? {
    get { contents.hop }
    set { contents.hop = newValue }
  }

  /// Whether there is no TLS in it.
  public var isInTheOpen: Bool { talk?.isWhole == true }

  var agenda: [Event] {
    _read { yield contents.agenda }
    _modify { yield &contents.agenda }
  }

  /// The recorded flight that the attacker sends again in place of a client; nil: there is a client.
  public internal(set) var replay: FlightReplay? {
    _read { yield contents.replay }
    _modify { yield &contents.replay }
  }

  /// What the attacker waits to do to messages on their way.
  public internal(set) var pendingAttacks: [WireAttack] {
    _read { yield contents.pendingAttacks }
    _modify { yield &contents.pendingAttacks }
  }

  /// What the attacker did.
  public internal(set) var interferences: [Interference] {
    _read { yield contents.interferences }
    _modify { yield &contents.interferences }
  }

  /// Whether the client tried higher versions before, and was cut off.
  public internal(set) var fellBack: Bool {
    _read { yield contents.fellBack }
    _modify { yield &contents.fellBack }
  }

  /// Whom the learner expects to notice.
  public internal(set) var predictedNotice: PredictedNotice? {
    _read { yield contents.predictedNotice }
    _modify { yield &contents.predictedNotice }
  }

  /// Messages that wait for the next one to overtake them.
  var held: [Direction: [UInt8]] {
    _read { yield contents.held }
    _modify { yield &contents.held }
  }

  /// Whether the attacker has cut the connection.
  var isCut: Bool {
    _read { yield contents.isCut }
    _modify { yield &contents.isCut }
  }
}
