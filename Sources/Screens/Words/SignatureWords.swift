import Knowledge
import TLSEngine

extension Signature {
  /// What was signed, in words.
  var contentWords: String {
    switch (source.rfc, source.section) {
    case (4346, "7.4.8"), (5246, "7.4.8"): "all messages of the handshake so far"
    case (9846, _): "64 blanks, whose signature it is, the hash of all messages so far"
    default: "both randoms, then the parameters"
    }
  }
}
