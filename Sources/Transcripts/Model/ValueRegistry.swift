import Bytes
import Knowledge
import Lab
import TLSKeys

/// The values of a session's ledger under the identifiers that a transcript has for them.
struct ValueRegistry {
  /// The values in the order in which they came up.
  let entries: [Entry]
  private let ofStep: [[String]]

  struct Entry {
    var id: String
    var value: ValueLedger.Entry
    /// The identifiers of what it was derived from.
    var inputs: [String]

    /// The first step of everybody who had it, and of anyone who listens.
    var knownFrom: [String: Int] {
      var known: [String: Int] = [:]
      for (actor, gain) in value.gains { known[actor.rawValue] = gain.step }
      known["eavesdropper"] = value.heard
      return known
    }

    /// The steps at which it was erased.
    var erasedAt: [String: Int] {
      var erased: [String: Int] = [:]
      for (actor, step) in value.erasures { erased[actor.rawValue] = step }
      return erased
    }
  }

  init(_ session: Session) {
    let ledger = session.ledger
    var counts: [String: Int] = [:]
    let ids = ledger.entries.map { entry -> String in
      let id = "\(entry.wire.rawValue)/\(entry.name)"
      // A further handshake makes values of the same names.
      counts[id, default: 0] += 1
      return id + (counts[id] == 1 ? "" : "#\(counts[id] ?? 0)")
    }
    entries = zip(ids, ledger.entries).map { id, entry in
      Entry(id: id, value: entry, inputs: entry.inputs.map { ids[$0] })
    }
    ofStep = (0...session.steps.count).map { ledger.entries(ofStep: $0).map { ids[$0] } }
  }

  /// The values that a derivation started from, by name.
  func inputs(of entry: Entry) -> KnownValues {
    entry.value.inputs.reduce(into: [:]) { values, place in
      values[entries[place].value.name] = entries[place].value.bytes
    }
  }

  /// The identifiers of what a step, counted from 1, is about.
  func values(ofStep number: Int) -> [String] {
    ofStep.indices.contains(number) ? ofStep[number] : []
  }
}
