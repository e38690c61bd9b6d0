import Foundation

/// What tests need of a transcript in JSON, read as a program of somebody else would.
struct ReadTranscript: Decodable {
  struct Computation: Decodable {
    var command: String?
    var withoutCommand: String?
  }
  struct Value: Decodable {
    var id: String
    var bytes: String?
    var isSecret: Bool
    var knownFrom: [String: Int]
    var derivation: Computation?
  }
  struct Signature: Decodable { var command: String? }
  struct Step: Decodable {
    var text: String
    var signature: Signature?
  }
  struct Inside: Decodable { var text: String? }
  struct Message: Decodable { var inside: Inside? }
  struct Summary: Decodable { var id: String }

  var session: Summary
  var values: [Value]
  var steps: [Step]
  var messages: [Message]

  init(_ data: Data) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(ReadTranscript.self, from: data)
  }
}
