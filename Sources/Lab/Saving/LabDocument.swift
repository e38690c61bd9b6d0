import Bytes
import CryptoPrimitives
import Files
import Platform

/// A lab that a program before this one saved, in lines of JSON: what it is, the lab without its
/// sessions, then the sessions, one each. It is read and never written any more.
///
/// The first line holds format, schema and the SHA-256 of all that follows, so that a file that
/// was cut off or changed is recognised before a byte of it is believed.
enum LabDocument {
  static let schema = 1
  static let magic = "tlslab-save"

  /// Whether a file begins like such a document.
  static func isOne(_ file: URL) -> Bool {
    // A pipe is not opened: it might never give a byte.
    let kind = try? FileManager.default.attributesOfItem(
      atPath: file.resolvingSymlinksInPath().path)
    guard kind?[.type] as? FileAttributeType == .typeRegular else { return false }
    return (try? FileContents.beginning(of: file, magic.utf8.count)) == Array(magic.utf8)
  }

  /// The bytes of such a file. Programs before this one wrote labs that they could not read again.
  static func bytes(of file: URL) throws(SavedLab.Failure) -> [UInt8] {
    do throws(FileError) {
      return try FileContents.read(file, limit: 1 << 31)
    } catch {
      throw .damaged(error.reason)
    }
  }

  /// The lab in the bytes of a saved one.
  static func lab(from bytes: [UInt8]) throws(SavedLab.Failure) -> Lab {
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
      return try decode(body.split(separator: 0x0a))
    } catch let failure as SavedLab.Failure {
      throw failure
    } catch {
      throw .damaged("\(error)")
    }
  }

  private static func decode(_ lines: [ArraySlice<UInt8>]) throws -> Lab {
    var lab = try JSONDecoder().decode(Lab.self, from: Data(lines.first ?? []))
    let sessions = try lines.dropFirst().enumerated().map { place, line in
      try Session.reading(Array(line), named: "S\(place + 1)")
    }
    lab.sessions = SessionList(sessions)
    guard lab.holdsPlausibleNumbers else { throw SavedLab.Failure.absurd }
    lab.restoreWayBack()
    return lab
  }
}
