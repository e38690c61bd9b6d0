import Bytes
import CryptoPrimitives
import X509

/// Whatever libcrypto reads is taken apart, judged and shown, and comes out of PEM as it went in.
enum CertificateTarget {
  static let moment: Int64 = 1_767_225_600

  /// Chains to begin with, and whom to trust.
  static let seeds: [ReadyMadeChain] = {
    let random = RandomStream.seeded(51)
    guard let key = try? PrivateKey.makeRSA(bits: 2048, random: random.substream("server")),
      let catalogue = try? CertificateCatalogue(
        host: "sip.uc.test", at: moment, ownKey: key, random: random)
    else { return [] }
    return ReadyMadeCertificate.allCases.compactMap { try? catalogue.chain($0) }
  }()

  static func look(at bytes: [UInt8]) {
    guard let chain = try? Certificate.all(in: bytes), chain.count < 8 else { return }
    for certificate in chain {
      if let structure = try? certificate.structure() {
        demandCover(structure, certificate.der.count)
      }
      demand((try? Certificate(pem: certificate.pem)) == certificate, "PEM is another certificate")
      _ = certificate.subjectKeyIdentifier
      _ = certificate.keyUsages
      for issuer in chain {
        guard let opening = try? SignatureOpening(of: certificate, by: issuer.publicKey) else {
          continue
        }
        demand(
          opening.holds == certificate.isSigned(by: issuer.publicKey),
          "the signature computed through says another thing than libcrypto")
      }
    }
    let roots = chain + (seeds.first?.trust.roots ?? [])
    for host in ["sip.uc.test", nil] {
      let verification = CertificateVerification(
        host: host, at: moment, trust: TrustStore(roots: roots))
      demand(!verification.verify(chain).isEmpty, "nothing was checked")
    }
  }
}

/// DER and proofs of logs, whatever the bytes hold.
enum StructureTarget {
  static func look(at bytes: [UInt8]) {
    var parts = Parts(bytes)
    let structure = parts.choice(OpaqueStructure.allCases)
    let rest = Array(parts.rest)
    demandCover(structure.annotation(of: rest), rest.count)
    guard structure == .ocspResponse, let chain = CertificateTarget.seeds.first else { return }
    let verification = CertificateVerification(
      host: nil, at: CertificateTarget.moment, trust: chain.trust,
      revocation: RevocationPolicy(mode: .hard, lists: [RevocationList(der: rest)]))
    _ = verification.verify(chain.identity.chain, staple: rest)
  }
}
