import Lab
import Screens
import Testing

@testable import Commands

@Suite("The declarations hold together")
struct DeclarationTests {
  @Test("A word means one command")
  func uniqueWords() {
    var seen: Set<String> = []
    for command in CommandTable.lab.commands {
      for word in [command.name] + command.aliases + command.forms.flatMap(\.aliases) {
        #expect(seen.insert(word).inserted, "\(word)")
      }
    }
  }

  @Test("Verbs that lessons and scripts of users rely on are there, and so are their aliases")
  func verbs() {
    let verbs = """
      world reset set unset settings connect walk send close step next finish continue back break
      delete where list show find view knowledge why record vault compromise forget predict decrypt
      mitm expect state source save load export undo redo help search history quit
      s n fin c b w l m p k steal h ? q exit
      """
    for verb in verbs.split(whereSeparator: \.isWhitespace) {
      #expect(CommandTable.lab.command(String(verb)) != nil, "\(verb)")
    }
  }

  @Test("Lines as users type them fit the grammar", arguments: Self.quotedLines)
  func quoted(line: String) throws {
    for typed in try Tokenizer.commands(in: line) {
      let (command, tokens) = try CommandTable.lab.find(typed.tokens)
      _ = try command.match(tokens)
    }
  }

  @Test("Examples in the help fit the grammar")
  func examples() throws {
    for command in CommandTable.lab.commands {
      for example in command.examples {
        let typed = try #require(try Tokenizer.commands(in: example.line).first)
        let (found, tokens) = try CommandTable.lab.find(typed.tokens)
        #expect(found.name == command.name)
        _ = try found.match(tokens)
      }
    }
  }

  @Test("Every form can be printed and has a meaning")
  func reference() {
    for command in CommandTable.lab.commands {
      #expect(!command.forms.isEmpty)
      let text = Reference.page(of: command).plainText
      for form in command.forms {
        #expect(!form.meaning.isEmpty)
        #expect(text.contains(form.meaning.prefix(20)), "\(command.name)")
      }
    }
    #expect(Reference.overview(.lab).plainText.contains("ATTACK"))
  }

  @Test(
    "A word that is printed as one of a few is taken, offered with its meaning, and told in help")
  func choices() {
    for command in CommandTable.lab.commands {
      let words = Reference.page(of: command).plainText.split(whereSeparator: \.isWhitespace)
      let help = words.joined(separator: " ")
      for form in command.forms {
        for told in form.meanings { #expect(help.contains("\(told.word): \(told.meaning)")) }
        for shape in form.parts.compactMap(\.shape) where shape.isClosed {
          #expect(Set(shape.choices.map(\.word)).count == shape.choices.count)
          for choice in shape.choices { #expect(shape.accepts(choice.word), "\(choice.word)") }
        }
      }
    }
  }

  @Test("Fixed keys come before free ones, and nothing comes behind a rest")
  func order() {
    for form in CommandTable.lab.commands.flatMap(\.forms) {
      if let free = form.parts.firstIndex(where: { if case .pairs = $0 { true } else { false } }) {
        let behind = form.parts[free...].filter { if case .named = $0 { true } else { false } }
        #expect(behind.isEmpty)
      }
      if let rest = form.parts.firstIndex(where: { if case .rest = $0 { true } else { false } }) {
        let behind = form.parts[(rest + 1)...].filter(\.isPositional)
        #expect(behind.isEmpty)
      }
    }
  }

  static let quotedLines = [
    "world new", "world new uc seed=7", "world new web", "world show", "reset",
    "ca list", "ca create my-root", "ca create lower by=firm path-length=0 permit=uc.test",
    "ca cross-sign my-root by=firm", "ca trust mallory", "ca distrust firm", "cert list",
    "cert issue mine for=sip.uc.test ca=mallory", "cert issue mine key=rsa-2048 hash=sha1 days=3",
    "cert request web for=sip.uc.test", "cert issue mine request=web", "cert use expired",
    "cert revoke server",
    "set client.verify off", "unset client.verify", "settings", "settings client",
    "audit", "audit S1",
    "connect", "connect kx=rsa version=1.2", "walk", "walk kx=dhe", "send client hello",
    "send server \"a b\"", "close", "step", "s 3", "next", "n", "finish", "fin", "continue", "c",
    "continue server_hello", "back", "b 2", "back message", "back start", "break client_hello",
    "break alert", "break secret", "break verify", "delete", "where", "w", "list", "l",
    "show message", "m 2", "m server_hello", "show message 2 --as tree", "m --as table",
    "m --as diagram", "m --as hex", "show field server_hello.random", "p random", "show bytes",
    "show keys", "show keys server", "show derivation master_secret", "show state",
    "show sessions", "show ciphers", "show sessions --json", "view client", "view server",
    "view eavesdropper", "view interceptor", "view all", "knowledge", "k --diff", "diff S1 S2",
    "diff S1.3 S2.3", "diff S1 client_hello S2", "diff S6.client S6.server",
    "why master_secret", "why S2", "find 0303", "find REGISTER", "record on", "record off",
    "vault", "vault S1", "compromise server.key", "steal ca.key", "compromise server.ephemeral",
    "compromise client.ephemeral S1", "decrypt S1", "decrypt all", "predict S1=open S2=sealed",
    "tamper server_hello.random", "tamper client_hello@20 ff", "drop", "drop server_hello",
    "replay", "replay application_data", "replay flight S2", "replay flight S2 to=second-server",
    "reorder", "truncate", "truncate alert",
    "downgrade 1.2", "downgrade 1.2 by=cutting", "predict attack=nobody", "show attacks",
    "show cert", "show cert expired",
    "mitm on", "mitm off", "mitm on cert=own-ca", "forget server.key", "export json FILE",
    "export text FILE session=S1",
    "export key FILE", "save", "save FILE", "load FILE", "undo", "redo", "source FILE",
    "expect sessions.S1.vault == open", "expect sessions.S1 exists", "state",
    "state sessions.S1", "help", "help show", "h attack", "?", "apropos key", "search key",
    "history", "quit",
    "q", "exit", "set client.verify off ; mitm on cert=own-ca ; connect",
  ]
}

extension Part {
  /// The word that it takes, where that is not fixed.
  fileprivate var shape: WordShape? {
    switch self {
    case .one(let shape), .optional(let shape), .rest(let shape, _), .named(_, let shape, _),
      .option(_, let shape, _):
      shape
    case .fixed, .pairs, .flag, .json: nil
    }
  }
}
