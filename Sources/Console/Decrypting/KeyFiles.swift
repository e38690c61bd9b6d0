import Bytes
import Captures
import Commands
import CryptoPrimitives
import Decryptor
import Files
import Platform
import Screens

/// Reads the files that captures are to be opened with.
struct KeyFiles {
  let keyring: Keyring
  /// Key logs that may grow.
  private var followed: FollowedLogs
  /// What is to be said of them.
  var remarks: [String] = []
  private var passphrase: String?

  init(_ choices: DecryptionChoices) throws(CommandError) {
    keyring = Keyring()
    followed = FollowedLogs(keyring)
    if let file = choices.passphraseFile {
      passphrase = Self.firstLine(of: try Self.bytes(file))
    }
    try addKeys(choices.keys, aloneUnless: choices.hasOtherKeys)
    for file in choices.keyLogs { try addLog(file, follows: choices.watches) }
    for digits in choices.preSharedKeys {
      guard let key = [UInt8](hex: digits), !key.isEmpty else {
        throw Self.fault("bad-psk", [:], .usage)
      }
      keyring.add(preSharedKey: key)
    }
    for file in choices.ticketKeys {
      guard let key = TicketOpener(try Self.bytes(file)) else {
        throw Self.fault("ticket-key", ["file": file])
      }
      keyring.add(key)
    }
  }

  /// - Returns: whether a key log that is followed grew.
  mutating func readGrowth() -> Bool { followed.read() }

  /// A file that holds no key that can be used keeps nobody from the others: it ends the command where there
  /// is nothing else to open with, and is named where there is.
  private mutating func addKeys(
    _ files: [String], aloneUnless hasOthers: Bool
  ) throws(CommandError) {
    var unused: [CommandError] = []
    for file in files {
      do throws(CommandError) {
        try addKey(file)
      } catch {
        guard error.status == .badData else { throw error }
        unused.append(error)
      }
    }
    if let first = unused.first, unused.count == files.count, !hasOthers { throw first }
    remarks += unused.map(\.what)
  }

  private mutating func addKey(_ file: String) throws(CommandError) {
    let bytes = try Self.bytes(file)
    var found = PrivateKeyFile(bytes, passphrase: passphrase)
    if case .wantsPassphrase = found, let typed = Passphrase.ask(for: file) {
      found = PrivateKeyFile(bytes, passphrase: typed)
    }
    guard case .keys(let keys) = found else { throw CommandError(found, in: file) }
    for key in keys { keyring.add(Keyring.HeldKey(key: key, source: file)) }
  }

  /// A passphrase, from the file that has it.
  static func firstLine(of bytes: [UInt8]) -> String {
    let line = bytes.prefix { $0 != 0x0a }
    return String(decoding: line.last == 0x0d ? line.dropLast() : line, as: UTF8.self)
  }

  private mutating func addLog(
    _ file: String, follows: Bool
  ) throws(CommandError) {
    var reader = KeyLogReader()
    do throws(FileError) {
      let stream = try FileStream(file)
      while true {
        let bytes = try stream.next(1 << 20)
        if bytes.isEmpty { break }
        keyring.add(reader.append(bytes))
      }
      if follows { followed.add(stream, reader) } else { keyring.add(reader.finish()) }
    } catch {
      throw Self.unreadable(file, error)
    }
    if !follows, reader.goodCount == 0, reader.badCount > 0 {
      throw Self.fault("no-key-log", ["file": file])
    }
    if !follows, reader.goodCount == 0 {
      remarks.append(DecryptionWords.words("remark.empty-log", ["file": file]))
    }
    remarks += Self.remarks(on: reader, file)
  }

  /// What is to be said of lines that could not be read.
  static func remarks(on reader: KeyLogReader, _ file: String) -> [String] {
    var remarks = reader.badLines.prefix(3).map { line in
      DecryptionWords.words("remark.bad-line", ["file": file, "line": "\(line)"])
    }
    if reader.badCount > 3 {
      remarks.append(
        DecryptionWords.words(
          "remark.bad-lines", ["file": file, "count": "\(reader.badCount - 3)"]))
    }
    return remarks
  }

  private static func bytes(_ file: String) throws(CommandError) -> [UInt8] {
    do throws(FileError) {
      return try FileContents.read(URL(fileURLWithPath: file), limit: 1 << 24)
    } catch {
      throw unreadable(file, error)
    }
  }

  static func unreadable(_ file: String, _ error: FileError) -> CommandError {
    fault("unreadable", ["file": file, "reason": error.reason], .failed)
  }

  static func fault(
    _ name: String, _ values: [String: String] = [:], _ status: ExitStatus = .badData
  ) -> CommandError {
    CommandError(decrypting: name, values, status)
  }
}

/// The passphrase of a key, typed where nobody sees it.
enum Passphrase {
  /// - Returns: nil where nobody sits at a terminal.
  static func ask(for file: String) -> String? {
    guard Terminal.isInputTerminal else { return nil }
    var buffer = [CChar](repeating: 0, count: 1024)
    guard readpassphrase(file, &buffer) else { return nil }
    let end = buffer.firstIndex(of: 0) ?? buffer.count
    return String(decoding: buffer[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func readpassphrase(_ file: String, _ buffer: inout [CChar]) -> Bool {
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return false }
    let before = settings
    settings.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    defer {
      var before = before
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
      Terminal.complain(Shown("\n"))
    }
    Terminal.complain(Shown("Passphrase of \(file): "))
    var count = 0
    while count < buffer.count - 1 {
      var byte: CChar = 0
      guard read(STDIN_FILENO, &byte, 1) == 1, byte != 10, byte != 13 else { break }
      buffer[count] = byte
      count += 1
    }
    return true
  }
}
