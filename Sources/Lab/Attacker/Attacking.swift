public import Interceptor
import TLSKeys
public import TLSWire

// Attacks on single messages, by somebody who holds no key.
extension Lab {
  /// Sets an attack on the message that is on its way, or on the next one that it is for, in the
  /// current session while that lives, or else in the next.
  ///
  /// - Returns: what was done; nil while it waits.
  @discardableResult
  public mutating func attack(_ attack: WireAttack) -> Interference? {
    guard let place = sessions.place(of: current), sessions[place].isAlive
    else {
      attacker.pendingAttacks.append(attack)
      return nil
    }
    let done = sessions[place].interferences.count
    sessions[place].attack(attack)
    sessions[place].countSteps()
    let all = sessions[place].interferences
    return all.count > done ? all.last : nil
  }

  /// Cuts the next connections until the client offers no version above this one.
  public mutating func cutUntilFallback(to version: ProtocolVersion) {
    attacker.fallbackLimit = version
  }

  /// What waits for a message of a new session: set before it, or left over from the current one.
  mutating func takePendingAttacks() -> [WireAttack] {
    var pending = attacker.pendingAttacks
    attacker.pendingAttacks = []
    if let place = sessions.place(of: current) {
      pending += sessions[place].pendingAttacks
      sessions[place].pendingAttacks = []
    }
    return pending
  }

  /// Connects as a client does that tries lower versions when a connection is cut: each try is a
  /// session of its own.
  mutating func fallBack(
    to limit: ProtocolVersion, _ changes: [(key: String, value: String)]
  ) throws(LabError) {
    let all = try settings(with: changes)
    let offered = all.versions(of: .client).sorted(by: >)
    let predicted = predictedNotice
    (attacker.fallbackLimit, predictedNotice) = (nil, nil)
    for (place, version) in offered.enumerated() {
      guard let lowest = offered.last else { return }
      var tried = changes + [Setting.clientVersions.to(lowest...version)]
      if place > 0, all[.clientFallbackSCSV] == nil {
        tried.append(Setting.clientFallbackSCSV.to(true))
      }
      let isCut = version > limit
      if isCut { attacker.pendingAttacks.append(WireAttack(.truncate, on: "client_hello")) }
      // What counts is what comes of the last try.
      if !isCut { predictedNotice = predicted }
      try walk(tried)
      if !isCut, place > 0, let last = sessions.place(of: current) {
        sessions[last].fellBack = true
      }
      _ = try run { _ in false }
      if !isCut { return }
    }
  }
}

extension Session {
  /// Whether messages can still pass.
  var isAlive: Bool {
    switch outcome {
    case .running, .established, .fooled: !isInTheOpen
    case .closed, .refused, .failed, .plain, .unreadable: false
    }
  }
}
