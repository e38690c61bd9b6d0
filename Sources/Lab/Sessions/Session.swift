import Applications
import Bytes
import Eavesdropper
import Interceptor
import Network
public import TLSEngine
public import TLSKeys
import TLSWire

/// One connection from the ClientHello on, with the conversation inside it: a value that is
/// played step by step. An earlier value is the way back.
///
/// A copy is one reference to its contents.
public struct Session: Sendable, Identifiable {
  @Boxed var contents: Contents

  /// Whether two are one and the same value, and not only equal ones.
  func isOne(with other: Session) -> Bool { _contents.isOne(with: other._contents) }

  /// The same as long as it is one and the same value, and somebody holds that.
  var identity: ObjectIdentifier { _contents.identity }

  static func areOne(_ one: Session?, _ other: Session?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    return one.isOne(with: other)
  }

  /// What follows from the session as it is; see ``Boxed/remembered(_:making:)``.
  public func remembered<Kept: Sendable>(
    _ memory: some Hashable & Sendable, making make: () -> Kept
  ) -> Kept {
    _contents.remembered(memory) { _ in make() }
  }

  /// What a session consists of; the properties of the session say what each part is.
  struct Contents: Sendable, Codable {
    let id: String
    let settings: Settings
    let serverName: String
    let verification: ServerVerification
    var steps: [Step] = []
    var client: Connection?
    var server: Connection?
    var interceptor: Interceptor?
    var relayed: Bool?
    var links: [Wire: Link]
    var outside: Outside?
    var total: Int = 0
    var callingApplication: ApplicationClient?
    var answeringApplication: ApplicationServer?
    var agenda: [Event]
    var pendingAttacks: [WireAttack] = []
    var interferences: [Interference] = []
    var fellBack: Bool = false
    var predictedNotice: PredictedNotice?
    var held: [Direction: [UInt8]] = [:]
    var isCut: Bool = false
    var replay: FlightReplay?
    /// A moment that the lab's clock has reached meanwhile; nil: nobody waited.
    var waited: Int64?
    /// What was said without TLS; nil: nothing.
    var talk: Boxed<OpenTalk>?
    /// Of a call that goes over a proxy, which hop it is; nil: there is but one.
    var hop: Hop?

    init(
      id: String, settings: Settings, serverName: String, ends: Ends, links: [Wire: Link]
    ) {
      self.id = id
      self.settings = settings
      self.serverName = serverName
      client = ends.client
      verification = ends.verification
      server = ends.server
      interceptor = ends.interceptor
      callingApplication = ends.callingApplication
      answeringApplication = ends.answeringApplication
      self.links = links
      agenda = []
    }
  }

  /// What is going to happen, in order of time; what was put in first comes first.
  enum Event: Sendable, Codable {
    case step(Step)
    case arrival(Wire, Direction, [UInt8], at: Int64)
    /// No byte will come any more on this stretch, either way.
    case end(Wire, at: Int64)

    var time: Int64 {
      switch self {
      case .step(let step): step.time
      case .arrival(_, _, _, let time), .end(_, let time): time
      }
    }
  }

  /// The two ends and what they are going to say.
  struct Ends {
    var client: Connection?
    /// How the client judges the server.
    var verification: ServerVerification
    var server: Connection?
    var interceptor: Interceptor?
    var callingApplication: ApplicationClient?
    var answeringApplication: ApplicationServer?
  }

  init(
    id: String, settings: Settings, serverName: String, ends: Ends, links: [Wire: Link],
    beginning: Int64
  ) {
    contents = Contents(
      id: id, settings: settings, serverName: serverName, ends: ends, links: links)
    let wire: Wire = ends.interceptor == nil ? .direct : .clientSide
    schedule(client?.start() ?? [], by: .client, on: wire, at: beginning)
  }

  /// Steps of the whole session as a reader sees them; what a program outside will do nobody knows.
  public var totalText: String { outside == nil || isImported ? "\(max(total, steps.count))" : "?" }

  /// Whether nothing is left to play.
  public var isAtRest: Bool { agenda.isEmpty }

  /// The moment of the last step, in microseconds since 1970.
  public var now: Int64 {
    max(
      steps.last?.time ?? agenda.first?.time ?? 0, max(outside?.clock ?? 0, contents.waited ?? 0))
  }

  /// Lets the time pass that passed in the lab.
  mutating func wait(until time: Int64?) {
    guard let time, outside == nil, isAtRest, time > now else { return }
    contents.waited = time
  }

  /// The next step, as far as it is known: whose it is.
  public var next: Step? {
    var copy = self
    return copy.advance()
  }

  /// Plays the next step.
  ///
  /// - Returns: the step; nil at the end.
  @discardableResult
  public mutating func advance() -> Step? {
    while !agenda.isEmpty {
      switch agenda.removeFirst() {
      case .arrival(let wire, let direction, let bytes, let time):
        arrive(bytes, on: wire, direction, at: time)
      case .end(let wire, let time): end(wire, at: time)
      case .step(let step):
        steps.append(step)
        follow(step)
        // An emptied array keeps its room.
        if agenda.isEmpty { agenda = [] }
        return step
      }
    }
    return nil
  }

  /// Finds out how many steps it will be, by letting a copy run ahead.
  mutating func countSteps() {
    // What a program outside will do, nobody knows.
    guard outside == nil else { return }
    var copy = self
    while copy.advance() != nil {}
    total = copy.steps.count
    steps.reserveCapacity(total)
  }

  /// Sends application data from one end.
  ///
  /// - Returns: false when that end has no established connection.
  public mutating func send(_ data: [UInt8], from side: Side) -> Bool {
    act(side) { $0.send(data) }
  }

  /// Changes the keys of what one end sends (RFC 8446 §4.6.3).
  ///
  /// - Parameter requesting: whether the other end is to change its keys too.
  /// - Returns: false when that end has no established connection of TLS 1.3.
  public mutating func updateKeys(from side: Side, requesting: Bool) -> Bool {
    act(side) { $0.updateKeys(requesting: requesting) }
  }

  /// The server asks for the client's certificate after the handshake (RFC 8446 §4.6.2).
  ///
  /// - Returns: false when there is no established connection of TLS 1.3, or a client that did not
  ///   say that it may be asked.
  public mutating func requestCertificate() -> Bool {
    act(.server) { $0.requestCertificate() }
  }

  /// Begins a further handshake, or as the server asks the client to (RFC 5746).
  ///
  /// - Parameter asking: what the server will want to know of the client this time.
  /// - Returns: false when that end has no established connection of TLS 1.2 or before.
  public mutating func renegotiate(from side: Side, asking: ClientAuthentication?) -> Bool {
    act(side) { side == .client ? $0.renegotiate() : $0.renegotiate(asking: asking) }
  }

  /// Lets the caller hang up, once all was said.
  ///
  /// - Returns: false where there is no call.
  mutating func hangUp() -> Bool {
    guard let words = callingApplication?.hangUp(), !words.isEmpty else { return false }
    if let began = callBegan { wait(until: began + 3_500_000) }
    var isSaid = false
    for word in words where send(word, from: .client) { isSaid = true }
    return isSaid
  }

  /// Says goodbye from one end (close_notify).
  ///
  /// - Returns: false when that end has no established connection.
  public mutating func close(from side: Side) -> Bool {
    act(side) { $0.close() }
  }

  private mutating func act(_ side: Side, _ action: (inout Connection) -> [Effect]) -> Bool {
    let effects = with(side, action)
    schedule(effects, by: side == .client ? .client : .server, on: wire(reaching: side), at: now)
    return !effects.isEmpty
  }

  /// What one end does; nothing where it is a program outside.
  mutating func with(
    _ side: Side, _ action: (inout Connection) -> [Effect]
  ) -> [Effect] {
    let place: WritableKeyPath<Session, Connection?> = side == .client ? \.client : \.server
    guard var end = self[keyPath: place] else { return [] }
    // Taken out meanwhile, so that what is large in it is not copied.
    self[keyPath: place] = nil
    let effects = action(&end)
    self[keyPath: place] = end
    return effects
  }
}

// MARK: Sessions from files

extension Session: Codable {
  public init(from decoder: any Decoder) throws { contents = try Contents(from: decoder) }

  public func encode(to encoder: any Encoder) throws { try contents.encode(to: encoder) }
}

extension Session {
  /// Whether times and counts are such as this program makes, so that they can be reckoned with.
  var holdsPlausibleNumbers: Bool {
    let recorded = links.values.flatMap { $0.recording.segments.map(\.time) }
    let times = steps.map(\.time) + agenda.map(\.time) + recorded
    return times.allSatisfy { (0...1 << 60).contains($0) }
      && (0...1 << 30).contains(total) && (0...1 << 60).contains(contents.waited ?? 0)
      && links.values.allSatisfy { (0...60_000_000).contains($0.roundTrip) }
  }
}
