import Bytes
import CryptoPrimitives
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
      blocks.append(
        row("but", Line("the certificate names two algorithms, inside and beside it", .bad)))
    }
    blocks.append(
      row(
        "so",
        opening.holds
          ? Line("the signature holds: who has the private key signed these bytes", .good)
          : Line("the signature is WRONG", .bad)))
    return blocks
  }

  private func content(_ opening: SignatureOpening) -> [Block] {
    let hash = opening.hash?.rawValue ?? "hash"
    let digest = row(
      hash, shown(opening.digest) + Line("  of the \(opening.signed.count) bytes signed"))
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
        row("salt", shown(opened.salt) + Line("  from under the mask")),
        row("H", shown(opened.hash) + Line("  in the block")),
        row("H'", shown(opened.recomputed) + Line("  \(hash)(8 zeros, hash, salt)")),
      ]
    case .ecdsa(let opened):
      return [
        row("r", shown(opened.r)), row("s", shown(opened.s)), digest,
        row("u1", shown(opened.u1) + Line("  hash / s mod n")),
        row("u2", shown(opened.u2) + Line("  r / s mod n")),
        row("x", shown(opened.x) + Line("  of u1 G + u2 Q: must be r")),
      ]
    case .eddsa(let point, let number, _):
      return [
        row("R", shown(point)), row("S", shown(number)),
        row("", Line("libcrypto checks S B = R + k A, with k the hash of R, A and what is signed")),
      ]
    case .other(let name, _): return [row("by", Line("\(name), which libcrypto alone verifies"))]
    }
  }

  private func pkcs1(_ opened: PKCS1Opening, _ hash: String) -> [Block] {
    guard opened.isWellFormed else {
      return [row("", Line("no padding, or no DigestInfo for \(hash), stands there", .bad))]
    }
    return [
      row("padding", Line("0001, then \(opened.padding.count) bytes ff, then 00")),
      row("names", shown(opened.expectedPrefix) + Line("  DigestInfo: \(hash)")),
      row("holds", shown(opened.hash) + Line("  the hash that was signed")),
    ]
  }

  private func exponent(_ exponent: [UInt8], _ modulus: [UInt8]) -> Line {
    let number = exponent.count <= 4 ? exponent.reduce(0) { $0 << 8 | Int($1) } : nil
    return Line(number.map { "\($0), " } ?? "\(ByteText.brief(exponent, limit: 4)), ")
      + shown(modulus)
  }

  private func shown(_ bytes: [UInt8]) -> Line {
    Line(bytes.isEmpty ? "-" : ByteText.brief(bytes, limit: 12))
  }

  private func row(_ label: String, _ line: Line) -> Block { .labelled(label, line) }
}
