import Bytes
import Lab
import Network
import TLSEngine
import TLSKeys
import TLSWire

/// What there is to say of the programs outside with which a session is held.
struct OutsidePeersBlocks {
  let session: Session

  init(_ session: Session) {
    self.session = session
  }

  /// What is worth typing while nothing is under way.
  var suggestions: [String] {
    guard session.isInConversation else { return ["next", "step", "close"] }
    guard let side = session.ownSide else { return ["next", "where", "vault"] }
    let is13 = session.facts(on: session.clientWire).version == .tls13
    return [
      "send \(side.rawValue) \"hello\"", is13 ? "update-keys" : "renegotiate", "close",
    ]
  }

  /// Where they are, and how their connections ended.
  var rows: [Block] {
    guard let outside = session.outside else { return [] }
    var rows: [Block] = outside.sides.map { side in
      let address = session.links[session.wire(reaching: side)]?.flow
      let place = side == .client ? address?.client : address?.server
      let words = place.map { "\($0.ip) port \($0.port)" } ?? ""
      return .labelled(
        side.rawValue, Line("a real program, at \(words)"))
    }
    if !outside.preface.isEmpty {
      rows.append(
        .labelled("before", Line("the handshake it was asked for in the open (STARTTLS)")))
    }
    rows += otherProtocols
    for side in Side.allCases {
      guard let ending = outside.endings[side] else { continue }
      rows.append(.labelled("TCP", Line("the \(side.rawValue) \(ending.words)", .warning)))
    }
    return rows
  }
}

// MARK: What is no TLS

extension OutsidePeersBlocks {
  /// What came instead of TLS, where that can be read.
  private var otherProtocols: [Block] {
    guard case .malformed? = session.failure?.failure else { return [] }
    return (session.outside?.sides ?? []).flatMap { side -> [Block] in
      let bytes = session.recording(on: session.wire(reaching: side))?.bytes(side.sending) ?? []
      guard let other = OtherProtocol(bytes) else { return [] }
      return [
        .labelled("came", Line("\"\(other.firstLine)\"", .bad)),
        .labelled("which is", Line(other.words)),
      ]
    }
  }
}

extension Outside.Ending {
  /// What happened, after the name of who did it.
  fileprivate var words: String {
    switch self {
    case .closed: "closed the connection"
    case .reset: "reset the connection: it, or its system, threw it away"
    case .silent: "kept silent for too long; the connection was closed here"
    case .tooMuch: "was cut off here: the session became longer than this program keeps"
    case .gone: "was given up here"
    }
  }
}
