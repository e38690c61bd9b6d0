import CryptoPrimitives
import Explanations
import Lab
import Screens
import TLSEngine
package import TLSKeys
import X509

// What the words of short lists mean, as the catalogue says it.

extension Side: Choosable {
  package var meaning: String { said(.choice, "side.\(rawValue)") }
}

extension Actor: Choosable {
  package var meaning: String {
    switch self {
    case .client: Side.client.meaning
    case .server: Side.server.meaning
    case .interceptor: Lab.View.interceptor.meaning
    }
  }
}

extension FlightReplay.Target: Choosable {
  package var meaning: String { said(.choice, "replay.\(rawValue)") }
}

extension Lab.View: Choosable {
  package var meaning: String {
    switch self {
    case .client: Side.client.meaning
    case .server: Side.server.meaning
    case .eavesdropper, .interceptor, .all, .proxy: said(.choice, "view.\(rawValue)")
    }
  }
}

extension ClientAuthentication: Choosable {
  package var meaning: String { said(.choice, "client-authentication.\(rawValue)") }
}

extension MessageForm: Choosable {
  package var meaning: String { said(.choice, "form.\(rawValue)") }
}

extension World.Preset: Choosable {
  package var meaning: String { said(.choice, "preset.\(rawValue)") }
}

extension ForgedCertificate: Choosable {
  package var meaning: String { said(.choice, "forged.\(rawValue)") }
}

extension PredictedNotice: Choosable {
  package var meaning: String { said(.choice, "notice.\(rawValue)") }
}

extension Loot: Choosable {
  package var meaning: String { said(.choice, "loot.\(rawValue)") }
}

extension LootName {
  /// What it is, in a few words.
  var meaning: String {
    guard let number else { return loot.meaning }
    return said(.choice, "loot.earlier", ["what": loot.meaning, "number": "\(number)"])
  }
}

extension CertifiedKey: Choosable {
  package var meaning: String { said(.choice, "key.\(rawValue)") }
}

extension SignatureHash: Choosable {
  package var meaning: String { said(.choice, "signature-hash.\(rawValue)") }
}

extension HashAlgorithm: Choosable {
  package var typed: String { rawValue.lowercased() }
  package var meaning: String { said(.choice, "hash.\(typed)", ["length": "\(length)"]) }
}

extension Expectation.Operator: Choosable {
  // By the name of the case: the word itself is a sign.
  package var meaning: String { said(.choice, "expectation.\(self)") }
}
