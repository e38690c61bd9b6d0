import CryptoPrimitives
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

  /// The same with what was found, where that makes it plainer.
  func words(_ found: String?) -> String {
    guard let found else { return words }
    let what =
      switch self {
      case .outsideProfile: ProfileRule(rawValue: found)?.words
      case .flawedKey: KeyFlaw(rawValue: found)?.words
      default: found
      }
    let detail = words(.detail, ["what": what ?? found])
    return detail.isEmpty ? words : detail
  }

  private func words(_ use: PhraseUse, _ values: [String: String] = [:]) -> String {
    Catalogue.current.words(use, of: [ExplanationKey(.fault, rawValue), .other(.fault)], values)
  }
}
