import Bytes
import CryptoPrimitives
public import Knowledge
import TLSKeys
import TLSWire
import X509

extension Check.Name {
  /// Whether the peer's certificate is the one of the signalling.
  public static let certificateFingerprint = Check.Name(rawValue: "certificate.fingerprint")
}

// Certificates that nobody vouches for but the signalling, and signatures.
extension DTLSExchange {
  mutating func receiveCertificate(_ body: CertificateMessage) throws(DTLSFailure) {
    guard let first = body.certificateList.first else { throw .noCertificate }
    let certificate: Certificate
    do throws(X509Error) {
      certificate = try Certificate.reading(der: first.data)
    } catch {
      throw .unusableCertificate("\(error.reason)")
    }
    guard isUsable(certificate.publicKey.kind) else {
      throw .unusableCertificate("\(certificate.publicKey.kind)")
    }
    peerCertificate = certificate
    try checkFingerprint(of: certificate)
    awaiting = role == .client ? .serverKeyExchange : .clientKeyExchange
  }

  /// A server's key must be that of the suite; a client's may be any that signs.
  private func isUsable(_ kind: KeyKind) -> Bool {
    guard role == .client else { return !schemes(for: kind).isEmpty }
    return switch (suite?.parameters?.keyExchange, kind) {
    case (.ecdheECDSA, .ec), (.ecdheRSA, .rsa): true
    default: false
    }
  }

  /// A certificate that does not fit the signalling ends the handshake (RFC 8122 §6.2, RFC 5763 §5).
  private mutating func checkFingerprint(of certificate: Certificate) throws(DTLSFailure) {
    let source = RFCSection(8122, "6.2")
    guard let expected = configuration.peerFingerprints else {
      checks.append(Check(.certificateFingerprint, .skipped, source))
      return
    }
    let hash = expected.first?.hash ?? .sha256
    let found: CertificateFingerprint
    do throws(CryptoError) {
      found = try CertificateFingerprint(of: certificate.der, hash: hash)
    } catch {
      throw .internalError("\(error)")
    }
    let fits = expected.contains { $0.fits(certificate) }
    let failure = Check.Failure(
      reason: "mismatch", found: "\(found)", expected: expected.first.map { "\($0)" })
    checks.append(
      Check(
        .certificateFingerprint, fits ? .passed : .failed(failure), source,
        compared: expected.prefix(1).map { .init("expected", $0.digest) }
          + [.init("found", found.digest)]))
    guard fits else { throw .fingerprintMismatch(found: found, expected: expected) }
  }

  /// The schemes of this end with which a key of that kind signs, best first.
  func schemes(for kind: KeyKind) -> [SignatureScheme] {
    configuration.signatureSchemes.filter { $0.fits(kind, in: .tls12) }
  }

  func sign(
    _ content: [UInt8], _ scheme: SignatureScheme, _ purpose: String
  ) throws(DTLSFailure) -> DigitallySigned {
    guard let algorithm = SignatureAlgorithm(scheme, in: .tls12) else {
      throw .noCommonSignatureScheme
    }
    do throws(CryptoError) {
      let signature = try configuration.identity.key.sign(
        content, scheme: algorithm, random: configuration.random.substream(purpose))
      return DigitallySigned(scheme: scheme, signature: signature)
    } catch {
      throw .internalError("\(error)")
    }
  }

  /// Verifies what the peer signed with the key of its certificate.
  mutating func verify(
    _ signed: DigitallySigned, of content: [UInt8], in type: HandshakeType, _ name: Check.Name,
    _ source: RFCSection
  ) throws(DTLSFailure) {
    guard let key = peerCertificate?.publicKey else { throw .noCertificate }
    guard configuration.signatureSchemes.contains(signed.scheme),
      let algorithm = SignatureAlgorithm(signed.scheme, in: .tls12),
      signed.scheme.fits(key.kind, in: .tls12)
    else { throw .illegalParameter("signature algorithm \(signed.scheme.label)") }
    let isValid = (try? key.verify(signed.signature, of: content, scheme: algorithm)) ?? false
    let failure = Check.Failure(reason: "mismatch", found: signed.scheme.label)
    checks.append(
      Check(
        name, isValid ? .passed : .failed(failure), source,
        compared: [.init("signed content", content), .init("signature", signed.signature)]))
    guard isValid else { throw .signatureInvalid(type) }
  }

  mutating func receiveCertificateVerify(
    _ body: CertificateVerify, _ earlier: [UInt8]
  ) throws(DTLSFailure) {
    secrets[.signedMessages] = earlier
    try verify(
      body.signed, of: earlier, in: .certificateVerify, .certificateVerifySignature,
      RFCSection(5246, "7.4.8"))
    awaiting = .clientFinished
  }

  /// What a ServerKeyExchange signs: its parameters and both randoms (RFC 5246 §7.4.3).
  func signedContent(of parameters: ServerECDHParams) throws(DTLSFailure) -> [UInt8] {
    guard let client = secrets[.clientRandom], let server = secrets[.serverRandom] else {
      throw .internalError("no randoms")
    }
    do throws(WireError) {
      return try client + server + ByteWriter.bytes(of: parameters)
    } catch {
      throw .internalError("\(error)")
    }
  }
}
