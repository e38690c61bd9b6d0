import Lab
import TLSKeys
import Testing

@Suite("What an attack's screens give as the reason is the reason")
struct AttackReasonTests {
  @Test(
    "a pre-shared key opens no half of a key exchange, whatever the group",
    arguments: ["x25519", "X25519MLKEM768"])
  func sharedKeyBesideKeyExchange(group: String) {
    var prompt = Typed()
    prompt.succeed("connect version=1.3 psk=desk-42:hunter2 group=\(group)", "compromise psk")
    prompt.succeed("compromise server.key", "why S1")
    #expect(prompt.read.contains("the ephemeral keys went into the session's keys too"))
    #expect(!prompt.read.contains("half on the curve"))
    // Nothing was resumed: the key proves the server, and it shows no certificate.
    #expect(prompt.read.contains("no certificate came to use in this session"))
    #expect(!prompt.read.contains("resumed"))
  }

  @Test("no theft is offered for a call whose keys were never in the signalling")
  func cascadeOfDTLS() {
    var prompt = Typed()
    prompt.succeed("set app.media dtls-srtp", "connect kx=rsa", "cascade S1")
    #expect(prompt.read.contains("two fingerprints stand there"))
    #expect(!prompt.read.contains("compromise"))
    prompt.succeed("compromise server.key", "cascade S1")
    #expect(prompt.lab.sessions.last.map { prompt.lab.heardCall(of: $0).state } == .sealed)
    // Keys in the signalling come out with it.
    prompt = Typed()
    prompt.succeed("set app.media sdes", "connect kx=rsa", "cascade S1")
    #expect(prompt.read.contains("compromise server.key"))
  }

  @Test(
    "an attacker in between who has what opens a ticket, or the key that is in it, uses that"
  )
  func resuming() {
    var prompt = Typed()
    prompt.succeed("connect version=1.3", "compromise server.ticket-key")
    #expect(prompt.read.contains("asked for no certificate"))
    prompt.succeed("mitm on", "connect version=1.3 resume=S1")
    #expect(prompt.read.contains("[FOOLED]"))
    #expect(prompt.read.contains("it has the key of the session that the client resumes"))
    prompt.succeed("why S2")
    #expect(!prompt.read.contains("the certificate that was shown"))
    prompt = Typed()
    prompt.succeed("connect version=1.3", "compromise psk S1")
    #expect(prompt.read.contains("where a client resumes S1"))
    prompt.succeed("mitm on", "connect version=1.3 resume=S1")
    #expect(prompt.read.contains("[FOOLED]"))
    #expect(prompt.read.contains("it has the key of the session that the client resumes"))
    prompt.succeed("connect version=1.3")
    #expect(prompt.read.contains("[SAFE]"))
  }

  @Test(
    "an attacker in between who has the shared key passes on both sides, in each mode of the key",
    arguments: ["kx=psk", ""], ["1.2", "1.3"])
  func sharedKeyInBetween(exchange: String, version: String) {
    var prompt = Typed()
    let connect = "connect version=\(version) psk=desk-42:hunter2 \(exchange)"
    prompt.succeed(connect)
    prompt.succeed("compromise psk", "mitm on", connect)
    #expect(prompt.lab.sessions.last?.outcome == .fooled)
    #expect(prompt.lab.sessions.last?.failure == nil)
  }

  @Test("a key on the curve that is used again opens its half of other sessions, and that is said")
  func reusedHalf() {
    var prompt = Typed()
    prompt.succeed("set server.reuse-ephemeral on", "connect version=1.3", "connect version=1.3")
    prompt.succeed("compromise server.ephemeral S2", "why S1")
    #expect(prompt.read.contains("half on the curve"))
    #expect(!prompt.read.contains("belongs to S2"))
    prompt = Typed()
    prompt.succeed("connect version=1.3", "set server.reuse-ephemeral on", "connect version=1.3")
    prompt.succeed("compromise server.ephemeral S2", "why S1")
    #expect(prompt.read.contains("belongs to S2"))
  }

  @Test("of the hybrid's halves it is the computed one that opens, and the key of before is none")
  func halves() {
    var prompt = Typed()
    prompt.succeed(
      "connect version=1.3 psk=desk-42:hunter2", "compromise psk", "compromise quantum")
    prompt.succeed("why S1")
    #expect(prompt.seen.ranges(of: "half on the curve").count == 1)
    #expect(prompt.lab.sessions.last.map { prompt.lab.vaultState(of: $0) } == .sealed)
  }
}

extension Typed {
  /// What was seen, as one line: where it was folded says nothing.
  fileprivate var read: String { seen.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
