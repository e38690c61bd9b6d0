import Foundation

/// ML-KEM of a newer OpenSSL (4.0), in a Python process: seeds, keys and ciphertexts in, secrets
/// out. It has ML-KEM-768 and ML-KEM-1024.
public enum MLKEMPeer {
  /// What it is asked, all as hexadecimal digits.
  public struct Question: Encodable {
    /// As FIPS 203 calls the parameter set.
    public var parameters: String
    /// d ‖ z, of which it makes its key.
    public var seed: String
    /// What it opens with that key.
    public var ciphertext: String
    /// To which it encapsulates.
    public var encapsulationKey: String

    public init(parameters: String, seed: String, ciphertext: String, encapsulationKey: String) {
      self.parameters = parameters
      self.seed = seed
      self.ciphertext = ciphertext
      self.encapsulationKey = encapsulationKey
    }
  }

  /// What it answers, all as hexadecimal digits.
  public struct Answer: Decodable {
    /// Of the seed.
    public var encapsulationKey: String
    /// The secret in the ciphertext.
    public var opened: String
    /// Fresh; nil if it refused the key.
    public var secret: String?
    /// Of the fresh secret.
    public var ciphertext: String?
  }

  /// One answer to each question.
  public static func ask(_ questions: [Question]) throws -> [Answer] {
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = try HybridPeerInstallation.python()
    process.arguments = [HybridPeerInstallation.mlkemScript.path]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    // It reads all before it answers: neither waits for the other.
    for question in questions {
      try input.fileHandleForWriting.write(
        contentsOf: JSONEncoder().encode(question) + Data("\n".utf8))
    }
    try input.fileHandleForWriting.close()
    let answers = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw HybridPeer.Failure(message: "the ML-KEM peer failed; see standard error")
    }
    return try answers.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Answer.self, from: Data($0))
    }
  }
}
