import Foundation
import Storage

/// An empty folder for one test, gone with it.
final class Scratch: Sendable {
  let folder: URL

  init() throws {
    let made = FileManager.default.temporaryDirectory
      .appendingPathComponent("tlslab-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
    folder = made
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func file(_ name: String = "lab.tlslab") -> URL { folder.appendingPathComponent(name) }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }
}

/// FNV-1a over words of eight bytes: enough against accidents. `StorageWriter` has the same.
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

/// A session that is known by its number; its body takes several pages.
func session(_ number: Int, size: Int = 20_000) -> Change {
  .putSession(brief(number), body: body(number, size: size))
}

func brief(_ number: Int) -> Brief {
  Brief(number: number, id: "S\(number)", bytes: Array("brief \(number)".utf8))
}

func body(_ number: Int, size: Int = 20_000) -> [UInt8] {
  (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number &* 7 &+ $0 >> 8) }
}

func permissions(of file: URL) throws -> Int? {
  try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
}

/// The reason of the error that something ends with; nil when there was none.
func reason(_ body: () throws(StorageError) -> Void) -> StorageError.Reason? {
  do throws(StorageError) {
    try body()
    return nil
  } catch {
    return error.reason
  }
}

func open(_ file: URL) throws(StorageError) -> Database {
  try Database(updating: file, digest: digest)
}
