import Bytes
import Explanations
import Lab
import TLSWire

extension Unresumed {
  /// That nothing was taken up, and why.
  var words: String {
    said(.connection, "unresumed", ["session": earlier, "reason": reason.words])
  }
}

extension Unresumed.Reason {
  fileprivate var words: String {
    switch self {
    case .otherVersion(let version, let now):
      said(
        .connection, "unresumed.other-version",
        ["version": version.displayName, "now": now.displayName])
    case .tooOld(let seconds):
      said(.connection, "unresumed.too-old", ["seconds": String(seconds)])
    case .suiteNotOffered(let suite):
      said(.connection, "unresumed.suite-not-offered", ["suite": suite.label])
    case .notKept: said(.connection, "unresumed.not-kept")
    case .clientMustProve: said(.connection, "unresumed.client-must-prove")
    case .otherName: said(.connection, "unresumed.other-name")
    case .notTaken: said(.connection, "unresumed.not-taken")
    }
  }
}
