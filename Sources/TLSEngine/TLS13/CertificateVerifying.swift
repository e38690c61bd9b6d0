import Bytes
import CryptoPrimitives
import Knowledge
import TLSKeys
import TLSWire

// CertificateVerify: the proof that one has the key of the certificate that one shows
// (RFC 8446 §4.4.3).
extension Exchange {
  /// 64 spaces, a context that says whose signature it is, a zero, the hash of the messages so far.
  private func signedContent(
    of sender: Side, over messages: [UInt8]
  ) throws(HandshakeFailure) -> [UInt8] {
    guard let hash = HashAlgorithm(rawValue: try schedule13.suite.hash.rawValue),
      let digest = try? hash.digest(messages)
    else { throw .internalError("no hash") }
    return [UInt8](repeating: 0x20, count: 64)
      + Array("TLS 1.3, \(sender.rawValue) CertificateVerify".utf8) + [0] + digest
  }

  /// Signs the handshake so far with the key of this side's certificate.
  mutating func sendCertificateVerify(
    _ scheme: SignatureScheme, _ key: PrivateKey
  ) throws(HandshakeFailure) {
    guard let algorithm = SignatureAlgorithm(scheme) else {
      throw .internalError("no signature algorithm is called \(scheme.label)")
    }
    let content = try signedContent(of: side, over: facts.transcript)
    let signature: [UInt8]
    do throws(CryptoError) {
      signature = try key.sign(
        content, scheme: algorithm, random: random.substream("signature"))
    } catch {
      throw .internalError("\(error)")
    }
    effects.append(
      .signed(
        Signature(
          scheme: scheme, content: content, signature: signature,
          source: RFCSection(9846, "4.5.2"))))
    try send(
      CertificateVerify(signed: DigitallySigned(scheme: scheme, signature: signature)))
  }

  /// Verifies the other side's signature with the key of its certificate.
  ///
  /// - Parameter offered: the schemes that this side had named.
  mutating func verifyCertificateVerify(
    _ message: Message.Content, key: PublicKey, offered: [SignatureScheme]
  ) throws(HandshakeFailure) {
    let signed = try message.read(CertificateVerify.self).signed
    // "The signature algorithm MUST be one offered in the client's signature_algorithms extension"
    // (RFC 8446 §4.4.3); PKCS #1 v1.5 and SHA-1 are for certificates alone.
    guard offered.contains(signed.scheme), signed.scheme.signsHandshake13(of: key.kind),
      let algorithm = SignatureAlgorithm(signed.scheme)
    else { throw .misbehaving(.illegalParameter("algorithm \(signed.scheme.label)")) }
    decide(.signatureScheme(signed.scheme))
    let content = try signedContent(of: side.other, over: try known(.signedMessages))
    let valid = (try? key.verify(signed.signature, of: content, scheme: algorithm)) ?? false
    effects.append(
      .verified(
        Check(
          .certificateVerifySignature,
          valid ? .passed : .failed(.init(reason: "mismatch", found: signed.scheme.label)),
          RFCSection(9846, "4.5.2"),
          compared: [.init("signed content", content), .init("signature", signed.signature)])))
    guard valid else { throw .misbehaving(.signatureInvalid) }
  }
}

extension SignatureScheme {
  /// Whether a key of that kind may sign a handshake of TLS 1.3 so: PKCS #1 v1.5 and SHA-1 are for
  /// certificates alone, and an ECDSA scheme names its curve (RFC 9846 §4.3.3).
  func signsHandshake13(of kind: KeyKind) -> Bool {
    guard fits(kind, in: .tls13) else { return false }
    return switch (self, kind) {
    case (.rsaPKCS1SHA256, _), (.rsaPKCS1SHA384, _), (.rsaPKCS1SHA512, _): false
    case (.ecdsaSecp256r1SHA256, .ec(let curve)): curve == .secp256r1
    case (.ecdsaSecp384r1SHA384, .ec(let curve)): curve == .secp384r1
    case (.ecdsaSecp521r1SHA512, .ec(let curve)): curve == .secp521r1
    default: true
    }
  }
}
