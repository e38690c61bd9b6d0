import Bytes
import Lab
import TLSWire

extension Unresumed {
  /// That nothing was taken up, and why.
  var words: String { "\(earlier) was not resumed: \(reason.words)" }
}

extension Unresumed.Reason {
  fileprivate var words: String {
    switch self {
    case .otherVersion(let version, let now):
      "it is a session of \(version.displayName), and this one is of \(now.displayName)"
    case .tooOld(let seconds): "it is \(seconds) s old, and that is longer than the server allows"
    case .suiteNotOffered(let suite): "the client does not offer \(suite.label) now, or its hash"
    case .notKept: "the server has neither tickets nor kept sessions now"
    case .clientMustProve:
      "the server demands the client's certificate, which no earlier session holds"
    case .otherName: "the client does not call the server by the same name"
    case .notTaken: "the client offered it, and the server did not take it"
    }
  }
}
