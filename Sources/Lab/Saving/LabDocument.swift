import Bytes
import CryptoPrimitives
import Foundation

/// A saved lab: a line that says what it is, then the lab.
///
/// The first line holds format, schema and the SHA-256 of all that follows, so that a file that
/// was cut off or changed is recognised before a byte of it is believed.
public enum LabDocument {
  /// Why a saved lab can't be read.
  public enum Failure: Error, Hashable, Sendable {
    /// Not a saved lab at all.
    case notALab
    /// From a program that knows more.
    case newerSchema(Int)
    /// Cut off or changed.
    case damaged(String)
  }

  private static let schema = 1
  private static let magic = "tlslab-save"

  /// The bytes of a saved lab.
  public static func bytes(of lab: Lab) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let body = Array(try encoder.encode(lab))
    let digest = try HashAlgorithm.sha256.digest(body).hex
    return Array("\(magic) \(schema) \(digest)\n".utf8) + body
  }

  /// The lab in the bytes of a saved one.
  public static func lab(from bytes: [UInt8]) throws(Failure) -> Lab {
    guard let newline = bytes.prefix(200).firstIndex(of: 0x0a) else { throw .notALab }
    let header = String(decoding: bytes[..<newline], as: UTF8.self)
      .split(separator: Character(" ")).map(String.init)
    guard header.count == 3, header[0] == magic, let found = Int(header[1]) else { throw .notALab }
    guard found <= schema else { throw .newerSchema(found) }
    let body = Array(bytes[(newline + 1)...])
    guard (try? HashAlgorithm.sha256.digest(body).hex) == header[2] else {
      throw .damaged("the content does not match its checksum")
    }
    do {
      var lab = try JSONDecoder().decode(Lab.self, from: Data(body))
      lab.restoreWayBack()
      return lab
    } catch {
      throw .damaged("\(error)")
    }
  }
}
