import CryptoPrimitives
public import Lab
public import TLSEngine
public import TLSKeys
import X509

extension Screens {
  /// The command by which anyone verifies a signature that an end made, with the public key of the
  /// certificate that it showed; nil where there is no such certificate, or where the `openssl` program
  /// has no way.
  public static func verification(
    of signature: Signature, _ step: Step, in session: Session
  ) -> ShellCommand? {
    let side = step.wire.side(of: step.actor)
    guard let certificate = session.certificate(shownBy: side, on: step.wire) else { return nil }
    return ShellCommand.verifying(
      signature: signature.signature, over: signature.content,
      publicKey: certificate.publicKey.der, scheme: signature.scheme)
  }
}
