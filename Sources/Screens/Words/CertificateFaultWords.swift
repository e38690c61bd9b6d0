import Explanations
import X509

// Each fault of a certificate in the words of those who meet it; the alert is the engine's, and the
// error number OpenSSL's own.
extension CertificateFault {
  /// What is wrong, as the end of a sentence about the certificate.
  var words: String { words(.brief) }

  /// What somebody at a browser would read.
  var browserWords: String { words(.browser) }

  /// What the display of a telephone says. It is nearly always the same: whoever is called for help
  /// has to look at the alert, or at the certificate.
  var phoneWords: String { words(.phone) }

  private func words(_ use: PhraseUse) -> String {
    Catalogue.current.words(use, of: [ExplanationKey(.fault, rawValue), .other(.fault)])
  }
}
