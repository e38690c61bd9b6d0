import Foundation
import Testing

@Suite("tlslab decrypt", .enabled(if: Program.exists))
struct DecryptProgramTests {
  private static let exchanges = [
    "kx=rsa version=1.2", "kx=ecdhe version=1.2", "kx=dhe version=1.0", "version=1.3",
    "version=1.2 kx=dhe-psk psk=desk-42:hunter2", "version=1.2 kx=anonymous",
  ]

  @Test("What the lab exports comes back in, and opens as it did there", arguments: exchanges)
  func roundTrip(choices: String) throws {
    let folder = try TemporaryFolder()
    let open = folder.file("open.pcapng").path
    let sealed = folder.file("sealed.pcapng").path
    let log = folder.file("keys.log").path
    let script =
      "connect \(choices)\nexport pcapng \(open)\nexport pcapng \(sealed) --redact\n"
      + "export keylog \(log)\n"
    let lab = try Program.run(["run", "-"], input: script)
    try #require(lab.status == 0, "\(lab.errors)")
    let byItself = try Program.run(["decrypt", open])
    #expect(byItself.status == 0, "\(byItself.errors)")
    #expect(byItself.output.hasPrefix("[OPEN]"))
    #expect(byItself.output.contains("1 of 1 open"))
    #expect(try Program.run(["decrypt", sealed]).output.hasPrefix("[SEALED]"))
    let plain = folder.file("plain").path
    let json = try Program.run(
      ["decrypt", sealed, "--keylog", log, "--json", "--out", plain])
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let session = (object?["sessions"] as? [[String: Any]])?.first
    #expect(session?["result"] as? String == "open")
    let client = session?["sent_by_client"] as? [String: Any]
    let file = try #require(client?["file"] as? String)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.hasPrefix("REGISTER sip:uc.test"))
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    // What is there is not written over.
    #expect(try Program.run(["decrypt", sealed, "--keylog", log, "--out", plain]).status == 1)
    #expect(try Program.run(["decrypt", sealed, "--pcapng", open]).status == 1)
    let copy = folder.file("copy.pcapng").path
    let arguments = ["decrypt", sealed, "--keylog", log, "--pcapng", copy]
    #expect(try Program.run(arguments).status == 0)
    #expect(try Program.run(["decrypt", copy]).output.hasPrefix("[OPEN]"))
  }

  @Test("A call is heard with the key, and without it the way to the keys is named")
  func call() throws {
    let folder = try TemporaryFolder()
    let captures = othersCaptures
    let capture = captures.appendingPathComponent("baresip-call.pcap").path
    let key = captures.appendingPathComponent("baresip.key").path
    let sounds = folder.file("calls").path
    let arguments = ["decrypt", capture, "--key", key, "--audio", sounds]
    let heard = try Program.run(arguments)
    #expect(heard.status == 0, "\(heard.errors)")
    #expect(heard.output.contains("[HEARD]  call 1  alice@127.0.0.1 > bob@127.0.0.1  (SIP, TLS 0)"))
    #expect(heard.output.contains("1 of 1 calls can be heard"))
    let file = sounds + "/call-1.wav"
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    // Two channels of 48,167 samples.
    #expect(bytes.count == 44 + 4 * 48_167)
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try Program.run(arguments).status == 1)
    let json = try Program.run(arguments + ["--replace", "--json"])
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let call = (object?["calls"] as? [[String: Any]])?.first
    #expect(call?["hearing"] as? String == "heard")
    #expect(call?["file"] as? String == file)
    #expect(call?["channels"] as? [String] == ["caller", "called"])
    let none = folder.file("none").path
    let sealed = try Program.run(["decrypt", capture, "--audio", none])
    #expect(sealed.status == 0)
    #expect(
      sealed.output.contains("stays sealed, TLS 0") || sealed.output.contains("sealed, TLS 0"))
    #expect(sealed.errors.contains("nothing can be heard"))
    // Without signalling nobody tells who called whom.
    let parties = try Program.run(["decrypt", capture, "--json"]).output
    #expect(parties.contains("\"party\":\"one_side\"") && !parties.contains("\"caller\":\""))
    #expect(parties.contains("\"party\":\"other_side\"") && !parties.contains("\"called\":\""))
  }

  @Test("What is no capture, no key or no filter is told apart by the exit status too")
  func faults() throws {
    let folder = try TemporaryFolder()
    let text = try folder.write("nothing of the kind", to: "text").path
    #expect(try Program.run(["decrypt", folder.file("missing").path]).status == 1)
    #expect(try Program.run(["decrypt", "/"]).status == 1)
    #expect(try Program.run(["decrypt", text]).status == 65)
    #expect(try Program.run(["decrypt", "-"]).status == 65)
    #expect(try Program.run(["decrypt", text, "--key", text]).status == 65)
    #expect(try Program.run(["decrypt", text, "--psk", "x"]).status == 64)
    #expect(try Program.run(["decrypt", text, "--filter", "port x"]).status == 64)
    #expect(try Program.run(["decrypt"]).status == 64)
    let cut = try folder.write("\n\r\r\n", to: "cut").path
    for begin in ["\n\r\r\n", "\n\r", "\n\r\r\n\u{1c}\0\0\0"] {
      try folder.write(begin, to: "cut")
      let header = try Program.run(["decrypt", cut])
      #expect(header.status == 65 && says(header, "cut off in its header"))
    }
    let log = try Program.run(["decrypt", cut, "--keylog", text])
    #expect(log.status == 65 && says(log, "no line in it"))
    let empty = try folder.write("", to: "empty").path
    let lines = try Program.run(["decrypt", cut, "--keylog", empty])
    #expect(says(lines, "a key log without a line"))
  }

  @Test("A file without a key that can be used is named, and the good one beside it opens")
  func keysBesideOthers() throws {
    let folder = try TemporaryFolder()
    let good = try String(
      contentsOf: othersCaptures.appendingPathComponent("baresip.key"), encoding: .utf8)
    let damaged = try folder.write(good.replacing("MII", with: "!!!"), to: "damaged.key").path
    let other = try folder.write("no key", to: "other").path
    let call = ["decrypt", othersCaptures.appendingPathComponent("baresip-call.pcap").path]
    let key = ["--key", othersCaptures.appendingPathComponent("baresip.key").path]
    let both = try Program.run(call + ["--key", damaged, "--key", other] + key)
    #expect(both.status == 0 && both.output.hasPrefix("[OPEN]"), "\(both.output)")
    #expect(says(both, "damaged.key:1: the private key that begins here is damaged"))
    #expect(says(both, "other holds no private key"))
    let alone = try Program.run(call + ["--key", other, "--key", damaged])
    #expect(alone.status == 65 && says(alone, "other holds no private key"))
    // A name that is mistyped is no choice.
    #expect(try Program.run(call + ["--key", folder.file("missing").path] + key).status == 1)
  }

  /// Whether it complains so, wherever the path before it makes its lines end.
  private func says(_ result: Program.Result, _ words: String) -> Bool {
    result.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(words)
  }

  @Test("What a filter leaves out is told from what is not there")
  func filtered() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("call.pcapng").path
    _ = try Program.run(["run", "-"], input: "connect\nexport pcapng \(file)\n")
    let shown = try Program.run(["decrypt", file, "--filter", "port 1"])
    #expect(shown.output.hasPrefix("after the filter: no TLS"), "\(shown.output)")
  }

  @Test("What was said is shown as text: HTTP/2 by its frames, in tshark's order")
  func frames() throws {
    let capture = othersCaptures.appendingPathComponent("http2.pcapng").path
    let shown = try Program.run(["decrypt", capture, "--text"])
    #expect(shown.status == 0, "\(shown.errors)")
    for word in ["card=4111 1111 1111 1111", "the card was taken", "HPACK", "12 bytes that are no"]
    {
      #expect(shown.output.contains(word), "\(word)")
    }
    let names = ["DATA": "0", "HEADERS": "1", "SETTINGS": "4", "WINDOW_UPDATE": "8"]
    let ours = shown.output.split(separator: "\n").compactMap { line -> String? in
      line.contains("  stream ") ? names[String(line.split(separator: " ").first ?? "")] : nil
    }
    let theirs = try OtherProgram.output([
      "tshark", "-r", capture, "-Y", "http2", "-T", "fields", "-e", "http2.type",
    ])
    .split { !$0.isNumber }.map(String.init)
    // Frames of both sides in one packet's time may change places.
    #expect(ours.count == theirs.count && ours.sorted() == theirs.sorted() && ours.count == 13)
  }

  @Test(
    "SIP, HTTP and XMPP are text, and who said it stands before it",
    arguments: [
      ("scenario=sip-call", "REGISTER sip:uc.test"), ("scenario=web", "POST /"),
      ("scenario=chat-xmpp", "<stream:stream"),
      ("scenario=chat-xmpp client.starttls=require", "<stream:stream"),
    ])
  func text(settings: String, word: String) throws {
    let folder = try TemporaryFolder()
    let file = folder.file("open.pcapng").path
    _ = try Program.run(["run", "-"], input: "connect \(settings)\nexport pcapng \(file)\n")
    let shown = try Program.run(["decrypt", file, "--text"]).output
    #expect(shown.contains("client > server") && shown.contains(word), "\(shown)")
    #expect(try !Program.run(["decrypt", file]).output.contains(word))
    #expect(try Program.run(["decrypt", file, "--text", "--json"]).status == 64)
  }

  @Test("The copy is a file of its own: standard output has the report")
  func copyToOutput() throws {
    let folder = try TemporaryFolder()
    let capture = othersCaptures.appendingPathComponent("http2.pcapng").path
    let refused = try Program.run(["decrypt", capture, "--pcapng", "-"])
    #expect(refused.status == 64 && refused.errors.contains("--pcapng"))
    let copy = folder.file("copy.pcapng").path
    #expect(try Program.run(["decrypt", capture, "--pcapng", copy]).status == 0)
  }

  @Test("Early data that the server skipped stands apart in the text")
  func skippedEarlyData() throws {
    let captures = othersCaptures.appendingPathComponent("refused")
    let shown = try Program.run([
      "decrypt", captures.appendingPathComponent("early-skipped.pcap").path, "--text",
      "--keylog", captures.appendingPathComponent("early-skipped.keylog").path,
    ])
    #expect(shown.status == 0, "\(shown.errors)")
    let headings = shown.output.split(separator: "\n").filter { $0.contains("client > server") }
    #expect(headings.count == 4)
    #expect(headings.count { $0.contains("skipped by the server") } == 1)
  }
}
