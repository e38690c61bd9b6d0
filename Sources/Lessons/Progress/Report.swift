import CryptoPrimitives
import Files
import Platform

/// What a student hands in: progress, with a digest that shows whether it was changed since.
///
/// The digest is no proof against someone who runs this program's own code on other numbers: no
/// secret goes into it. It is against slips, and against an editor.
struct Report: Hashable, Sendable, Codable {
  var format = Report.format
  var student: String?
  var lessons: [String: LessonRecord]
  /// SHA-256 over all the rest, in hex.
  var digest = ""

  static let format = 1

  init(_ progress: Progress) {
    student = progress.student
    lessons = progress.counted
    digest = expectedDigest
  }

  var isUnchanged: Bool { digest == expectedDigest }

  private var expectedDigest: String {
    var copy = self
    copy.digest = ""
    let bytes = Array((try? Report.encoder.encode(copy)) ?? Data())
    return ((try? HashAlgorithm.sha256.digest(Array("tlslab report\n".utf8) + bytes)) ?? [])
      .map { String($0, radix: 16).leftPadded }.joined()
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return encoder
  }

  // MARK: Files

  /// What stands in the file.
  var bytes: [UInt8] { Array((try? Report.encoder.encode(self)) ?? Data()) }

  /// Why a file is no report.
  enum Failure: Error, Hashable {
    case unreadable(String)
    case notAReport
    case newer(Int)
  }

  static func read(_ file: URL) throws(Failure) -> Report {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileContents.read(file)
    } catch {
      throw .unreadable(error.reason)
    }
    struct Head: Decodable { var format: Int }
    if let head = try? JSONDecoder().decode(Head.self, from: Data(bytes)), head.format > format {
      throw .newer(head.format)
    }
    guard let report = try? JSONDecoder().decode(Report.self, from: Data(bytes)) else {
      throw .notAReport
    }
    return report
  }
}

extension String {
  fileprivate var leftPadded: String { count < 2 ? "0" + self : self }
}
