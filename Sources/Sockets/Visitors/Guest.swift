import Lab
import Synchronization

/// One visit among many, between its turns.
final class Guest: Sendable {
  /// How a visit begins: once its first byte is there, or it has waited too long.
  typealias Beginning = @Sendable (SocketCourier) -> Visit?

  private struct State {
    var visit: Visit?
    /// When it showed a sign of life last, in microseconds since 1970.
    var lastSign: Int64
    /// Bytes that it had taken by then.
    var taken = 0
    /// Whether it has its page, and may take its time to read it, but not for ever.
    var isAnswered = false
    /// What its turns took so far, in microseconds.
    var used: Int64 = 0
    /// Whether it waits for a turn; while it has one, whether it is to have another.
    var isDue = false
    var isInside = false
    var isOver = false
  }

  private let state: Mutex<State>
  private let streams: [TCPStream]
  private let courier: SocketCourier
  private let begin: Beginning

  /// Microseconds after which others are due.
  private static let turn: Int64 = 20_000
  /// Microseconds of work that a visit of a page needs at most, on a slow machine.
  private static let fairShare: Int64 = 200_000
  /// Microseconds that whoever was answered has to say goodbye.
  private static let goodbye: Int64 = 10_000_000

  init(_ streams: [TCPStream], _ courier: SocketCourier, begin: @escaping Beginning) {
    self.streams = streams
    self.courier = courier
    self.begin = begin
    state = Mutex(State(lastSign: courier.now))
  }

  /// Whether it took so much time of this program that others come first: whoever floods it must not keep
  /// them waiting.
  var isGreedy: Bool { state.withLock { $0.used > Self.fairShare } }

  /// Has it called whenever there is news.
  func whenever(_ news: @escaping @Sendable () -> Void) { streams.first?.mailbox.whenever(news) }

  /// Notes that it is due.
  ///
  /// - Returns: whether that is new, and it must be put into the queue.
  func becomeDue() -> Bool {
    state.withLock { state in
      guard !state.isOver, !state.isDue else { return false }
      state.isDue = true
      return !state.isInside
    }
  }

  /// Whether it was silent for so long that it is to be let go. Whoever takes what is sent to it is not
  /// silent.
  ///
  /// - Parameter idle: microseconds; nil: it may be silent for ever.
  func hasExpired(at time: Int64, after idle: Int64?) -> Bool {
    let taken = streams.reduce(0) { $0 + $1.bytesTaken }
    let hasNews = streams.first?.mailbox.isEmpty == false
    return state.withLock { state in
      if taken > state.taken { (state.taken, state.lastSign) = (taken, time) }
      let limit = state.isAnswered ? min(idle ?? .max, Self.goodbye) : idle
      guard let limit, !state.isOver, !state.isInside, !hasNews else { return false }
      return time - state.lastSign > limit
    }
  }

  /// What came of a turn.
  enum Outcome {
    case waits
    /// It has more to do already.
    case goesOn
    case over(Lab?)
  }

  /// Gives it a turn.
  ///
  /// - Parameters:
  ///   - ending: why it has to go now, if it has.
  ///   - idle: how long it may be silent, in seconds.
  func haveTurn(leaving ending: Outside.Ending?, after idle: Double?) -> Outcome {
    let start = courier.now
    var visit = state.withLock { state -> Visit? in
      (state.isDue, state.isInside) = (false, true)
      return state.visit.take()
    }
    if visit == nil { visit = begin(courier) }
    guard var visit else {
      for stream in streams { stream.abort() }
      return leave(nil)
    }
    let before = visit.session.steps.count
    var news = play(&visit, until: start + Self.turn)
    if visit.session.steps.count > before { news.wentOn = true }
    guard news.isOver || ending != nil else { return stay(visit, news, since: start) }
    visit.end(ending ?? .silent, after: idle)
    return leave(visit.result)
  }

  private struct News {
    var isOver = false
    /// Whether it went on: while the handshake lasts by a whole message, or a byte now and then would keep
    /// its place for ever; after it by whatever comes.
    var wentOn = false
    var hasMore = false
  }

  private func play(_ visit: inout Visit, until end: Int64) -> News {
    var news = News()
    repeat {
      guard visit.go(untilNow: end) == nil else {
        news.isOver = true
        return news
      }
      guard visit.isAtRest else { break }
      // What nobody takes is not to be made.
      guard !visit.isClogged, visit.takeIn() else { return news }
      news.wentOn = news.wentOn || visit.session.isInConversation
    } while courier.now < end
    news.hasMore = true
    return news
  }

  private func stay(_ visit: Visit, _ news: News, since start: Int64) -> Outcome {
    let now = courier.now
    return state.withLock { state in
      state.visit = visit
      state.isAnswered = visit.isAnswered
      state.isInside = false
      state.used += now - start
      if news.wentOn { state.lastSign = now }
      state.isDue = state.isDue || news.hasMore
      return state.isDue ? .goesOn : .waits
    }
  }

  private func leave(_ lab: Lab?) -> Outcome {
    state.withLock { state in
      (state.isInside, state.isOver) = (false, true)
    }
    return .over(lab)
  }
}
