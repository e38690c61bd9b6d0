import TLSKeys

extension Lab {
  /// What follows from the world's seed and from what was done in it, whatever the machine: signatures may differ
  /// between releases of OpenSSL, and the share of ML-KEM each time; the client's random does not.
  public var trace: String {
    let last = sessions.last.map { session -> String in
      let random = session.handshakes(on: session.clientWire).first?.values[.clientRandom] ?? []
      return "\(session.id) \(session.steps.count) \(random)"
    }
    return "\(world.seed) \(last ?? "")"
  }
}
