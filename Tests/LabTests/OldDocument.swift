import Bytes
import CryptoPrimitives
import Foundation

@testable import Lab

/// A saved lab as programs before this one wrote it.
enum OldDocument {
  static func bytes(of lab: Lab) throws -> [UInt8] {
    var frame = lab
    frame.sessions = []
    let lines = [try canonical(frame)] + (try lab.sessions.map(canonical))
    return bytes(of: Array(lines.joined(separator: [0x0a])))
  }

  /// The same of lines that somebody changed: with their checksum.
  static func bytes(of body: [UInt8]) -> [UInt8] {
    let digest = (try? HashAlgorithm.sha256.digest(body).hex) ?? ""
    return Array("tlslab-save 1 \(digest)\n".utf8) + body
  }
}

/// One and the same bytes for one and the same value.
func canonical(_ value: some Encodable) throws -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys]
  return Array(try encoder.encode(value))
}

/// A place for files that is gone afterwards.
final class TemporaryPlace {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("tlslab-lab-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func file(_ name: String) -> URL { folder.appendingPathComponent(name) }
}
