import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys

/// Those leaks that the rules of one kind of session can use. Places are places among them.
struct UsefulLeaks: Sendable {
  /// In the order in which they were stolen.
  let leaks: [Leak]
  let places: [ValueName: [Int]]

  init(_ leaks: [Leak]) {
    self.leaks = leaks
    places = Dictionary(grouping: leaks.indices) { leaks[$0].name }
  }
}

extension LeakSet {
  private enum Index: Hashable, Sendable {
    case useful(Set<ValueName>)
    case named(ValueName)
    case halves(ValueName, KeyAgreement, group: KnownValues)
    case hybridHalves
  }

  /// Traffic secrets are tried in another way: see `TrafficLeaks`.
  func useful(for table: RuleTable) -> UsefulLeaks {
    remembered(Index.useful(table.useful)) {
      UsefulLeaks(leaks.filter { table.useful.contains($0.name) && $0.trafficSecret == nil })
    }
  }

  private func leaks(named name: ValueName) -> [Leak] {
    remembered(Index.named(name)) { leaks.filter { $0.name == name } }
  }

  /// Some of the leaks of one name.
  func leaks(named name: ValueName, at places: [Int]) -> [Leak] {
    let all = leaks(named: name)
    return places.map { all[$0] }
  }

  /// All leaks of one name, by their public halves in a group; each with its place among those of
  /// that name. What has no public half there stands under nil.
  func halves(
    of name: ValueName, _ agreement: KeyAgreement, _ values: KnownValues
  ) -> [[UInt8]?: [Int]] {
    remembered(Index.halves(name, agreement, group: agreement.group(values))) {
      let secrets = leaks(named: name).map(\.value)
      let halves = secrets.mapInParallel { publicHalf(of: $0, agreement, values) }
      return Dictionary(grouping: halves.indices) { halves[$0] }
    }
  }

  /// The server's keys of the hybrid, by what can be held against the wire: the curve's half. Each
  /// with its place among the server's keys.
  var hybridHalves: [[UInt8]?: [Int]] {
    remembered(Index.hybridHalves) {
      let secrets = leaks(named: .ephemeralPrivate(.server)).map(\.value)
      let halves = secrets.mapInParallel { secret in
        secret.count == 64
          ? publicHalf(of: Array(secret.suffix(32)), .named("x25519"), [:]) : nil
      }
      return Dictionary(grouping: halves.indices) { halves[$0] }
    }
  }
}

extension LeakSet {
  /// Which of the server's keys may be that of a certificate: modulus and exponent stand in it as
  /// they do at the end of a public key in DER. Places among those keys.
  func places(ofServerKeysIn certificate: [UInt8]) -> [Int] {
    remembered(CertificateMemory(certificate: certificate)) {
      let keys = leaks(named: .serverPrivateKey)
      return keys.indices.filter { place in
        guard let key = privateKey(keys[place]), let length = key.modulusLength else { return true }
        return certificate.firstRange(of: key.publicKey.der.suffix(length + 5)) != nil
      }
    }
  }

  private struct CertificateMemory: Hashable, Sendable { var certificate: [UInt8] }
}
