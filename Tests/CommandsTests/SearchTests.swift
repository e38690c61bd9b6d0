import Commands
import Explanations
import Screens
import Testing

@Suite("One search over all there is")
struct SearchTests {
  @Test(
    "What people look for is among the results",
    arguments: [
      ("SRTP", "explain sip-and-srtp"), ("srtp", "explain SRTP"),
      ("NST", "explain new_session_ticket"),
      ("pbx", "explain sip-and-srtp"),
      ("PBX", "explain unknown_ca"), ("pbx", "explain wrong_name"),
      ("unknown ca", "explain unknown_ca"), ("unknown_ca", "explain unknown_ca"),
      ("UnknownCA", "explain unknown_ca"), ("quantum", "explain post-quantum"),
      ("quantum", "help compromise"), ("wireshark", "help export"),
      ("Wireshark", "explain key-logs"), ("must-staple", "explain revocation"),
      ("must staple", "explain OCSP-stapling"), ("tickets", "help server.tickets"),
      ("client hello", "explain client_hello"), ("clienthello", "explain client_hello"),
      ("verify", "help client.verify"), ("fault certificate", "help cert"),
      ("what is a nonce", "explain nonce"), ("heartbleed", "explain Heartbleed"),
      ("no shared cipher", "explain \"no shared cipher\""),
      ("SSL_ERROR_SYSCALL", "connection reset by peer"), ("fullchain.pem", "certificate-life"),
      ("PEM_read_bio no start line", "no start line"), ("tcpdump", "explain key-logs"),
      ("BSI", "explain standards"), ("registration", "explain sip-and-srtp"),
      ("handshake timeout", "handshake timeout"),
      ("telephone clock", "explain not_yet_valid"),
      ("TLS_AES_128_GCM_SHA256", "explain TLS_AES_128_GCM_SHA256"),
      ("certificate.chain", "explain certificate.chain"), ("mtls", "explain client-certificates"),
      ("curl: (60) SSL certificate problem: certificate has expired", "certificate has expired"),
    ])
  func found(words: String, command: String) {
    var prompt = Typed()
    prompt.succeed("search \"\(words)\"")
    #expect(prompt.seen.contains(command), "\(words): \(prompt.seen)")
  }

  @Test("A small slip is taken for the word that was meant, and said")
  func slips() {
    var prompt = Typed()
    prompt.succeed("search wireshrak")
    #expect(prompt.seen.contains("what there is on wireshark"))
    #expect(prompt.seen.contains("explain key-logs"))
    prompt.succeed("apropos nonec")
    #expect(prompt.seen.contains("explain nonce"))
  }

  @Test("There are few, and what is left out is counted")
  func few() {
    var prompt = Typed()
    let outcome = prompt.type("search key")
    guard case .page(let page)? = outcome.answers.first else { return }
    for case .table(let table) in page.blocks { #expect(5...12 ~= table.rows.count) }
    #expect(prompt.seen.contains("more; a further word narrows them down"))
  }

  @Test("Where nothing is found, something else is suggested")
  func nothing() {
    var prompt = Typed()
    #expect(prompt.fail("search xyzzyq").contains("'help' lists the commands"))
    #expect(prompt.fail("search \u{1b}[31m").contains("nothing is about"))
    for words in ["''", "\"***\"", "\"\u{202e}\"", "é", "\"  \"", "-", "---", "."] {
      #expect(prompt.type("search \(words)").status == .failed, "\(words)")
    }
  }

  @Test("What has no name of its own is searched for by 'help' and 'explain' too")
  func fallingThrough() {
    var prompt = Typed()
    prompt.succeed("help conect")
    #expect(prompt.seen.contains("help connect"))
    for line in ["help pbx", "explain pbx", "explain sip telephone", "help server key"] {
      prompt.succeed(line)
      #expect(prompt.seen.contains("called '"), "\(line): \(prompt.seen)")
      #expect(prompt.seen.contains("explain ") || prompt.seen.contains("help "), "\(line)")
    }
    #expect(prompt.fail("help xyzzyq").contains("no command, group or setting"))
  }

  @Test("Every command that a search names works")
  func commands() throws {
    for word in ["key", "certificate", "record", "attack", "ticket", "server", "alert", "hash"] {
      var prompt = Typed()
      let outcome = prompt.type("search \(word)")
      guard case .page(let page)? = outcome.answers.first else { continue }
      for case .table(let table) in page.blocks {
        for row in table.rows where row.count == 3 {
          #expect(prompt.type(row[1].text).status == .ok, "\(row[1].text)")
        }
      }
    }
  }

  @Test("Each keyword finds its entry")
  func keywords() {
    var count = 0
    for key in Catalogue.current.keys {
      for keyword in Catalogue.current.keywords(of: key) {
        count += 1
        var prompt = Typed()
        prompt.succeed("search \"\(keyword)\"")
        let name = key.kind == .word ? Screens.typed(key.name) : key.name
        #expect(prompt.seen.contains("explain \(name)"), "\(keyword): \(key.name)")
      }
    }
    #expect(count > 50)
  }
}
