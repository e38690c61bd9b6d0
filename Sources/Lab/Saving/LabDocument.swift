import Bytes
import CryptoPrimitives
import Foundation

/// A saved lab, in lines: what it is, the lab without its sessions, then the sessions, one each.
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

  static let schema = 1
  static let magic = "tlslab-save"

  /// The bytes of a saved lab.
  public static func bytes(of lab: Lab) throws -> [UInt8] {
    var writer = LabWriter()
    return try writer.bytes(of: lab)
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
      return try decode(body.split(separator: 0x0a))
    } catch let failure as Failure {
      throw failure
    } catch {
      throw .damaged("\(error)")
    }
  }

  private static func decode(_ lines: [ArraySlice<UInt8>]) throws -> Lab {
    let decoder = JSONDecoder()
    var lab = try decoder.decode(Lab.self, from: Data(lines.first ?? []))
    lab.sessions = try lines.dropFirst().map { try decoder.decode(Session.self, from: Data($0)) }
    guard lab.holdsPlausibleNumbers else {
      throw Failure.damaged("a time or a count in it is absurd")
    }
    lab.restoreWayBack()
    return lab
  }
}

/// Writes one lab again and again. Sessions that are over do not change any more: each is put
/// into JSON once, and a save after the next command costs no more with fifty sessions than with
/// one.
public struct LabWriter: Sendable {
  private var written: [String: (session: Session, bytes: [UInt8])] = [:]

  public init() {}

  /// The bytes of a saved lab.
  public mutating func bytes(of lab: Lab) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    var frame = lab
    frame.sessions = []
    var body = Array(try encoder.encode(frame))
    for session in lab.sessions {
      body.append(0x0a)
      body += try bytes(of: session, encoder)
    }
    let digest = try HashAlgorithm.sha256.digest(body).hex
    return Array("\(LabDocument.magic) \(LabDocument.schema) \(digest)\n".utf8) + body
  }

  private mutating func bytes(of session: Session, _ encoder: JSONEncoder) throws -> [UInt8] {
    if let known = written[session.id], known.session.isAtRest, session.isAtRest,
      known.session.isSame(as: session)
    {
      return known.bytes
    }
    let bytes = Array(try encoder.encode(session))
    written[session.id] = (session, bytes)
    return bytes
  }
}

extension Session {
  /// Whether two sessions at rest are one and the same. After `undo` another one may bear the name,
  /// with the same steps: whether they were recorded is no step.
  fileprivate func isSame(as other: Session) -> Bool {
    steps == other.steps && total == other.total && links == other.links
      && settings == other.settings && serverName == other.serverName
  }
}
