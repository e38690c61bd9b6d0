import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire
import X509

/// A certificate, and how its key is to sign.
struct ClientProof {
  var identity: Identity
  var scheme: SignatureScheme
}

extension ClientConfiguration {
  /// The first certificate that the server can use: of a type and for a scheme that it named
  /// (RFC 5246 §7.4.6).
  func proof(for request: CertificateRequest) -> ClientProof? {
    for identity in identities {
      guard let type = ClientCertificateType(identity.key.kind),
        request.certificateTypes.contains(type),
        let scheme = scheme(for: identity.key.kind, request)
      else { continue }
      return ClientProof(identity: identity, scheme: scheme)
    }
    return nil
  }

  private func scheme(for kind: KeyKind, _ request: CertificateRequest) -> SignatureScheme? {
    let named = request.supportedSignatureAlgorithms
    // No scheme is named in TLS 1.0 and 1.1 alone.
    guard !named.isEmpty else { return .legacy(for: kind) }
    return signatureSchemes.first { named.contains($0) && $0.fits(kind, in: .tls12) }
  }
}

extension ClientCertificateType {
  /// The type of a certificate with such a key; those of Edwards curves count as ECDSA's
  /// (RFC 8422 §5.5).
  init?(_ kind: KeyKind) {
    switch kind {
    case .rsa, .rsaPSS: self = .rsaSign
    case .ec, .ed25519, .ed448: self = .ecdsaSign
    case .other: return nil
    }
  }
}

extension CertificateRequest {
  /// A request of TLS 1.0 or 1.1: in TLS 1.2 the list of schemes is never empty.
  init(_ request: LegacyCertificateRequest) {
    self.init(
      certificateTypes: request.certificateTypes, supportedSignatureAlgorithms: [],
      certificateAuthorities: request.certificateAuthorities)
  }
}

extension Exchange {
  /// Signs all messages so far with the key of the client's certificate (RFC 5246 §7.4.8).
  mutating func sendCertificateVerify12(_ proof: ClientProof) throws(HandshakeFailure) {
    let version = facts.version ?? .tls12
    guard let algorithm = SignatureAlgorithm(proof.scheme, in: version) else {
      throw .internalError("no signature algorithm is called \(proof.scheme.label)")
    }
    let content = facts.transcript
    let signature: [UInt8]
    do throws(CryptoError) {
      signature = try proof.identity.key.sign(
        content, scheme: algorithm, random: random.substream("signature"))
    } catch {
      throw .internalError("\(error)")
    }
    effects.append(
      .signed(
        Signature(
          scheme: proof.scheme, content: content, signature: signature,
          source: version.certificateVerifySection)))
    if version.isLegacy {
      try send(LegacyCertificateVerify(signature: signature))
    } else {
      try send(
        CertificateVerify(signed: DigitallySigned(scheme: proof.scheme, signature: signature)))
    }
  }
}

extension ProtocolVersion {
  /// The section on CertificateVerify.
  var certificateVerifySection: RFCSection {
    RFCSection(isLegacy ? 4346 : 5246, "7.4.8")
  }
}
