public import TLSEngine

extension Effect {
  /// What kind of step it is.
  public var word: String {
    switch self {
    case .received: "received"
    case .decided: "decided"
    case .generated: "generated"
    case .recalled: "recalled"
    case .derived: "derived"
    case .signed: "signed"
    case .verified: "verified"
    case .install: "installed"
    case .send: "sent"
    case .deliver: "delivered"
    case .erased: "erased"
    case .established: "established"
    case .failed: "failed"
    case .truncated: "truncated"
    case .close: "closed"
    }
  }
}
