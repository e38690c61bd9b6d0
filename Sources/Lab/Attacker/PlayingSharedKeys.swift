import Eavesdropper
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire

// What a stolen key does that both have for some sessions only. The settings in force say nothing of those,
// and "anyone who has the key" reads and poses there (RFC 4279 §7, RFC 8446 §2.2).
extension Lab {
  /// What the attacker can do where a key is used that it holds and that the settings in force have not; the
  /// newest first.
  var sharedKeyProspects: [SharedKeyProspects] {
    stolenKeysElsewhere.map { key in
      var copy = self
      let both = [
        Setting.clientPSK.to(key), Setting.serverPSK.to(key), Setting.serverKX.to(.any),
      ]
      let isSet = (try? copy.settings.set(both)) != nil
      return SharedKeyProspects(
        name: String(decoding: key.identity, as: UTF8.self),
        listening: futureSessions(with: key),
        posesAsServer: isSet && copy.serverProof == .preSharedKey,
        posesAsClient: isSet && copy.clientProof == .preSharedKey)
    }
  }

  /// Keys that both sides of a session had, and the attacker has.
  private var stolenKeysElsewhere: [ExternalPSK] {
    let stolen = Set(attacker.leaks.filter { $0.name == .preSharedKey }.map(\.value))
    guard !stolen.isEmpty else { return [] }
    var found: [ExternalPSK] = []
    for session in sessions.reversed() where session.outside == nil {
      guard let key = session.settings.commonKey, stolen.contains(key.key),
        key != settings.commonKey, !found.contains(key)
      else { continue }
      found.append(key)
    }
    return found
  }

  /// A session of each version and each key exchange that the key is part of.
  private func futureSessions(with key: ExternalPSK) -> [FutureSession] {
    let lab = undisturbed
    let versions = settings.versions(of: .client).filter(settings.versions(of: .server).contains)
    return versions.sorted().flatMap { version in
      KeyExchangeLimit.allCases.filter(\.needsSharedKey).compactMap { exchange in
        lab.futureSession(
          with: [
            "psk=\(Setting.clientPSK.to(key).value)", "version=\(version.number)",
            "kx=\(exchange.rawValue)",
          ])
      }
    }
  }
}

extension Settings {
  /// The key that both sides have.
  fileprivate var commonKey: ExternalPSK? {
    self[.psk(of: .client)] == self[.psk(of: .server)] ? self[.psk(of: .client)] : nil
  }
}
