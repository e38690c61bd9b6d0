import Bytes
import Explanations
import Lab
import Network
import TLSEngine
import TLSKeys
import TLSWire

/// Why a session with a program outside came to nothing without a fatal alert: it closed, or its connection
/// ended, before the handshake was through.
struct EarlyEndBlocks {
  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  var rows: [Block] {
    guard let sentence, let own = session.ownSide else { return [] }
    let because = Block.labelled("because", Line(sentence, .bad))
    return ([because] + alerts(of: own.other) + begun(by: own.other)).map(\.asReason)
  }

  /// The cause in a sentence; nil where it came to something, or an alert says why not.
  var sentence: String? {
    guard session.outcome == .failed, session.failure == nil, let own = session.ownSide,
      case let actor:Actor = own == .client ? .client : .server,
      !session.steps.contains(where: { $0.actor == actor && $0.effect == .established })
    else { return nil }
    return cause(of: own.other)
  }

  private func cause(of side: Side) -> String? {
    let values = ["side": side.rawValue]
    if received(from: side).contains(where: { $0.description == .closeNotify }) {
      return said(.failure, "ended.close_notify", values)
    }
    return switch session.outside?.endings[side] {
    case .closed: said(.failure, "ended.closed", values)
    case .reset: said(.failure, "ended.reset", values)
    case .silent, .tooMuch, .gone, nil: nil
    }
  }

  /// What it said before, if it said something.
  private func alerts(of side: Side) -> [Block] {
    received(from: side).filter { $0.description != .closeNotify }.map { alert in
      let number = alert.description.rawValue
      return .labelled(
        "alert", Line("\(number) \(alert.description.label): \(alert.description.words)"))
    }
  }

  private func received(from side: Side) -> [Alert] {
    session.messages.compactMap { _, _, message in
      if message.sender == side, case .alert(let alert) = message.content { alert } else { nil }
    }
  }

  private func begun(by side: Side) -> [Block] {
    guard let (came, length) = session.begunRecord(from: side) else { return [] }
    let words =
      length.map { said(.failure, "begun_record", ["came": "\(came)", "length": "\($0)"]) }
      ?? said(.failure, "begun_record.header", ["came": "\(came)"])
    return [.labelled("came", Line(words))]
  }
}
