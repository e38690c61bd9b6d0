import Bytes
import CryptoPrimitives
import Explanations
import Interceptor
public import Lab
import Network
import Platform

extension Screens {
  /// Who is there: server, client, authority, attacker; where, and from which seed.
  public static func world(_ lab: Lab) -> Page {
    let world = lab.world
    let flow = Flow.documentation(connection: 1, serverPort: world.preset.port)
    let server = [
      "name": world.serverName, "address": flow.server.ip, "port": "\(flow.server.port)",
    ]
    var blocks: [Block] = [
      .line(
        Line("WORLD  ", .heading)
          + Line("\(world.preset.rawValue)   seed \(world.seed)\(student(world))")),
      .rule,
      .labelled("server", Line(said(.world, "server", server))),
      .labelled("", Line(keys(world))),
      .labelled("client", Line(client(lab, at: flow.client.ip))),
      .labelled("attacker", Line(attacker(lab))),
      .labelled("clock", Line(clock(lab))),
    ]
    if !world.events.isEmpty { blocks.append(.labelled("", Line(renewals(world)))) }
    let sessions = lab.sessions.isEmpty ? said(.world, "sessions.none") : "\(lab.sessions.count)"
    blocks += [
      .labelled("sessions", Line(sessions)), .blank,
      .paragraph(Line(said(.world, "simulated")), indent: 1),
    ]
    let heading = Line("WORLD  \(world.preset.rawValue)   seed \(world.seed)", .heading)
    let few = Sparse.blocks(
      heading,
      [
        Sparse.row("client", Line(world.clientName)), Sparse.row("server", Line(world.serverName)),
        Sparse.row("attacker", Line(attacker(lab))),
      ])
    return Page(blocks, next: ["walk", "connect", "settings"], sparse: few)
  }

  /// What time it is, and where that is another than at the beginning, that as well.
  private static func clock(_ lab: Lab) -> String {
    let start = Date(timeIntervalSince1970: TimeInterval(lab.world.beginningInSeconds))
      .formatted(.iso8601)
    guard !lab.world.events.isEmpty else { return start }
    let now = Date(timeIntervalSince1970: TimeInterval(lab.seconds)).formatted(.iso8601)
    return said(.world, "clock", ["now": now, "start": start])
  }

  private static func renewals(_ world: World) -> String {
    let renewed = World.renewable.filter { world.number(of: $0) > 1 }
    guard !renewed.isEmpty else { return said(.world, "keys.first") }
    let keys = renewed.map { loot in
      said(.world, "keys.number", ["loot": loot.rawValue, "number": "\(world.number(of: loot))"])
    }
    return said(.world, "keys.renewed", ["keys": listed(keys)])
  }

  private static func student(_ world: World) -> String {
    world.student.map { ", of \($0)" } ?? ""
  }

  private static func keys(_ world: World) -> String {
    let made = World.serverRoles.compactMap { world.existingKey($0)?.kind.word }
    return made.isEmpty
      ? said(.world, "server.no-keys") : said(.world, "server.keys", ["keys": listed(made)])
  }

  private static func client(_ lab: Lab, at address: String) -> String {
    let unchecked = lab.settings.carelessness
    let entry =
      !lab.settings[.clientVerify]
      ? "client.careless" : unchecked.isEmpty ? "client" : "client.partly"
    return said(.world, entry, ["address": address, "settings": listed(unchecked)])
  }

  private static func attacker(_ lab: Lab) -> String {
    let tap = lab.settings[.netRecord] ? "attacker.records" : "attacker.does-not-record"
    let stand =
      lab.attacker.interception.map {
        said(.world, "attacker.in-between", ["certificate": $0.rawValue])
      } ?? said(.world, "attacker.aside")
    let loot = Set(lab.attacker.leaks.compactMap { lab.lootName(of: $0)?.word }).sorted()
    let stolen =
      loot.isEmpty
      ? said(.world, "attacker.no-loot") : said(.world, "attacker.loot", ["loot": listed(loot)])
    return [said(.world, tap), stand, stolen].joined(separator: ", ")
  }
}
