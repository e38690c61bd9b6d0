import Bytes
import Explanations
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
      let words =
        place.map { said(.connection, "outside", ["ip": "\($0.ip)", "port": "\($0.port)"]) }
        ?? said(.connection, "outside.unplaced")
      return .labelled(side.rawValue, Line(words))
    }
    if !outside.preface.isEmpty {
      rows.append(.labelled("before", Line(said(.connection, "outside.starttls"))))
    }
    rows += otherProtocols
    for side in Side.allCases {
      guard let ending = outside.endings[side] else { continue }
      let silence = ending == .silent ? outside.silence : nil
      let words =
        silence.map { the(side.rawValue) + " " + silent(side, for: $0) }
        ?? said(.connection, "outside.\(ending.rawValue)", ["side": side.rawValue])
      rows.append(.labelled("TCP", Line(words, .warning)))
    }
    return rows
  }
}

extension OutsidePeersBlocks {
  /// What did not come within so many seconds: anything, or the rest of a record.
  private func silent(_ side: Side, for seconds: Int) -> String {
    let time = ["seconds": "\(seconds)"]
    // What came behind the handshake is counted otherwise.
    let isThrough = session.steps.contains { $0.effect == .established }
    guard !isThrough, let (came, length) = session.begunRecord(from: side) else {
      return said(.failure, "silence", time)
    }
    let values = time.merging(["came": "\(came)", "length": "\(length ?? 0)"]) { $1 }
    return said(.failure, length == nil ? "silence.begun.header" : "silence.begun", values)
  }
}

// MARK: What is no TLS

extension OutsidePeersBlocks {
  /// What came instead of TLS, where that can be read.
  private var otherProtocols: [Block] {
    switch session.failure?.failure {
    case .malformed, .misbehaving(.unknownContentType), .misbehaving(.recordOverflow), nil: break
    default: return []
    }
    return (session.outside?.sides ?? []).flatMap { side -> [Block] in
      let bytes = session.recording(on: session.wire(reaching: side))?.bytes(side.sending) ?? []
      guard let other = OtherProtocol(bytes) else { return [] }
      return [
        .labelled("came", Line(other.firstLine, .bad)),
        .labelled("which is", Line(other.words)),
      ]
    }
  }
}
