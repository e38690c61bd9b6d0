/// What OpenSSL's verifier says of the same chain: asked when the first fault wants its words, and
/// not at all of a chain without fault.
final class OpenSSLJudgement {
  private let examination: CertificateExamination
  private lazy var codes: [Int32] = {
    let asked = examination.verification
    let name = asked.host.flatMap { host in
      examination.chain.first.flatMap { nameFinding($0, host: host, isExact: false) }
    }
    return verifierFindings(
      examination.chain, at: asked.at, trust: asked.trust, purpose: asked.purpose,
      rules: asked.rules,
      lists: asked.revocation.mode == .off ? nil : asked.revocation.lists ?? []
    ).map(\.code) + (name.map { [$0.code] } ?? [])
  }()

  init(_ examination: CertificateExamination) { self.examination = examination }

  /// Its number for a fault, of those that would fit; nil if it does not find it.
  func code(among wanted: [Int32]) -> Int? { codes.first(where: wanted.contains).map { Int($0) } }
}
