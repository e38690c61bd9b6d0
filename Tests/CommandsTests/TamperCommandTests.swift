import Commands
import Lab
import Testing

@Suite("Attacks on messages at the prompt")
struct TamperCommandTests {
  @Test func everyVerb() {
    var prompt = Typed()
    prompt.succeed("set app.scenario echo", "show attacks", "predict attack=client")
    prompt.succeed("tamper server_hello.random", "show attacks")
    #expect(prompt.seen.contains("waits"))
    prompt.succeed("connect")
    #expect(prompt.seen.contains("noticed   the client"))
    #expect(prompt.seen.contains("client  right"))
    prompt.succeed("expect sessions.last.noticed_by == client")
    prompt.succeed("expect sessions.last.noticed_means == transcript")
    prompt.succeed("drop client_hello", "connect", "expect sessions.last.noticed_means == silence")
    prompt.succeed("replay application_data", "connect", "expect sessions.last.alert_by == server")
    prompt.succeed("reorder certificate", "connect", "truncate application_data", "connect")
    prompt.succeed("expect sessions.last.noticed_means == close_notify")
    prompt.succeed("downgrade 1.2", "connect", "expect sessions.last.noticed_means == sentinel")
    prompt.succeed("downgrade 1.2 by=cutting", "show attacks", "connect")
    prompt.succeed("expect sessions.last.alert == inappropriate_fallback")
    prompt.succeed("downgrade TLS_AES_256_GCM_SHA384", "connect", "show attacks --json")
    prompt.succeed("tamper client_hello.cipher_suites 1301 --keep-lengths", "connect")
    // The message says that it is longer than it is: the server waits for the rest.
    prompt.succeed("expect sessions.last.noticed_means == silence")
    prompt.succeed("tamper application_data@20 ff", "connect", "show attacks")
    #expect(prompt.seen.contains("record's tag"))
  }

  @Test func onTheWay() {
    var prompt = Typed()
    prompt.succeed(
      "set app.scenario echo", "walk version=1.2", "next", "tamper client_hello.random 00")
    #expect(prompt.seen.split(whereSeparator: \.isWhitespace).suffix(30).contains("became"))
    prompt.succeed("undo", "drop")
    #expect(prompt.seen.contains("both wait"))
    prompt.succeed("walk", "next", "predict attack=nobody", "replay", "continue", "show attacks")
    // Established, and then the goodbye is cut off.
    prompt.succeed("connect version=1.2", "truncate alert", "close")
    prompt.succeed("expect sessions.last.noticed_means == close_notify")
  }

  @Test func refusals() {
    var prompt = Typed()
    #expect(prompt.fail("tamper server_hallo.random").contains("server_hello"))
    #expect(prompt.fail("tamper server_hello").contains("server_hello@5"))
    #expect(prompt.fail("tamper server_hello@x").contains("offset"))
    #expect(prompt.fail("tamper server_hello.random xyz").contains("hex"))
    #expect(prompt.fail("downgrade 0.9").contains("neither"))
    #expect(prompt.fail("downgrade TLS_AES_128_GCM_SHA256 by=cutting").contains("fall back"))
    #expect(prompt.fail("predict attack=everyone").contains("nobody"))
    #expect(prompt.fail("drop everything").contains("no message"))
    prompt.succeed("walk", "next")
    #expect(prompt.fail("tamper client_hello.nothing").contains("no field"))
    #expect(prompt.fail("tamper client_hello@99999").contains("no byte"))
  }
}
