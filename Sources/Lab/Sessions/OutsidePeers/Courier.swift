/// Whoever carries bytes between a session and the programs outside of the lab.
///
/// The lab is a value and moves no bytes. Commands that play a session hand a courier in; without
/// one a session with a program outside stands still.
public protocol Courier: Sendable {
  /// Microseconds since 1970, by the real clock.
  var now: Int64 { get }

  /// Carries away everything that waits in the session.
  func carry(from session: inout Session)

  /// Waits until something comes, and puts it into the session.
  ///
  /// - Parameter since: when the session went on last, in microseconds since 1970; patience counts
  ///   from there, so that a byte now and then does not stretch it.
  /// - Returns: false when nothing came in time.
  func wait(for session: inout Session, since: Int64) -> Bool

  /// How long the courier waits for this session, in seconds.
  func patience(with session: Session) -> Double

  /// Whether the courier has the connections of this session in hand.
  func holds(_ session: Session) -> Bool
}

extension Lab {
  /// Steps that one command plays at most: a program outside could go on for ever.
  static let stepsAtOnce = 2_000

  /// Has what was sent carried away. What a program outside has seen can't be taken back.
  mutating func carry(by courier: (any Courier)?, from place: Int) {
    guard let courier, courier.holds(sessions[place]),
      sessions[place].outside?.parcels.isEmpty == false
    else { return }
    courier.carry(from: &sessions[place])
    earlier = []
  }

  /// Waits for the programs outside.
  ///
  /// - Returns: whether something came; false also where nothing can.
  mutating func wait(
    by courier: (any Courier)?, for place: Int, since: Int64, hasPlayed: Bool
  ) throws(LabError) -> Bool {
    guard sessions[place].awaitsOutside else { return false }
    guard let courier, courier.holds(sessions[place]) else {
      guard hasPlayed else { throw .gone(sessions[place].id) }
      return false
    }
    let before = sessions[place].outside?.exchanged
    let came = courier.wait(for: &sessions[place], since: since)
    if sessions[place].outside?.exchanged != before { earlier = [] }
    return came
  }

  /// Plays the current session on as far as it goes.
  @discardableResult
  public mutating func playOn(by courier: (any Courier)? = nil) throws(LabError) -> [Step] {
    try run(by: courier) { _ in false }
  }

  /// Ends the current session where its handshake is still under way and the other end is a program
  /// outside: there is nobody yet to say goodbye to.
  ///
  /// - Returns: whether it did.
  mutating func hangUp(by courier: any Courier) -> Bool {
    guard let place = sessions.place(of: current),
      sessions[place].outside != nil, sessions[place].outcome == .running
    else { return false }
    sessions[place].hangUp(at: courier.now)
    carry(by: courier, from: place)
    while sessions[place].advance() != nil {}
    return true
  }
}
