import Commands
import CryptoPrimitives
import Foundation
import Lab
import Testing

@Suite("Files hold what the commands say")
struct FileTests {
  private func mode(_ file: URL) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    return attributes[.posixPermissions] as? Int ?? 0
  }

  @Test func savedAndLoaded() throws {
    let folder = try TemporaryFolder()
    var prompt = Typed(folder: folder.url)
    prompt.succeed("connect kx=rsa", "compromise server.key", "save one.lab", "save")
    let saved = prompt.lab.stateDocument
    #expect(try mode(folder.file("one.lab")) == 0o600)
    prompt.succeed("reset", "load one.lab")
    #expect(prompt.lab.stateDocument == saved)
    prompt.succeed("undo", "expect cursor.session == null", "load lab.tlslab-save")
  }

  @Test("A file that is no saved lab is not replaced by one")
  func foreignFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("precious", to: "notes")
    var prompt = Typed(folder: folder.url)
    #expect(prompt.fail("save notes").contains("is no saved lab"))
    #expect(try String(contentsOf: folder.file("notes"), encoding: .utf8) == "precious")
    #expect(prompt.fail("load notes", .badData).contains("it is no saved lab"))
  }

  @Test("A damaged file is named and changes nothing")
  func damaged() throws {
    let folder = try TemporaryFolder()
    var prompt = Typed(folder: folder.url)
    prompt.succeed("connect kx=rsa", "save one.lab")
    var bytes = try Data(contentsOf: folder.file("one.lab"))
    let place = try #require(bytes.range(of: Data("steps".utf8)))
    bytes[place.lowerBound + 1] ^= 1
    try bytes.write(to: folder.file("one.lab"))
    let text = prompt.fail("load one.lab", .badData)
    #expect(text.contains("can't load one.lab: it is damaged"), "\(text)")
    #expect(prompt.fail("load .").contains("can't load"))
    #expect(prompt.type("save .").error?.what.contains("Is a directory") == true)
    #expect(prompt.type("save no/x").error?.what.contains("No such file or directory") == true)
  }

  @Test func key() throws {
    let folder = try TemporaryFolder()
    var prompt = Typed(folder: folder.url)
    prompt.succeed("connect kx=rsa", "export key server.pem")
    #expect(prompt.seen.contains("warning:"))
    let file = folder.file("server.pem")
    #expect(try mode(file) == 0o600)
    let key = try PrivateKey(pem: try String(contentsOf: file, encoding: .utf8))
    #expect(key == prompt.lab.world.existingKey(.serverRSA))
  }

  @Test func transcript() throws {
    let folder = try TemporaryFolder()
    var prompt = Typed.afterStealing
    prompt.succeed("export text \(folder.file("s1.txt").path)")
    #expect(try mode(folder.file("s1.txt")) == 0o600)
    let text = try String(contentsOf: folder.file("s1.txt"), encoding: .utf8)
    #expect(text.contains("REGISTER"))
    #expect(prompt.fail("export text x session=S9").contains("no session 'S9'"))
  }

  @Test func json() throws {
    let folder = try TemporaryFolder()
    var prompt = Typed(folder: folder.url)
    prompt.succeed("connect kx=rsa", "connect", "export json two.json")
    prompt.succeed("export json one.json session=S1 --redact")
    #expect(try mode(folder.file("two.json")) == 0o600)
    func read(_ name: String) throws -> JSONValue {
      try JSONDecoder().decode(JSONValue.self, from: try Data(contentsOf: folder.file(name)))
    }
    #expect(try read("two.json").find(["session", "id"]) == .string("S2"))
    #expect(try read("one.json").find(["session", "key_exchange"]) == .string("rsa"))
    #expect(try read("one.json").find(["redacted"]) == .bool(true))
  }
}
