import CryptoPrimitives
import Testing
import X509

@Suite("Certificates that were read before")
struct KnownCertificateTests {
  @Test("The same bytes give the same certificate; others are read, or refused, by themselves")
  func known() throws {
    let authority = try CertificateAuthority.makeRoot(
      name: "Known Root", key: .makeEC(group: .secp256r1, random: .seeded(1)),
      validFrom: 0, validTo: 1000, random: .seeded(2))
    let der = authority.certificate.der
    let first = try Certificate.reading(der: der)
    let second = try Certificate.reading(der: der)
    #expect(first == authority.certificate && first === second)
    #expect(throws: X509Error.self) { try Certificate.reading(der: der + [0]) }
    #expect(throws: X509Error.self) { try Certificate.reading(der: der + [0]) }
    #expect(throws: X509Error.self) { try Certificate.reading(der: []) }
    #expect(try Certificate.reading(der: der) === first)
  }
}
