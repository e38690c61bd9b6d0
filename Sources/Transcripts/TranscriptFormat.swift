import Lab
import Platform

/// What a transcript can be written as.
public enum TranscriptFormat: String, Hashable, Sendable, CaseIterable {
  /// 80 columns, for a terminal and an e-mail.
  case text
  /// For forges, wikis and whatever else renders it.
  case markdown
  /// A page for a browser that needs nothing beside itself.
  case html
  /// The ladder alone, as a picture for a slide.
  case svg
  /// The annotated session itself, for other programs.
  case json

  /// How the names of such files end.
  public var fileExtension: String {
    switch self {
    case .text: "txt"
    case .markdown: "md"
    case .html: "html"
    case .svg: "svg"
    case .json: "json"
    }
  }

  /// What it is, in a few words.
  public var meaning: String {
    switch self {
    case .text: "the annotated transcript of a session, to be read without the program"
    case .markdown: "the same for a forge or a wiki"
    case .svg: "the ladder of a session, a picture for a slide"
    case .html: "a page for a browser: bytes, fields and reasons, step by step"
    case .json: "the same as data for other programs; transcript.schema.json describes it"
    }
  }
}

extension Transcript {
  /// The whole transcript.
  public func written(as format: TranscriptFormat) -> String { written(as: format, annotated) }

  /// The whole transcript in every format; the session is taken apart once.
  public var inEveryFormat: [(format: TranscriptFormat, text: String)] {
    let annotated = annotated
    return TranscriptFormat.allCases.map { ($0, written(as: $0, annotated)) }
  }

  private func written(
    as format: TranscriptFormat, _ annotated: @autoclosure () -> AnnotatedSession
  ) -> String {
    switch format {
    case .text: text
    case .markdown: MarkdownTranscript(annotated()).text
    case .html: HTMLPage(annotated()).text
    case .svg: SVGLadder(annotated()).text
    case .json: annotated().json
    }
  }
}

extension AnnotatedSession {
  /// The session as JSON: keys in snake_case and sorted, so that equal sessions are equal texts; a member a
  /// line, so that the differences of others can be read. There are too many to indent them. What a terminal would
  /// obey, or not show, is escaped.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    // Nothing in it is a number that JSON lacks, or a text that is none.
    guard let data = try? encoder.encode(self) else { return "{}\n" }
    var lines: [UInt8] = []
    lines.reserveCapacity(data.count)
    // A line break inside a text is written as an escape.
    for byte in data where byte != UInt8(ascii: " ") || lines.last != UInt8(ascii: "\n") {
      lines.append(byte)
    }
    return String(decoding: lines, as: UTF8.self).withJSONEscapes + "\n"
  }
}
