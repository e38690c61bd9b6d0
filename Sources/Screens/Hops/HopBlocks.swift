import Applications
import Explanations
public import Lab
import TLSEngine
import TLSKeys

/// A call that goes over a proxy: its two hops, and what the proxy made of it.
struct HopBlocks {
  let lab: Lab
  let session: Session

  init(_ lab: Lab, _ session: Session) { (self.lab, self.session) = (lab, session) }

  /// A line a hop, and one where the proxy turned the call away; nothing where there is but one hop.
  var rows: [Block] {
    guard session.hop != nil else { return [] }
    let hops = lab.hops(of: session)
    let rows = hops.enumerated().map { number, hop in
      Block.labelled("hop \(number + 1)", Self.line(hop))
    }
    return rows + (hops.first.map(Self.refusal) ?? [])
  }

  /// `S1  Ada's telephone - proxy  TLS 1.2  RSA`: what the hops have in common stands in columns.
  static func line(_ hop: Session) -> Line {
    let wire = hop.clientWire
    let both = (1...2).map { said(.ability, "hop.\($0)") }
    let ends = padded(
      said(.ability, "hop.\(hop.hop?.number ?? 1)"), to: both.map(\.columns).max() ?? 0)
    let name = padded(hop.id, to: max(hop.id.count, hop.hop?.other.count ?? 0))
    let beginning = Line("\(name)  ", .heading) + Line(ends + "  ")
    guard !hop.isInTheOpen else { return beginning + Line(said(.ability, "hop.open"), .bad) }
    let names = [hop.versionName(on: wire), hop.keyExchangeName(on: wire)].compactMap { $0 }
    return beginning + Line(names.joined(separator: "  "))
  }

  private static func refusal(_ first: Session) -> [Block] {
    guard let status = first.turnedAway else { return [] }
    let isSIPS = first.settings[.appURI] == .sips && first.settings[.appSecondHop] == .none
    let key = isSIPS ? "hop.refused.sips" : "hop.refused"
    return [
      .labelled("call", Line(said(.ability, key, ["status": "\(status)"]), .good)),
      .labelled("", Line(said(.ability, key, for: .note))).asReason,
    ]
  }
}

extension Screens {
  /// What a proxy reads of the call that goes over it, by right: its TLS ends there.
  public static func proxy(_ lab: Lab, _ session: Session) -> Page {
    let hops = HopBlocks(lab, session)
    guard session.hop != nil, let first = lab.hops(of: session).first else {
      return Page(lines: [said(.ability, "proxy.none")], next: ["set app.hops proxy", "connect"])
    }
    var blocks: [Block] =
      [.line(Line("PROXY  ", .heading) + Line(first.serverName)), .rule] + hops.rows
    let words = Side.allCases.flatMap {
      first.applicationData(from: $0, on: first.wires.last ?? .direct)
    }
    var gains: [String] = []
    for gain in words.flatMap({ Excerpt($0).gains }) where !gains.contains(gain) {
      gains.append(gain)
    }
    blocks += gains.enumerated().map { .labelled($0 == 0 ? "reads" : "", Line($1, .bad)) }
    guard let sound = lab.media(of: first)?.protection else { return Page(blocks, next: next) }
    blocks.append(.labelled("sound", Line(said(.ability, "proxy.sound.\(sound.rawValue)"))))
    blocks.append(.labelled("so", Line(said(.ability, "proxy.so"))).asReason)
    return Page(blocks, next: next)
  }

  private static let next = ["show message 1", "cascade", "view all"]
}
