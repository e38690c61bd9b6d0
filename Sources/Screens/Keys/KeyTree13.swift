import Knowledge
import Pages
import TLSKeys
import TLSWire

/// The key schedule of TLS 1.3 as a tree (RFC 8446 §7.1): three secrets, one after the other, and
/// what each of them is for.
struct KeyTree13 {
  let schedule: KeySchedule13

  init(_ schedule: KeySchedule13) { self.schedule = schedule }

  /// Each value and what hangs on it; the chain itself stands at the edge.
  var branches: [(ValueName?, [ValueName])] {
    [
      (
        nil,
        [
          .ephemeralPrivate(.client), .ephemeralPrivate(.server), .sharedSecret, .preSharedKey,
          .earlySecret, .earlySecretWithoutKey, .handshakeSecret, .masterSecret,
        ]
      ),
      (.ephemeralPrivate(.client), [.ephemeralPublic(.client)]),
      (.ephemeralPrivate(.server), [.ephemeralPublic(.server)]),
      (.earlySecret, [.binderKey, .earlyTrafficSecret, .earlyDerived]),
      (.binderKey, [.binderFinishedKey]),
      (.binderFinishedKey, [.binder]),
      (.earlyTrafficSecret, schedule.recordKeys(of: .client, in: .early)),
      (.earlySecretWithoutKey, [.earlyDerived]),
      (
        .handshakeSecret,
        Side.allCases.map(ValueName.handshakeTrafficSecret) + [.handshakeDerived]
      ),
      (
        .masterSecret,
        Side.allCases.map { .applicationTrafficSecret($0) } + [
          .exporterMasterSecret, .resumptionMasterSecret,
        ]
      ),
      (.resumptionMasterSecret, [.ticketSecret]),
    ] + Side.allCases.flatMap(branches)
  }

  private func branches(of side: Side) -> [(ValueName?, [ValueName])] {
    let generations = schedule.keyUpdates[side] ?? 0
    let data = (0...generations).map { number -> (ValueName?, [ValueName]) in
      let next: [ValueName] =
        number < generations ? [.applicationTrafficSecret(side, number + 1)] : []
      return (
        .applicationTrafficSecret(side, number),
        schedule.recordKeys(of: side, in: .application(number)) + next
      )
    }
    return [
      (
        .handshakeTrafficSecret(side),
        schedule.recordKeys(of: side, in: .handshake) + [.finishedKey(side)]
      ),
      (.finishedKey(side), [.verifyData(side)]),
    ] + data
  }

  /// How a value is made of the one above it, in the RFC's own terms: the label, and the hash that
  /// ties it to the messages so far. Keys and IVs of records say it by their names.
  func making(_ name: ValueName) -> String? {
    switch RuleBook.of(.whole(.tls13(schedule))).ways(to: name).first?.formula {
    case .extract(_, _, let secret)?: String(worded: "mixed in: \(secret?.rawValue ?? "zeros")")
    case .expandLabel(_, _, let label, let context?, _)?: "\"\(label)\" + \(context)"
    case .expandLabel(_, _, let label, nil, _)? where label != "key" && label != "iv":
      "\"\(label)\""
    default: nil
    }
  }
}
