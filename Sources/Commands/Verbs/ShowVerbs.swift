import Bytes
import Explanations
import Lab
import Screens
import TLSEngine

/// What `show` does to show a message, a field or bytes.
enum ShowVerbs {
  static func message(
    _ interpreter: inout Interpreter, _ message: String?, _ form: MessageForm?, _ session: Session
  ) throws(CommandError) -> Page {
    let number = try interpreter.lab.seen(session).messageNumber(message)
    let eyes = interpreter.lab.eyes(on: session)
    guard
      let page = Screens.message(session, number: number, form: form ?? .table, eyes: eyes)
    else {
      throw CommandError(
        refusal: "message.number", ["session": session.id, "number": "\(number)"])
    }
    return page.besideLadder(session, marking: number, eyes: eyes)
  }

  static func field(
    _ interpreter: inout Interpreter, _ path: String, _ session: Session
  ) throws(CommandError) -> Page {
    let seen = interpreter.lab.seen(session)
    let (number, path) = try seen.field(path)
    if let page = Screens.field(
      session, number: number, path: path, eyes: interpreter.lab.eyes(on: session))
    {
      return page
    }
    throw seen.missingField(number, path, interpreter.lab.view)
  }

  static func fieldData(
    _ interpreter: Interpreter, _ path: String, _ session: Session
  ) throws(CommandError) -> JSONValue {
    let seen = interpreter.lab.seen(session)
    let (number, path) = try seen.field(path)
    if let data = SessionData.field(seen, number, path) { return data }
    throw seen.missingField(number, path, interpreter.lab.view)
  }
}

extension Session {
  /// The number of a message, counted from 1, by its number or by its name; the last one when
  /// there is neither, and the last one of several with that name.
  func messageNumber(_ word: String?) throws(CommandError) -> Int {
    guard !messages.isEmpty else {
      throw CommandError(refusal: "message.none", ["session": id], meant: "next")
    }
    guard let word else { return messages.count }
    if let number = Int(word) {
      guard (1...messages.count).contains(number) else {
        throw CommandError(
          refusal: "message.number", ["session": id, "number": "\(number)"],
          more: [said(.refusal, "message.number.count", ["count": "\(messages.count)"])])
      }
      return number
    }
    guard let name = MessageKind.name(word) else {
      throw CommandError(
        refusal: "message.unknown", ["name": word],
        more: CommandError.several(word, among: messageNames),
        meant: likely(word, among: messageNames))
    }
    guard let place = messages.lastIndex(where: { $0.message.name == name }) else {
      throw CommandError(
        refusal: "message.not-so-far",
        ["session": id, "message": name, "names": messageNames.joined(separator: " ")])
    }
    return place + 1
  }

  /// The names of the messages so far, each once.
  var messageNames: [String] {
    messages.reduce(into: []) { names, entry in
      let name = entry.message.name
      guard !entry.message.isOutOfSight else { return }
      if !names.contains(name) { names.append(name) }
    }
  }

  /// The message and the field in a path such as `server_hello.random` or `3.random`; nil for the
  /// last message that has such a field.
  func field(_ text: String) throws(CommandError) -> (number: Int?, path: FieldPath) {
    var path = FieldPath(parsing: text)
    guard let first = path.components.first else {
      throw CommandError(
        refusal: "field.unnamed", ["text": text], meant: "show field client_hello.random")
    }
    if Int(first) != nil {
      path.components.removeFirst()
      return (try messageNumber(first), path)
    }
    guard let name = MessageKind.name(first) else {
      _ = try messageNumber(nil)
      return (nil, path)
    }
    path.components[0] = name
    return (try messageNumber(name), path)
  }

  /// Why there is nothing to show.
  func missingField(_ number: Int?, _ path: FieldPath, _ view: Lab.View) -> CommandError {
    if let number, messages[number - 1].message.isSealed {
      return CommandError(
        refusal: "message.protected", ["viewer": view.rawValue, "number": "\(number)"],
        meant: "view all")
    }
    let known = Screens.fieldPaths(self, number: number)
    let last = path.components.last ?? ""
    // Whoever knows the field's own name need not know where it lies.
    let meant =
      known.first { $0.hasSuffix(".\(last)") }
      ?? nearest(to: path.description, among: known, limit: 1).first
      ?? known.first { path in
        let own = String(path.split(separator: ".").last ?? "")
        return !nearest(to: last, among: [own]).isEmpty
      }
    let place = number.map { messages[$0 - 1].message.name } ?? id
    return CommandError(
      refusal: "field.unknown", ["field": "\(path)", "place": place],
      meant: meant.map { "show field \($0)" })
  }
}
