import Commands
import Lab
import Testing

@Suite("Whose certificate was refused is said")
struct ClientCertificateCommandTests {
  private static func prompt(showing certificate: String) -> Typed {
    var prompt = Typed()
    prompt.succeed("set server.client-auth require", "set client.cert \(certificate)", "connect")
    return prompt
  }

  @Test("A self-signed one of the client's is the client's, on every screen")
  func selfSigned() {
    var prompt = Self.prompt(showing: "self-signed")
    #expect(prompt.seen.contains("the client's certificate is refused: it is signed by nobody"))
    #expect(prompt.seen.contains("shown     CN=ada.uc.test, issued by CN=ada.uc.test"))
    prompt.succeed("expect sessions.last.alert_by == server", "why last")
    #expect(prompt.seen.contains("the client's certificate is refused"))
    // Whom a server turns away reads the alert, and nothing of a server that can't be verified.
    for line in ["show cert client", "show cert self-signed"] {
      prompt.succeed(line)
      #expect(prompt.seen.contains("CN=ada.uc.test") || prompt.seen.contains("ada.uc.test"))
      #expect(prompt.seen.contains("The certificate of the client"))
      #expect(!prompt.seen.contains("would read"))
    }
    prompt.succeed("show cert")
    #expect(!prompt.seen.contains("ada.uc.test"))
    prompt.succeed("unset client.cert", "show cert self-signed")
    #expect(prompt.seen.contains("would read"))
  }

  @Test(
    "Each fault is one of a certificate of the client's",
    arguments: [
      ("expired", "certificate_expired"), ("not-yet-valid", "certificate_expired"),
      ("untrusted-root", "unknown_ca"), ("wrong-usage", "unsupported_certificate"),
    ])
  func faults(name: String, alert: String) {
    var prompt = Self.prompt(showing: name)
    prompt.succeed("expect sessions.last.alert == \(alert)")
    prompt.succeed("expect sessions.last.alert_by == server", "show cert client")
    #expect(prompt.seen.contains("ada.uc.test") && !prompt.seen.contains("sip.uc.test"))
  }

  @Test(
    "A server looks at no list: a revoked one of the client's passes",
    arguments: ["revoked", "wrong-host"])
  func unseen(name: String) {
    var prompt = Self.prompt(showing: name)
    prompt.succeed("expect sessions.last.outcome == established")
  }

  @Test("Where the client showed none it is said")
  func none() {
    var prompt = Typed.afterConnecting
    #expect(prompt.fail("show cert client").contains("the client of S1 has shown no certificate"))
    prompt.succeed("view eavesdropper")
    #expect(prompt.fail("show cert client").contains("that the eavesdropper can read"))
  }
}
