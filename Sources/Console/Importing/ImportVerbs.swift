import Bytes
import Captures
import Commands
import CryptoPrimitives
import Decryptor
import Eavesdropper
import Explanations
import Files
import Lab
import Platform
import Screens
import TLSKeys

/// The verbs that take over what was recorded or kept elsewhere.
let importCommands: [Command] = [
  Command(
    "import", .attack, "takes the sessions of a capture over: each becomes one of this lab",
    forms: [
      Form(
        .one(.file()),
        .named("key", .file(), meaning: "the server's private key, for the attacker"),
        .named("keylog", .file(), meaning: "secrets of the sessions (SSLKEYLOGFILE, RFC 9850)"),
        .named("psk", .any("HEX"), meaning: "a pre-shared key, in hexadecimal digits"),
        .named(
          "passphrase-file", .file(), meaning: "where the key is encrypted; at a prompt it is asked"
        ),
        .named(
          "filter", .any("FILTER"), meaning: "which connections: \"host 192.0.2.1 and port 5061\""),
        meaning: "pcap or pcapng; then where, step, vault, why ... work on them",
        run: ImportVerbs.run)
    ],
    examples: [
      .init("import call.pcap key=./server.pem", "your own call, with your own server's key"),
      .init("import web.pcapng keylog=keys.log", "with what a browser wrote to SSLKEYLOGFILE"),
      .init("import iot.pcap psk=ca19e028a8a372ad", "with the key that both ends were given"),
    ])
]

/// `compromise FILE`.
let importForms: [FurtherForms] = [
  FurtherForms(
    of: "compromise",
    [
      Form(
        .one(.file("FILE")),
        .named(
          "passphrase-file", .file(), meaning: "where the key is encrypted; at a prompt it is asked"
        ),
        meaning: "a real private key, in PEM, DER or PKCS #12, tried on every recording",
        run: ImportVerbs.steal)
    ],
    examples: [.init("compromise ./server.pem", "the key of your own server")]),
  FurtherForms(
    of: "forget",
    [Form(.one(.file("FILE")), meaning: "what came in that file", run: ImportVerbs.forget)],
    examples: []),
]

enum ImportVerbs {
  static func run(
    _ interpreter: inout Interpreter, _ file: String, _ key: String?, _ keyLog: String?,
    _ psk: String?, _ passphraseFile: String?, _ filter: String?
  ) throws(CommandError) -> Page {
    let shared = try psk.map(sharedKey)
    let owned = try key.map { (name) throws(CommandError) in
      try privateKeys(name, passphraseFile, interpreter)
    }
    let keys = (shared.map { [Leak(sharedKey: $0)] } ?? []) + leaks(owned ?? [], key)
    let log = try keyLog.map { (name) throws(CommandError) in try entries(name, interpreter) }
    let capture = try ImportedCapture(
      interpreter.url(file).path, name: file, try filter.map(flowFilter),
      keyring(shared, owned ?? [], log?.entries ?? [], interpreter.lab.attacker.leaks))
    var names: [String] = []
    var strays = 0
    try interpreter.change { lab throws(LabError) in
      names = lab.take(over: capture.found)
      let secrets = (log?.entries ?? []) + capture.secrets
      strays = (log?.entries ?? []).count { lab.leak($0) == nil }
      lab.take(keys)
      // What opens may hold a further handshake, whose number no one knew before.
      while !lab.take(secrets.compactMap { lab.leak($0) }).isEmpty {}
    }
    let remarks =
      remarks(capture, names) + (log?.remarks ?? [])
      + (strays > 0 && strays == log?.entries.count
        ? [words("import.strays", ["file": keyLog ?? ""])] : [])
    let count = names.count
    let heading = words(
      count == 1 ? "import.one" : "import.many",
      [
        "file": file, "count": "\(count)", "first": names.first ?? "", "last": names.last ?? "",
      ])
    var page = Page([.paragraph(Line(heading, .heading), indent: 0)])
    page.blocks += remarks.map { .paragraph(Line($0, .warning), indent: 1) }
    page.add(.blank)
    page.blocks += Screens.vault(interpreter.lab).blocks + calls(in: capture, names)
    page.next = ["where", "why \(names.last ?? "")", "ladder"]
    return page
  }

  static func steal(
    _ interpreter: inout Interpreter, _ file: String, _ passphraseFile: String?
  ) throws(CommandError) -> Page {
    let keys = leaks(try privateKeys(file, passphraseFile, interpreter), file)
    let new = try interpreter.change { lab throws(LabError) in lab.take(keys) }
    return Screens.stolen(interpreter.lab, file: file, new: new)
  }

  static func forget(_ interpreter: inout Interpreter, _ file: String) throws(CommandError) -> Page
  {
    try interpreter.change { lab throws(LabError) in try lab.forget(file: file) }
    var page = Page(lines: [said(.deed, "forgotten", ["loot": file])])
    page.add(.blank)
    let vault = Screens.vault(interpreter.lab)
    page.blocks += vault.blocks
    page.next = ["undo"] + vault.next.filter { !$0.hasPrefix("compromise") }
    return page
  }

  /// What is to be said of the capture.
  private static func remarks(_ capture: ImportedCapture, _ names: [String]) -> [String] {
    var remarks = capture.remarks
    for (place, gap) in capture.cut {
      remarks.append(
        words(
          gap.packet > 0 ? "import.lost" : "import.lost.first",
          [
            "session": names[place], "actor": gap.side.rawValue, "offset": "\(gap.offset)",
            "packet": "\(gap.packet)", "count": "\(gap.count)", "rest": "\(gap.rest)",
          ]))
    }
    for (place, text) in capture.notes { remarks.append("\(names[place]): \(text)") }
    if capture.connections > names.count {
      remarks.append(words("import.others", ["count": "\(capture.connections - names.count)"]))
    }
    if !capture.secrets.isEmpty { remarks.append(words("import.secrets-inside", [:])) }
    return remarks
  }

  /// Which calls can be heard with what came along.
  private static func calls(in capture: ImportedCapture, _ names: [String]) -> [Block] {
    guard !capture.calls.isEmpty else { return [] }
    let sessions = Dictionary(uniqueKeysWithValues: zip(capture.streams, names))
    return [.blank] + capture.calls.flatMap { CallRows.rows(of: $0, sessions: sessions) }
      + [
        .blank, .paragraph(CallRows.whole(capture.calls), indent: 0),
        .paragraph(Line(words("import.calls", [:])), indent: 1),
      ]
  }

  private static func leaks(_ keys: [PrivateKey], _ file: String?) -> [Leak] {
    keys.map { Leak($0, file: file ?? "") }
  }

  private static func keyring(
    _ shared: [UInt8]?, _ keys: [PrivateKey], _ log: [KeyLogReader.Entry], _ held: [Leak]
  ) -> Keyring {
    let keyring = Keyring()
    // What the attacker holds already opens sessions here too, and so the signalling in them.
    for leak in held where leak.name == .serverPrivateKey {
      if let key = try? PrivateKey(der: leak.value) {
        keyring.add(Keyring.HeldKey(key: key, source: ""))
      }
    }
    for leak in held where leak.name == .preSharedKey { keyring.add(preSharedKey: leak.value) }
    for key in keys { keyring.add(Keyring.HeldKey(key: key, source: "")) }
    if let shared { keyring.add(preSharedKey: shared) }
    keyring.add(log)
    return keyring
  }

  private static func words(_ name: String, _ values: [String: String]) -> String {
    DecryptionWords.words(name, values)
  }

  private static func flowFilter(_ text: String) throws(CommandError) -> FlowFilter {
    do throws(FlowFilter.Misread) {
      return try FlowFilter(text)
    } catch {
      throw KeyFiles.fault("filter", ["word": error.word])
    }
  }

  private static func bytes(
    _ name: String, _ interpreter: Interpreter
  ) throws(CommandError) -> [UInt8] {
    do throws(FileError) {
      return try FileContents.read(interpreter.url(name), limit: 1 << 26)
    } catch {
      throw KeyFiles.unreadable(name, error)
    }
  }

  private static func privateKeys(
    _ name: String, _ passphraseFile: String?, _ interpreter: Interpreter
  ) throws(CommandError) -> [PrivateKey] {
    let content = try bytes(name, interpreter)
    let passphrase = try passphraseFile.map { (file) throws(CommandError) in
      KeyFiles.firstLine(of: try bytes(file, interpreter))
    }
    var found = PrivateKeyFile(content, passphrase: passphrase)
    if case .wantsPassphrase = found, let typed = interpreter.surroundings.passphrase(name) {
      found = PrivateKeyFile(content, passphrase: typed)
    }
    if case .wantsPassphrase = found { throw KeyFiles.fault("import.locked", ["file": name]) }
    if case .other = found, TicketOpener(content) != nil {
      throw KeyFiles.fault("import.ticket-key", ["file": name])
    }
    guard case .keys(let keys) = found else { throw CommandError(found, in: name) }
    return keys
  }

  private static func sharedKey(_ digits: String) throws(CommandError) -> [UInt8] {
    guard let key = [UInt8](hex: digits), !key.isEmpty else {
      throw KeyFiles.fault("bad-psk", [:], .usage)
    }
    return key
  }

  private static func entries(
    _ name: String, _ interpreter: Interpreter
  ) throws(CommandError) -> (entries: [KeyLogReader.Entry], remarks: [String]) {
    var reader = KeyLogReader()
    let entries = reader.append(try bytes(name, interpreter)) + reader.finish()
    return (entries, KeyFiles.remarks(on: reader, name))
  }
}

extension Lab {
  /// A line of a key log as a leak; nil where no session here has that number.
  fileprivate func leak(_ entry: KeyLogReader.Entry) -> Leak? {
    switch entry {
    case .secret(let label, let random, let secret):
      leak(label, clientRandom: random, secret: secret)
    case .preMaster(let encrypted, let secret): leak(encrypted: encrypted, preMaster: secret)
    case .session(let identifier, let master): leak(sessionID: identifier, master: master)
    }
  }
}
