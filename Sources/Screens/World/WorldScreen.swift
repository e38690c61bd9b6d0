import Bytes
import CryptoPrimitives
import Interceptor
public import Lab
import Network
import Platform

extension Screens {
  /// Who is there: server, client, authority, attacker; where, and from which seed.
  public static func world(_ lab: Lab) -> Page {
    let world = lab.world
    let flow = Flow.documentation(connection: 1, serverPort: world.preset.port)
    let start = Date(timeIntervalSince1970: TimeInterval(world.beginningInSeconds))
    var blocks: [Block] = [
      .line(
        Line("WORLD  ", .heading)
          + Line("\(world.preset.rawValue)   seed \(world.seed)\(student(world))")),
      .rule,
      .labelled(
        "server", Line("\(world.serverName) at \(flow.server.ip), port \(flow.server.port)")),
      .labelled("", Line(keys(world))),
      .labelled("client", Line("at \(flow.client.ip); \(verification(lab))")),
      .labelled("attacker", Line(attacker(lab))),
      .labelled("clock", Line(start.formatted(.iso8601))),
    ]
    blocks.append(
      .labelled("sessions", Line(lab.sessions.isEmpty ? "none yet" : "\(lab.sessions.count)")))
    blocks.append(.blank)
    blocks.append(
      .paragraph(
        Line(
          "Simulated: network, clock and addresses (set aside for documentation). Real: every byte"
            + " on the wire, every key, every attack. The same seed and commands give the same bytes."
        ),
        indent: 1))
    return Page(blocks, next: ["walk", "connect", "settings"])
  }

  private static func student(_ world: World) -> String {
    world.student.map { ", of \($0)" } ?? ""
  }

  private static func keys(_ world: World) -> String {
    let made = World.serverRoles.compactMap { world.existingKey($0)?.kind.word }
    return made.isEmpty
      ? "its keys are made when they are first needed"
      : "its certificates have the keys \(listed(made))"
  }

  private static func verification(_ lab: Lab) -> String {
    lab.settings[.clientVerify]
      ? "it verifies the server's certificate" : "it verifies NOTHING (client.verify off)"
  }

  private static func attacker(_ lab: Lab) -> String {
    let tap = lab.settings[.netRecord] ? "records the wire" : "does not record"
    let stand =
      lab.attacker.interception.map { "stands in between (\($0.rawValue))" } ?? "does not interfere"
    let loot = Set(lab.attacker.leaks.compactMap { Loot($0)?.rawValue }).sorted()
    return "\(tap), \(stand), has stolen \(loot.isEmpty ? "nothing" : listed(loot))"
  }
}
