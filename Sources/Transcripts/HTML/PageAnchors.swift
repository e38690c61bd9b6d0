/// By what the messages of a page are linked to: their names, from the second of a name on with a number
/// (`client_hello`, `finished-2`).
struct PageAnchors {
  private var ofMessage: [Int: String] = [:]

  init(_ session: AnnotatedSession) {
    var counts: [String: Int] = [:]
    for message in session.messages {
      let name = String(message.name.map { $0.isLetter || $0.isNumber || $0 == "_" ? $0 : "-" })
      let count = counts[name, default: 0] + 1
      counts[name] = count
      ofMessage[message.number] = count == 1 ? name : "\(name)-\(count)"
    }
  }

  subscript(_ message: AnnotatedMessage) -> String {
    ofMessage[message.number] ?? "message-\(message.number)"
  }
}
