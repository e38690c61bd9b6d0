import CryptoPrimitives
import Knowledge
import OpenSSLProgram
import Testing
import X509

@Suite("Ready-made certificates have the fault that their name says, and no other")
struct ReadyMadeCertificateTests {
  private static let host = "sip.uc.test"
  private static let now: Int64 = 1_767_225_600
  private static let catalogue = Result { try make() }

  private static func make() throws -> CertificateCatalogue {
    let random = RandomStream.seeded(21)
    return try CertificateCatalogue(
      host: host, at: now,
      ownKey: .makeRSA(bits: 2048, random: random.substream("server")), random: random)
  }

  /// The numbers of OpenSSL's verifier, several where there is more than one way to say it.
  private static func codes(_ name: ReadyMadeCertificate) -> [Int] {
    switch name {
    // Without alternative names OpenSSL takes the common name (openssl-verdicts.md).
    case .good, .revoked, .revokedIntermediate, .noSAN: []
    case .expired: [10]
    case .notYetValid: [9]
    case .wrongHost, .wildcardTooDeep: [62]
    case .selfSigned: [18]
    case .untrustedRoot: [19]
    case .missingIntermediate: [20]
    // The issuer is no authority, nor is its key for signing certificates.
    case .notACA: [79, 26]
    case .pathTooLong: [25]
    case .nameConstraint: [47]
    case .wrongUsage: [26]
    case .weakKey: [66]
    case .sha1: [68]
    }
  }

  @Test(arguments: ReadyMadeCertificate.allCases)
  func fault(_ name: ReadyMadeCertificate) throws {
    let chain = try Self.catalogue.get().chain(name)
    let checks = CertificateVerification(host: Self.host, at: Self.now, trust: chain.trust)
      .verify(chain.identity.chain)
    let found = checks.compactMap { check in
      if case .failed(let failure) = check.outcome { failure.verifierCode } else { nil }
    }
    let expected = Self.codes(name)
    #expect(expected.isEmpty ? found.isEmpty : !found.isEmpty, "\(found)")
    #expect(found.allSatisfy(expected.contains), "\(found)")
    #expect(chain.identity.chain.first?.publicKey == chain.identity.key.publicKey)
  }

  @Test("The openssl program sees what was revoked", arguments: ReadyMadeCertificate.allCases)
  func revocation(_ name: ReadyMadeCertificate) throws {
    guard [.good, .revoked, .revokedIntermediate].contains(name) else { return }
    let chain = try Self.catalogue.get().chain(name)
    let folder = try ScratchFolder()
    func write(_ name: String, _ texts: [String]) throws {
      try folder.write(name, Array(texts.joined(separator: "\n").utf8))
    }
    try write("leaf", chain.identity.chain.prefix(1).map(\.pem))
    try write("others", chain.identity.chain.dropFirst().map(\.pem))
    try write("roots", chain.trust.roots.map(\.pem))
    try write("lists", Self.catalogue.get().revocationLists(name).map(\.pem))
    let verdict = try? OpenSSLProgram.text([
      "verify", "-x509_strict", "-purpose", "sslserver", "-auth_level", "2", "-attime",
      "\(Self.now)", "-CAfile", folder.path("roots"), "-untrusted", folder.path("others"),
      "-crl_check_all", "-CRLfile", folder.path("lists"), "-verify_hostname", Self.host,
      folder.path("leaf"),
    ])
    #expect((verdict?.hasSuffix("OK\n") == true) == (name == .good))
  }

  @Test("The same stream gives the same certificates")
  func deterministic() throws {
    let again = try Self.make()
    for name in ReadyMadeCertificate.allCases where name != .untrustedRoot {
      let first = try Self.catalogue.get().chain(name)
      #expect(try again.chain(name) == first, "\(name)")
    }
  }
}
