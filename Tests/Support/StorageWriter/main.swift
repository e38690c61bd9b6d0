// Commits numbered rows until it is killed, and says of each when it is safe:
//
//     StorageWriter commit FILE FIRST    sessions FIRST, FIRST + 1, …; their numbers, a line each
import Foundation
import Storage

/// FNV-1a over words of eight bytes: enough against accidents. The tests have the same.
let digest: Digest = { bytes in
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  bytes.withUnsafeBytes { bytes in
    var place = 0
    while place < bytes.count {
      var word: UInt64 = 0
      if place + 8 <= bytes.count {
        word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      } else {
        for byte in bytes[place...] { word = word << 8 | UInt64(byte) }
      }
      hash = (hash ^ word) &* 0x0000_0100_0000_01b3
      place += 8
    }
  }
  return withUnsafeBytes(of: hash.bigEndian) { Array($0) }
}

func say(_ text: String) {
  FileHandle.standardOutput.write(Data("\(text)\n".utf8))
}

func commitForever(_ file: URL, from first: Int) throws(StorageError) {
  let database = try Database(updating: file, digest: digest)
  say("open")
  for number in first..<Int.max {
    // Some fit into a page, some need several.
    let body = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number * 977 % 60_000)
    let brief = Brief(number: number, id: "S\(number)", bytes: Array("\(number)".utf8))
    try database.commit([
      .putSession(brief, body: body), .putPart(name: "last", bytes: brief.bytes),
    ])
    say("\(number)")
    if number % 50 == 0 { try database.tidy() }
  }
}

let arguments = CommandLine.arguments
guard arguments.count == 4, arguments[1] == "commit", let first = Int(arguments[3]) else {
  exit(64)
}
do {
  try commitForever(URL(fileURLWithPath: arguments[2]), from: first)
} catch {
  say("\(error)")
  exit(1)
}
