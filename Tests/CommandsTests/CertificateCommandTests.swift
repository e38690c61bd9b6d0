import Commands
import Lab
import Testing

@Suite("ca and cert: a PKI at the prompt")
struct CertificateCommandTests {
  @Test func authorities() {
    var prompt = Typed()
    prompt.succeed("ca list", "ca create mine", "ca create lower by=mine path-length=0 key=ed25519")
    prompt.succeed("ca trust mine", "expect authorities.mine.trusted == true")
    prompt.succeed("ca distrust firm", "expect authorities.firm.trusted == false")
    prompt.succeed("ca cross-sign mine by=firm", "ca list --json", "ca trust firm")
    #expect(prompt.fail("ca trust nobody").contains("ca list"))
    #expect(prompt.fail("ca create mine").contains("already"))
    #expect(prompt.fail("ca cross-sign mine").contains("by=firm"))
    #expect(prompt.fail("ca create x path-length=many").contains("0 to 100"))
    prompt.succeed("undo")
  }

  @Test func certificates() {
    var prompt = Typed()
    prompt.succeed("cert list", "cert issue mine for=sip.uc.test,192.0.2.1 key=ecdsa days=10")
    prompt.succeed("cert use mine", "connect", "expect sessions.last.outcome == established")
    prompt.succeed("cert revoke mine", "set client.check.revocation hard", "connect")
    prompt.succeed("expect sessions.last.alert == certificate_revoked", "cert list --json")
    prompt.succeed("expect certificates.mine.revoked == true", "unset client.check.revocation")
    prompt.succeed("cert request asked for=sip.uc.test", "cert issue theirs request=asked")
    prompt.succeed("cert issue bad hash=sha1 key=rsa-2048 from=2020-01-01 to=2020-02-01")
    prompt.succeed("cert use bad", "connect", "expect sessions.last.alert == certificate_expired")
    prompt.succeed(
      "cert issue odd purpose=client usage=digitalSignature serial=0123 subject=Odd padding=pss"
        + " ca=mallory permit=uc.test exclude=192.0.2.0/255.255.255.0 authority=yes path-length=1")
    prompt.succeed("cert use expired", "connect")
    #expect(prompt.seen.contains("it has expired"))
    prompt.succeed("expect sessions.last.alert == certificate_expired")
    #expect(prompt.fail("cert issue mine").contains("already"))
    #expect(prompt.fail("cert issue x from=tomorrow").contains("2026-12-31"))
    #expect(prompt.fail("cert issue x serial=xyz").contains("hex"))
    #expect(prompt.fail("cert issue x purpose=tea").contains("serverAuth"))
    #expect(prompt.fail("cert issue x from=2030-01-01 to=2029-01-01").contains("before"))
    #expect(prompt.fail("cert issue x for=\"a b\"").contains("can't stand"))
    #expect(prompt.fail("cert use exspired").contains("expired"))
    #expect(prompt.fail("cert revoke expired").contains("ready-made"))
  }

  @Test("The calendar of certificates ends with the year 9999 (RFC 5280 §4.1.2.5)")
  func endOfCalendar() {
    var prompt = Typed()
    prompt.succeed("ca create last from=9999-12-30 days=1")
    for command in ["ca create zz days=40000", "cert issue zz days=2"] {
      let text = prompt.fail("\(command) from=9999-12-31")
      #expect(text.contains("no certificate ends after the year 9999"), "\(text)")
      #expect(!text.contains("X509Error"))
    }
    // What libcrypto says stands there in its words, and not as Swift prints an error.
    #expect(!prompt.fail("cert issue x for=\"a b\"").contains("Error("))
  }

  @Test("Each switch of the checks, and what the state says of them")
  func switches() {
    var prompt = Typed()
    prompt.succeed("expect settings.client.verify == on", "set client.check.dates off")
    prompt.succeed("expect settings.client.verify == partly", "cert use expired", "connect")
    #expect(prompt.seen.contains("checked: dates and revocation"))
    prompt.succeed("expect sessions.last.outcome == established")
    for check in ["chain", "name", "usage", "strength"] {
      prompt.succeed("set client.check.\(check) off")
    }
    prompt.succeed("expect settings.client.verify == off", "set client.check.pin on")
    prompt.succeed("set client.verify off", "expect settings.client.verify == off")
  }

  @Test func shown() {
    var prompt = Typed()
    prompt.succeed("show cert expired")
    #expect(prompt.seen.contains("it has expired") && prompt.seen.contains("tbsCertificate"))
    prompt.succeed("connect", "show cert", "show cert --json", "show cert session=S1")
    #expect(prompt.fail("show cert nothing").contains("cert list"))
    prompt.succeed("walk")
    #expect(prompt.fail("show cert").contains("no certificate"))
  }
}
