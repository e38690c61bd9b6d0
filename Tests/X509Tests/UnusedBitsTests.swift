import CryptoPrimitives
import Testing
import X509

/// libcrypto writes a string of bits anew when it reads PEM: the certificate would be another one, with
/// another fingerprint.
@Suite("What stands in PEM stays as it stands")
struct UnusedBitsTests {
  @Test("Bits of a signature that it does not use")
  func signature() throws {
    let forger = try Forger()
    var der = try forger.sign(forger.signed())
    let unused = try #require(Self.placeOfUnusedBits(in: der))
    der[unused] = 7
    der[der.count - 1] |= 0x55
    let certificate = try Certificate(der: der)
    #expect(certificate.der == der)
    #expect(try Certificate(pem: certificate.pem).der == der)
    #expect(try Certificate.all(in: Array(certificate.pem.utf8)).map(\.der) == [der])
  }

  /// Behind the header of the last element, which is the signature (RFC 5280 §4.1.1.3).
  private static func placeOfUnusedBits(in der: [UInt8]) -> Int? {
    for place in der.indices.reversed() where der[place] == 3 {
      let rest = Array(der[(place + 1)...])
      if rest.count > 2, Int(rest[0]) == rest.count - 1, rest[1] == 0 { return place + 2 }
      if rest.count > 4, rest[0] == 0x82, Int(rest[1]) << 8 | Int(rest[2]) == rest.count - 3,
        rest[3] == 0
      {
        return place + 4
      }
    }
    return nil
  }
}
