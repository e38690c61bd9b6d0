import Bytes
import Knowledge
import TLSEngine
import TLSKeys
import TLSWire
import X509

/// How each check judges. What a session does not show is `unknown`.
enum AuditJudging {
  typealias Judgement = AuditCheck.Judgement

  private static let nothingYet = Judgement(.unknown, "nothing is agreed on yet")

  static func validation(_ evidence: AuditEvidence) -> Judgement {
    let skipped: Set<Check.Name>
    if let session = evidence.session {
      let checks = session.checks(by: .client).filter { basic.contains($0.name) }
      let nobody = evidence.suites.contains { $0.parameters?.keyExchange.isAnonymous == true }
      if nobody { return Judgement(.bad, anonymous) }
      guard !evidence.isOutside(.client) else { return realClient }
      guard !checks.isEmpty else { return Judgement(.unknown, "no certificate was shown") }
      skipped = Set(checks.filter(\.skipped).map(\.name))
    } else {
      if evidence.settings[.serverKX] == .anonymous { return Judgement(.bad, anonymous) }
      skipped = Set(evidence.settings.skippedChecks).intersection(basic)
    }
    guard !skipped.isEmpty else {
      return Judgement(.good, "the client checks chain, name, dates, usage and strength")
    }
    if skipped.count == basic.count {
      return Judgement(
        .bad, "the client takes any certificate: whoever stands in between reads all")
    }
    let names = basic.filter(skipped.contains).map { $0.rawValue.split(separator: ".").last ?? "" }
    let isFatal = skipped.contains(.certificateChain) || skipped.contains(.certificateHostname)
    return Judgement(isFatal ? .bad : .weak, "not checked: " + names.joined(separator: ", "))
  }

  private static let realClient = Judgement(
    .unknown, "a real client: what it checks nobody here sees")

  private static let anonymous = "nobody proves who they are: whoever stands in between reads all"

  /// What every client is to check.
  private static let basic: [Check.Name] = [
    .certificateChain, .certificateHostname, .certificateDates, .certificateUsage,
    .certificateStrength,
  ]

  static func revocation(_ evidence: AuditEvidence) -> Judgement {
    if let session = evidence.session {
      guard !evidence.isOutside(.client) else { return realClient }
      guard
        let check = session.checks(by: .client).first(where: { $0.name == .certificateRevocation })
      else { return Judgement(.unknown, "no certificate was shown") }
      return check.skipped
        ? Judgement(.weak, unasked) : Judgement(.good, "the client looked whether it is revoked")
    }
    switch evidence.settings.revocationMode {
    case .off: return Judgement(.weak, unasked)
    case .soft:
      return Judgement(
        .weak, "the client asks, but whoever keeps the answer from it goes unnoticed (soft)")
    case .hard:
      let isStapled = evidence.settings[.clientStaple] && evidence.settings[.serverStaple]
      guard isStapled || evidence.settings[.netCRL] else {
        return Judgement(.weak, "nobody can be asked: the client refuses every certificate")
      }
      return Judgement(.good, "the client refuses what nobody vouches for today")
    }
  }

  private static let unasked = "a stolen key whose certificate was revoked still passes"

  static func versions(_ evidence: AuditEvidence) -> Judgement {
    if let session = evidence.session {
      guard let version = evidence.versions.first else { return nothingYet }
      if session.settings[.clientHello] == .ssl2 { return Judgement(.bad, oldHello) }
      return judge(version)
    }
    let old = Side.allCases.filter { side in
      evidence.settings.versions(of: side).contains(where: \.isLegacy)
    }
    if !old.isEmpty {
      let who = old.map { "the \($0.rawValue)" }.joined(separator: " and ")
      return Judgement(.bad, "\(who) \(old.count == 1 ? "speaks" : "speak") TLS 1.1 or 1.0 too")
    }
    if evidence.settings[.clientHello] == .ssl2 || evidence.settings[.serverSSL2Hello] {
      return Judgement(.bad, oldHello)
    }
    guard evidence.versions.contains(.tls13) else {
      return Judgement(.weak, "TLS 1.3 is not possible; it should be")
    }
    return Judgement(
      .good, "TLS \(evidence.versions.map(\.number).joined(separator: " and ")) only")
  }

  private static let oldHello = "hellos in the form of SSL 2.0 (RFC 6176 forbids them)"

  private static func judge(_ version: ProtocolVersion) -> Judgement {
    if version.isLegacy { return Judgement(.bad, "TLS \(version.number) is deprecated (RFC 8996)") }
    return version < .tls13
      ? Judgement(.weak, "TLS 1.2; both should speak 1.3") : Judgement(.good, "TLS 1.3")
  }

  static func forwardSecrecy(_ evidence: AuditEvidence) -> Judgement {
    guard !evidence.versions.isEmpty || evidence.session == nil else { return nothingYet }
    if let facts = evidence.facts {
      guard facts.isForwardSecret != false else {
        return Judgement(.bad, "a key stolen later opens the recording (\(exchange(facts)))")
      }
      return facts.parameters?.keyExchange.isFiniteField == true
        ? Judgement(.weak, finiteField)
        : Judgement(.good, "keys made for this session alone (\(exchange(facts)))")
    }
    if evidence.settings[.serverKX] == .psk {
      return Judgement(.bad, "whoever gets the pre-shared key opens every recording")
    }
    let exchanges = evidence.suites.compactMap { $0.parameters?.keyExchange }
    let sealed = exchanges.filter(\.isEphemeral)
    if let first = evidence.suites.first?.parameters?.keyExchange, !first.isEphemeral {
      return Judgement(
        .bad, "the first choice is \(first.word) key exchange: a stolen key opens all")
    }
    if sealed.count < exchanges.count {
      let count = exchanges.count - sealed.count
      return Judgement(
        .weak, "the server still takes \(count) suites whose recordings a stolen key opens")
    }
    return sealed.contains(where: \.isFiniteField)
      ? Judgement(.weak, finiteField)
      : Judgement(.good, "every session has keys of its own")
  }

  private static let finiteField =
    "DHE in TLS 1.2 and below: the client can't refuse a bad group, and reused keys leak"

  private static func exchange(_ facts: WireFacts) -> String {
    [facts.keyExchangeWord?.uppercased(), facts.group?.label].compactMap { $0 }
      .joined(separator: " ")
  }
}
