import Commands
import CryptoPrimitives
import Lab
import Network
import Screens

/// `relay` at the prompt: one client between whom and its server the attacker stands.
enum RelayVerbs {
  static func relay(
    _ interpreter: inout Interpreter, _ port: Int, _ endpoint: Endpoint, _ random: RandomStream,
    _ wait: Int, _ choice: RelayChoice, _ settings: SettingPairs
  ) throws(CommandError) -> Page {
    let relay: Relay
    do throws(SocketError) {
      relay = try choice.prepared(
        for: endpoint, isInterrupted: interpreter.surroundings.isInterrupted)
    } catch {
      throw CommandError(error)
    }
    let stream = try ListenVerbs.visitor(on: port, &interpreter, wait: wait) { port in
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
          try lab.stand(between: between, and: behind, with: relay, settings)
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
