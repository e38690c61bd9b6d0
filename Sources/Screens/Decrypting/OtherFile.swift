import TLSKeys

/// A file that is no capture of ours, and with which a well-known program makes one of it.
struct OtherFile {
  /// What is said of it.
  let name: String
  let values: [String: String]

  /// - Parameters:
  ///   - bytes: its first four.
  ///   - file: its name.
  /// - Returns: nil where nobody knows what it is.
  init?(_ bytes: [UInt8], _ file: String) {
    let word = ShellCommand.word(file)
    let quoted = word.hasPrefix("-") ? "./" + word : word
    if let (_, program, command) = Self.packers.first(where: { bytes.starts(with: $0.0) }) {
      name = "fault.not-a-capture.packed"
      values = ["file": file, "program": program, "command": "\(command) \(quoted)"]
    } else if let (_, program) = Self.captures.first(where: { bytes.starts(with: $0.0) }) {
      name = "fault.not-a-capture.form"
      values = ["file": file, "program": program, "name": quoted]
    } else {
      return nil
    }
  }

  private static let packers: [([UInt8], String, String)] = [
    ([0x28, 0xb5, 0x2f, 0xfd], "zstd", "zstd -d"), ([0x04, 0x22, 0x4d, 0x18], "lz4", "lz4 -d"),
    ([0xfd, 0x37, 0x7a, 0x58], "xz", "xz -dk"), (Array("BZh".utf8), "bzip2", "bzip2 -dk"),
    (Array("PK\u{3}\u{4}".utf8), "zip", "unzip"),
  ]

  private static let captures: [([UInt8], String)] = [
    (Array("snoo".utf8), "snoop"), (Array("GMBU".utf8), "Microsoft Network Monitor"),
    (Array("RTSS".utf8), "Microsoft Network Monitor"),
  ]
}
