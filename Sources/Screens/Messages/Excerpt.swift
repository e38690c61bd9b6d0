import Applications
import Bytes

/// The most telling lines of what somebody said.
struct Excerpt {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The request that carries a proof of a password, with that proof; else the first line.
  var line: String? {
    let lines = TextBlocks.textLines(bytes)
    guard let proof = lines.firstIndex(where: isProof) else { return lines.first }
    let request = lines[..<proof].last { $0.hasSuffix(" SIP/2.0") || $0.contains(" HTTP/1.") }
    return [request, lines[proof]].compactMap { $0 }.joined(separator: " ... ")
  }

  private func isProof(_ line: String) -> Bool {
    let lower = line.lowercased()
    return lower.hasPrefix("authorization:") || lower.hasPrefix("proxy-authorization:")
  }

  /// What an attacker gains from it, one line each.
  var gains: [String] {
    findings(in: bytes).map { finding in
      switch finding {
      case .credentials(let credentials, let method):
        "a proof of \(credentials.username)'s password"
          + (method.map { " (\($0))" } ?? "") + ": enough to try passwords without asking anybody"
      case .registration(let name, let contact): "\(name) can be reached at \(contact)"
      case .call(let caller, let called): "\(caller) calls \(called)"
      case .srtpKey(let key): "the key of the audio (\(key.suite.rawValue)): the call can be heard"
      }
    }
  }
}
