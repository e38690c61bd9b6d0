import Explanations
import Knowledge
import TLSEngine

extension Signature {
  /// What was signed, in words.
  var contentWords: String {
    switch (source.rfc, source.section) {
    case (4346, "7.4.8"), (5246, "7.4.8"): said(.signature, "signed.messages")
    case (9846, _): said(.signature, "signed.hash")
    default: said(.signature, "signed.parameters")
    }
  }
}
