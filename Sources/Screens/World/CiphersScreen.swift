import Bytes
import Explanations
public import Lab
import TLSKeys
import TLSWire

extension Screens {
  /// The cipher suites of both sides, in the server's order, taken apart.
  public static func ciphers(_ lab: Lab) -> Page {
    let offered = lab.settings.suites(of: .client)
    let accepted = lab.settings.suites(of: .server)
    let order = accepted + offered.filter { !accepted.contains($0) }
    let header = ["suite", "own keys", "integrity", "client", "server"]
    let rows = order.map { suite -> [Line] in
      let parameters = suite.parameters
      return [
        Line(suite.label, .field),
        suite.parameters13 != nil || parameters?.keyExchange.isEphemeral == true
          ? Line("yes", .good) : Line("NO", .warning),
        Line(parameters?.mac.map { "HMAC-\($0.rawValue)" } ?? "AEAD"),
        place(of: suite, in: offered), place(of: suite, in: accepted),
      ]
    }
    var blocks: [Block] = [
      .table(Table(header: header.map { Line($0, .faint) }, rows: rows)), .blank,
      .paragraph(
        Line(
          said(
            .world, "ciphers.legend", ["side": lab.settings[.serverPreference].rawValue])),
        indent: 1),
    ]
    if let first = accepted.first(where: offered.contains) ?? order.first {
      blocks += [
        .blank,
        .line(Line(" " + said(.world, "ciphers.example", ["suite": first.label]), .heading)),
      ]
      blocks += SuiteParts(first).blocks
    }
    return Page(
      blocks, next: ["connect kx=rsa", "set server.kx ecdhe", "settings server"])
  }

  private static func place(of suite: CipherSuite, in list: [CipherSuite]) -> Line {
    list.firstIndex(of: suite).map { Line("\($0 + 1)") } ?? Line("-", .faint)
  }
}
