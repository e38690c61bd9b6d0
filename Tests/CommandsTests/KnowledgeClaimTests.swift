import Lab
import Testing

@testable import Commands

@Suite(
  "What 'knowledge' and 'why' say the attacker can do, the attacker does; and what it can't, it can't"
)
struct KnowledgeClaimTests {
  struct Claim: Sendable, CustomTestStringConvertible {
    var before: [String]
    /// What stands behind "pose as the server?" of `knowledge S1`.
    var says: String
    /// With somebody in between.
    var connect: String
    var isFooled: Bool
    var testDescription: String { before.joined(separator: "; ") }
  }

  private static let claims = [
    Claim(
      before: ["connect kx=anonymous version=1.2"], says: "YES nobody proves who they are",
      connect: "connect kx=anonymous version=1.2", isFooled: true),
    Claim(
      before: ["connect version=1.2"], says: "NO it can't prove to be", connect: "connect",
      isFooled: false),
    Claim(
      before: ["connect version=1.2", "compromise server.ticket-key"],
      says: "YES where a client resumes: it opens the ticket",
      connect: "connect resume=S1 version=1.2", isFooled: true),
    Claim(
      before: ["connect version=1.3", "compromise psk S1"],
      says: "YES where a client resumes S1: it has the key of that ticket",
      connect: "connect resume=S1", isFooled: true),
    Claim(
      before: ["set client.check.chain off", "connect"],
      says: "YES the client does not check (client.check.chain off)", connect: "connect",
      isFooled: true),
    Claim(
      before: ["set client.check.dates off", "connect"], says: "NO it can't prove to be",
      connect: "connect", isFooled: false),
    Claim(
      before: ["set client.verify off", "connect"],
      says: "YES the client does not check (client.verify off)", connect: "connect", isFooled: true),
  ]

  @Test(arguments: claims) func posing(claim: Claim) {
    var prompt = Typed()
    for command in claim.before { prompt.succeed(command) }
    prompt.type("knowledge S1")
    let words = prompt.seen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("pose as the server? " + claim.says), "\(prompt.seen)")
    prompt.succeed("mitm on")
    prompt.type(claim.connect)
    #expect((prompt.lab.sessions.last?.outcome == .fooled) == claim.isFooled, "\(prompt.seen)")
  }

  @Test("What would open a session that rests on a ticket alone is all named, and each of it opens")
  func whatWouldOpen() {
    var prompt = Typed()
    prompt.succeed("connect", "connect resume=S1 kx=psk", "why S2")
    for theft in ["compromise server.ticket-key", "compromise psk S1"] {
      let words = prompt.seen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains(theft), "\(prompt.seen)")
      var thief = prompt
      thief.succeed(theft)
      #expect(thief.lab.session("S2").map(thief.lab.vaultState) == .open)
    }
  }

  @Test("What is open in part is not told as open, nor as closed")
  func inPart() {
    var prompt = Typed()
    prompt.succeed(
      "set server.early-data on", "connect", "connect resume=S1 early=again",
      "compromise server.ticket-key", "knowledge S2")
    #expect(prompt.lab.session("S2").map(prompt.lab.vaultState) == .partly)
    let words = prompt.seen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("read S2? IN PART with what was stolen: why S2"), "\(prompt.seen)")
  }
}
