import Lab
import Screens
import Testing

@testable import Commands
@testable import Sockets

@Suite("Settings of an end that is another program are refused: they would do nothing")
struct OthersSettingsTests {
  private static func said(_ line: String) -> String {
    var interpreter = Interpreter(
      Lab(seed: 3), table: CommandTable.lab.adding(socketCommands, socketForms))
    let outcome = interpreter.execute(line)
    return Layout(width: 200, unicode: false).lines(of: outcome.page, hints: false).map(\.text)
      .joined(separator: "\n")
  }

  @Test(
    "and the setting is named",
    arguments: [
      ("listen 18443 client.verify=off", "client.verify= does nothing here: the client is another"),
      ("listen 18443 app.scenario=chat-xmpp", "app.scenario= does nothing here: a visitor"),
      ("connect 127.0.0.1:1 server.cert=ecdsa", "server.cert= does nothing here: the server is"),
    ])
  func named(line: String, words: String) {
    #expect(Self.said(line).contains(words), "\(Self.said(line))")
  }

  @Test("and what both ends have is not", arguments: ["kx=ecdhe", "version=1.2", "client.sni=a.b"])
  func taken(setting: String) {
    let said = Self.said("connect 127.0.0.1:1 \(setting)")
    #expect(!said.contains("does nothing") && said.contains("127.0.0.1:1"))
  }
}
