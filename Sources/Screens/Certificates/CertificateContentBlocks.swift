import Bytes
import CryptoPrimitives
import Pages
package import X509

/// What one looks for in a certificate, to find it again or to compare it, in front of its fields.
struct CertificateContentBlocks {
  let certificate: Certificate
  private let contents: CertificateContents

  init(_ certificate: Certificate) {
    self.certificate = certificate
    contents = CertificateContents(certificate)
  }

  var blocks: [Block] {
    var blocks = [
      row("serial_number", certificate.serialWords), row("SHA-256", contents.fingerprint.hex),
      row("key", certificate.keyWords), row("SPKI", contents.keyFingerprint.hex),
    ]
    blocks += contents.access.map { row($0.method == "CA Issuers" ? "issuer" : $0.method, $0.text) }
    blocks += contents.lists.map { row("CRL", $0) }
    blocks += contents.changes.map { row("delta CRL", $0) }
    if !contents.features.isEmpty { blocks.append(row("features", listed(contents.features))) }
    blocks += contents.telephones.map { row("TNAuth", $0.words) }
    blocks += contents.timestamps.map { row("SCT", "\($0.day) by the log \($0.log.hex)") }
    blocks += contents.unknown.prefix(Self.most).map { row("unknown", $0.words) }
    blocks += contents.damaged.map { damaged in
      .labelled("damaged", Line(damaged.fault.words(damaged.name), .bad))
    }
    return blocks
  }

  /// A certificate may have ten thousand extensions.
  private static let most = 50

  private func row(_ label: String, _ text: String) -> Block { .labelled(label, Line(text)) }
}

extension Certificate {
  /// Of which kind and size its key is, or on which curve: `RSA-2048`, `EC secp256r1`.
  package var keyWords: String { publicKey.kind.word }

  /// In hexadecimal digits, and where it is short as a number.
  fileprivate var serialWords: String {
    let digits = signedSerial.drop { $0 == "-" }
    guard digits.count <= 14, let number = Int(digits, radix: 16) else { return signedSerial }
    return "\(signedSerial.hasPrefix("-") ? -number : number) (\(signedSerial))"
  }
}

extension CertificateContents.Telephone {
  fileprivate var words: String {
    switch self {
    case .provider(let code): String(worded: "all numbers of the provider \(code)")
    case .range(let start, let count): "\(count) numbers from \(start) on"
    case .number(let number): String(worded: "the number \(number)")
    }
  }
}

extension CertificateContents.Timestamp {
  fileprivate var day: String { Day(Int64(clamping: time / 1000)).exactText }
}

extension CertificateContents.Unknown {
  fileprivate var words: String {
    "\(identifier)\(isCritical ? ", critical" : ""): \(value.prefix(1024).map { $0 }.hex)"
      + (value.count > 1024 ? " .. +\(value.count - 1024)" : "")
  }
}
