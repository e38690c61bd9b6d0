import Commands
import CryptoPrimitives
import Explanations
import Lab
import Screens

/// `relay` at the prompt: one client between whom and its server the attacker stands.
enum RelayVerbs {
  static func relay(
    _ interpreter: inout Interpreter, _ port: Int, _ endpoint: Endpoint, _ random: RandomStream,
    _ wait: Int, _ terms: RelayTerms
  ) throws(CommandError) -> Page {
    try RelayChoice.refuseItself(port, endpoint)
    let isInterrupted = interpreter.surroundings.isInterrupted
    let relay = try terms.choice.prepared(
      for: endpoint, after: terms.protocolBefore, isInterrupted: isInterrupted)
    let lab = interpreter.lab
    let client = try ListenVerbs.visitor(on: port, &interpreter, wait: wait) { port in
      said(
        .world, "outside.standing",
        [
          "port": "\(port)", "endpoint": "\(endpoint)",
          "command": terms.commands(for: port, before: "\(endpoint)", in: lab, trusting: nil)[0],
        ])
    }
    let courier = interpreter.sockets()
    let relayed = try RelayedConnection(
      client, to: endpoint, after: terms.protocolBefore, isInterrupted: isInterrupted)
    try relayed.begin(by: courier, random) { client, server throws(CommandError) in
      try interpreter.change { lab throws(LabError) in
        try lab.stand(between: client, and: server, with: relay, terms.settings)
      }
      return interpreter.lab
    }
    return Screens.step(interpreter.lab, played: [])
  }
}
