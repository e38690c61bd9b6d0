import Commands
import Lab
import Network
import Screens

/// `relay` at the prompt: one client between whom and its server the attacker stands.
enum RelayVerbs {
  static let pairs: [(key: String, kind: ArgumentKind)] =
    ListenVerbs.pairs + [
      ("cert", .choice(ForgedCertificate.allCases.map(\.rawValue))), ("key", .file),
    ]

  @Sendable static func relay(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let choices = Choices(arguments, pairs)
    let random = try choices.random()
    let choice = try RelayChoice(
      arguments.pairs.map { (key: $0.key, value: $0.value) }, in: interpreter.url("."))
    let endpoint: Endpoint
    let relay: Relay
    do throws(SocketError) {
      endpoint = try Endpoint(arguments.one("HOST:PORT"))
      relay = try choice.prepared(
        for: endpoint, isInterrupted: interpreter.surroundings.isInterrupted)
    } catch {
      throw CommandError(error)
    }
    let port = arguments.number("PORT") ?? ListenVerbs.usualPort
    let stream = try ListenVerbs.visitor(on: port, &interpreter, choices) { port in
      "standing on 127.0.0.1:\(port), before \(endpoint); in another window:"
        + " curl -k https://127.0.0.1:\(port)/"
    }
    let courier = interpreter.sockets()
    do {
      let onward = try TCPStream.connect(
        to: endpoint, into: stream.mailbox, isInterrupted: interpreter.surroundings.isInterrupted)
      let between = Meeting(
        flow: stream.flow, host: endpoint.host, now: courier.now, random: random)
      let behind = Meeting(flow: onward.flow, host: endpoint.host, now: courier.now, random: random)
      do throws(CommandError) {
        try interpreter.change { lab throws(LabError) in
          try lab.stand(between: between, and: behind, with: relay, choices.settings)
        }
      } catch {
        onward.abort()
        throw error
      }
      courier.take([stream, onward], for: interpreter.lab)
    } catch {
      stream.abort()
      throw CommandError(reaching: error)
    }
    return Screens.step(interpreter.lab, played: [])
  }
}
