import Explanations
import Lab
import Screens

/// What the verbs do that let time pass and keys change.
enum TimeVerbs {
  static func wait(
    _ interpreter: inout Interpreter, _ text: String
  ) throws(CommandError) -> Page {
    let span = try TimeSpan(text)
    let over = try interpreter.change { lab throws(LabError) in try lab.wait(span.seconds) }
    var page = Screens.passed(interpreter.lab, span.words, over)
    let isOver = interpreter.lab.world.isServerCertificateOver(at: interpreter.lab.now)
    page.next = (isOver ? ["renew server.key"] : []) + ["connect", "timeline"]
    return page
  }

  static func renew(
    _ interpreter: inout Interpreter, _ key: RenewedKey
  ) throws(CommandError) -> Page {
    try change(&interpreter, key.loot)
  }

  static func rotate(
    _ interpreter: inout Interpreter, _ key: RotatedKey
  ) throws(CommandError) -> Page {
    try change(&interpreter, .ticketKey)
  }

  private static func change(
    _ interpreter: inout Interpreter, _ loot: Loot
  ) throws(CommandError) -> Page {
    let renewal = try interpreter.change { lab throws(LabError) in try lab.renew(loot) }
    return Screens.renewed(interpreter.lab, renewal)
  }
}

/// A key that has a certificate.
enum RenewedKey: String, Choosable {
  case server = "server.key"
  case client = "client.key"

  var loot: Loot { self == .server ? .serverKey : .clientKey }
  var meaning: String { loot.meaning }
}

/// A key that has none, by the words for it.
enum RotatedKey: String, Choosable {
  case short = "ticket-key"
  case long = "server.ticket-key"

  var meaning: String { Loot.ticketKey.meaning }
}
