/// What commands ask for while the full screen is open. They ask in the thread that reads the keys.
struct ScreenAsked: @unchecked Sendable {
  private let session: ScreenSession

  init(_ session: ScreenSession) { self.session = session }

  func confirm(_ question: String) -> Bool? { session.confirm(question) }

  func announce(_ text: String) { session.announce(text) }
}
