import Bytes
import CryptoPrimitives
import Explanations
import X509

/// A signature on a certificate computed through, number by number.
struct SignatureOpeningBlocks {
  let certificate: Certificate
  let key: PublicKey

  init(_ certificate: Certificate, _ key: PublicKey) {
    self.certificate = certificate
    self.key = key
  }

  var blocks: [Block] {
    let opening: SignatureOpening
    do throws(X509Error) {
      opening = try SignatureOpening(of: certificate, by: key)
    } catch {
      return [row("can't", Line("\(error.operation): \(error.reason)", .bad))]
    }
    var blocks = content(opening)
    if !opening.namesOneAlgorithm {
      blocks.append(row("but", Line(said(.examination, "signature.two-algorithms"), .bad)))
    }
    blocks.append(
      row(
        "so",
        opening.holds
          ? Line(said(.examination, "signature.holds"), .good)
          : Line(said(.examination, "signature.wrong"), .bad)))
    return blocks
  }

  private func content(_ opening: SignatureOpening) -> [Block] {
    let hash = opening.hash?.rawValue ?? "hash"
    let digest = row(
      hash,
      shown(
        opening.digest, said(.examination, "signature.digest", ["count": "\(opening.signed.count)"])
      ))
    switch opening.content {
    case .pkcs1(let opened):
      return [
        row("s", shown(opening.signature)), row("e, n", exponent(opened.exponent, opened.modulus)),
        row("s^e", shown(opened.block) + Line("  mod n")),
      ] + pkcs1(opened, hash) + [digest]
    case .pss(let opened):
      return [
        row("s", shown(opening.signature)), row("e, n", exponent(opened.exponent, opened.modulus)),
        row("s^e", shown(opened.block) + Line("  mod n")), digest,
        row("salt", shown(opened.salt, said(.examination, "signature.pss.salt"))),
        row("H", shown(opened.hash, said(.examination, "signature.pss.hash"))),
        row(
          "H'", shown(opened.recomputed, said(.examination, "signature.pss.again", ["hash": hash]))),
      ]
    case .ecdsa(let opened):
      return [
        row("r", shown(opened.r)), row("s", shown(opened.s)), digest,
        row("u1", shown(opened.u1) + Line("  hash / s mod n")),
        row("u2", shown(opened.u2) + Line("  r / s mod n")),
        row("x", shown(opened.x, said(.examination, "signature.ecdsa.x"))),
      ]
    case .eddsa(let point, let number, _):
      return [
        row("R", shown(point)), row("S", shown(number)),
        row("", Line(said(.examination, "signature.eddsa"))),
      ]
    case .other(let name, _):
      return [row("by", Line(said(.examination, "signature.other", ["name": name])))]
    }
  }

  private func pkcs1(_ opened: PKCS1Opening, _ hash: String) -> [Block] {
    guard opened.isWellFormed else {
      return [row("", Line(said(.examination, "signature.pkcs1.malformed", ["hash": hash]), .bad))]
    }
    return [
      row(
        "padding",
        Line(said(.examination, "signature.pkcs1.padding", ["count": "\(opened.padding.count)"]))),
      row("names", shown(opened.expectedPrefix) + Line("  DigestInfo: \(hash)")),
      row("holds", shown(opened.hash, said(.examination, "signature.pkcs1.hash"))),
    ]
  }

  private func exponent(_ exponent: [UInt8], _ modulus: [UInt8]) -> Line {
    let number = exponent.count <= 4 ? exponent.reduce(0) { $0 << 8 | Int($1) } : nil
    return Line(number.map { "\($0), " } ?? "\(ByteText.brief(exponent, limit: 4)), ")
      + shown(modulus)
  }

  /// Bytes, and what they are.
  private func shown(_ bytes: [UInt8], _ words: String) -> Line {
    shown(bytes) + Line("  " + words)
  }

  private func shown(_ bytes: [UInt8]) -> Line {
    Line(bytes.isEmpty ? "-" : ByteText.brief(bytes, limit: 12))
  }

  private func row(_ label: String, _ line: Line) -> Block { .labelled(label, line) }
}
