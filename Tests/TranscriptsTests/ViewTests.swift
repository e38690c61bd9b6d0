import Commands
import Foundation
import Knowledge
import Lab
import Screens
import TLSEngine
import Testing

@Suite("No view sees more than its actor can, and none hides what its actor has")
struct ViewTests {
  private static let views: [Lab.View] = [.client, .server, .eavesdropper, .interceptor]

  /// Every way to look at a session, as it is typed.
  private static func lines(_ session: Session) -> [String] {
    let count = session.messages.count
    let numbers = Set([count / 2, count - 1, count]).filter { (1...max(1, count)).contains($0) }
    let names = Screens.derivationNames(session)
    return ["where", "list", "show keys", "show state", "show cert", "knowledge", "why S1"]
      + ["where", "list", "show keys", "knowledge", "show bytes"].map { $0 + " --json" }
      + ["find REGISTER", "find sip", "show bytes", "show message certificate"]
      + numbers.sorted().flatMap { number in
        ["", " --as tree", " --as hex", " --json"].map {
          "show message \(number)\($0)"
        }
      }
      + ["show field certificate.certificate_list", "show exporter EXTRACTOR-dtls_srtp"]
      + names.suffix(3).flatMap { ["show derivation \($0)", "show derivation \($0) --json"] }
  }

  private static func text(_ page: Page) -> String {
    Layout(width: 400, unicode: false).lines(of: page).map(\.text).joined(separator: "\n")
  }

  @Test(
    "What an end has derived stands in its view with all that it was derived from",
    arguments: GoldenTests.names)
  func noneHides(_ name: String) throws {
    let moment = try #require(try WalkedScript.moments(of: name, every: nil).last)
    for view in [Lab.View.client, .server] {
      var names: Set<String> = []
      for step in moment.session.steps where step.actor.rawValue == view.rawValue {
        if case .derived(let derivation) = step.effect { names.insert(derivation.name.rawValue) }
      }
      #expect(names.count > 3 || name == "tampered")
      let eyes = moment.lab.eyes(of: view, on: moment.session)
      for name in names {
        let page = try #require(Screens.derivation(moment.session, name: name, eyes: eyes))
        let hatched = Self.text(page).split(separator: "\n").filter {
          // The key of a certificate is a file, which no screen has room for.
          $0.contains("// //") && !$0.contains("server.private_key")
        }
        #expect(hatched.isEmpty, "\(view) \(name)")
      }
    }
  }

  @Test("A page shows each view what its party can see, in a browser")
  func pages() throws {
    let names =
      WalkedScript.isWhole ? GoldenTests.names.filter { $0 != "stolen-key" } : Self.pagesAlways
    let files = names.map { GoldenTests.folder.appendingPathComponent("\($0)/S1.html").path }
    let printed = try run(
      try PageTests.python.get(),
      [PageTests.folder.appendingPathComponent("see.py").path] + files)
    let seen = try JSONDecoder().decode([String: [String: String]].self, from: printed)
    for (name, file) in zip(names, files) {
      let moment = try #require(try WalkedScript.moments(of: name, every: nil).first)
      for view in Self.views {
        guard let text = seen[file]?[view.rawValue] else { continue }
        #expect(text.count > 2000)
        let withheld = Withheld(from: view, moment.session, end: moment.end)
        // What reads without protection explains fields, which may name other messages.
        let found = withheld.found(in: text, isDictionary: true)
        #expect(found == [], "\(name) \(view)")
        #expect(withheld.told(in: text) == [], "\(name) \(view)")
        guard view == .client || view == .server else { continue }
        let names = ["attacker sends", "attacker to", "to attacker", "of the attacker", "FOOLED"]
        #expect(!names.contains { text.contains($0) }, "\(name) \(view)")
      }
      // What everyone together sees has it all: so what is looked for can be found.
      let all = try #require(seen[file]?["all"])
      let withheld = Withheld(from: .eavesdropper, moment.session, end: moment.end)
      #expect(!withheld.found(in: all).isEmpty)
    }
  }

  private static let pagesAlways = ["tls-1.3", "interception-succeeded", "tls-1.2-ecdhe"]

  @Test(arguments: GoldenTests.names)
  func noViewSeesMore(_ name: String) throws {
    let moments = try WalkedScript.moments(of: name, every: 97)
    #expect(!moments.isEmpty)
    for moment in moments {
      for view in Self.views {
        let withheld = Withheld(from: view, moment.session, end: moment.end)
        var interpreter = Interpreter(moment.lab)
        _ = interpreter.execute("view \(view.rawValue)")
        let place = "\(name), \(view.rawValue) after step \(moment.session.steps.count)"
        let page = Screens.step(interpreter.lab, played: moment.session.steps.suffix(1))
        // What a value is for may name a message.
        #expect(withheld.found(in: Self.text(page), isDictionary: true) == [], "\(place): step")
        // Whoever is about to send something knows what.
        let told = Self.text(page).split(separator: "\n").filter {
          !$0.hasPrefix("next: the \(view == .interceptor ? "attacker" : view.rawValue) sends")
        }
        #expect(withheld.told(in: told.joined(separator: "\n")) == [], "\(place): step")
        for line in Self.lines(moment.session) {
          var copy = interpreter
          // The states and what each takes, and what a value is for, are the protocol's.
          let isDictionary = line == "show state" || line.hasPrefix("show derivation")
          let found = withheld.found(
            in: Self.text(copy.execute(line).page), isDictionary: isDictionary)
          #expect(found == [], "\(place): \(line)")
        }
      }
    }
  }
}
