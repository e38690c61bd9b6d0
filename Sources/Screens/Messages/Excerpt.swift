import Applications
import Bytes
import Explanations
import TLSKeys

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
        said(
          .page, method == nil ? "gain.password" : "gain.password.method",
          ["name": credentials.username, "method": method ?? ""])
      case .fingerprint(let hash, let digits):
        said(.page, "gain.fingerprint", ["hash": hash, "digits": String(digits.prefix(23))])
      case .said(let statement): said(.page, "gain.\(statement.kind)", statement.words)
      case .srtpKey(let key): said(.page, "gain.audio", ["suite": key.suite.rawValue])
      }
    }
  }

  /// The same of what both sides said, in the order in which it was said.
  ///
  /// - Parameter talk: who said what; of a long one each side is taken as a whole.
  static func gains(of talk: [(side: Side, bytes: [UInt8])]) -> [String] {
    var said: [Side: [UInt8]] = [:]
    var order: [String] = []
    for part in talk {
      said[part.side, default: []] += part.bytes
      guard talk.count <= most else { continue }
      order += Excerpt(said[part.side] ?? []).gains
    }
    let all = Side.allCases.flatMap { Excerpt(said[$0] ?? []).gains }
    // What half a sentence seemed to say is no gain.
    return (order.filter(all.contains) + all).reduce(into: []) { gains, gain in
      if !gains.contains(gain) { gains.append(gain) }
    }
  }

  private static let most = 64
}
