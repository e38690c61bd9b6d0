import Foundation

/// What a transcript can be written as.
public enum TranscriptFormat: String, Hashable, Sendable, CaseIterable {
  /// 80 columns, for a terminal and an e-mail.
  case text
  /// The annotated session itself, for other programs.
  case json

  /// How the names of such files end.
  public var fileExtension: String {
    switch self {
    case .text: "txt"
    case .json: "json"
    }
  }

  /// What it is, in a few words.
  public var meaning: String {
    switch self {
    case .text: "the annotated transcript of a session, to be read without the program"
    case .json: "the same as data for other programs; transcript.schema.json describes it"
    }
  }
}

extension Transcript {
  /// The whole transcript.
  public func written(as format: TranscriptFormat) -> String {
    switch format {
    case .text: text
    case .json: annotated.json
    }
  }
}

extension AnnotatedSession {
  /// The session as JSON: keys in snake_case and sorted, so that equal sessions are equal texts.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    // Nothing in it is a number that JSON lacks, or a text that is none.
    guard let data = try? encoder.encode(self) else { return "{}\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
