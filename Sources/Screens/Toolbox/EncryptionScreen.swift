import Bytes
import Explanations
public import Lab

extension Screens {
  /// Encryption and integrity in one, and what a single bit on the way does.
  public static func encryption(_ tried: TriedEncryption) -> Page {
    let isRefused = tried.opened(turned: true) == nil
    let text = String(decoding: tried.text, as: UTF8.self)
    let opened = tried.opened().map { String(decoding: $0, as: UTF8.self) }
    return Page(
      heading("ENCRYPTION", "AES-128-GCM, an AEAD") + [
        .labelled("in", Line(text)), .labelled("key", Line(tried.key.hex, .secret)),
        .labelled("nonce", Line("\(tried.nonce.hex)  \(said(.tool, "encryption.nonce"))")),
        .labelled("out", Line("\(tried.ciphertext.hex)  \(said(.tool, "encryption.out"))")),
        .labelled("tag", Line(tried.tag.hex)),
        .labelled("opened", Line(opened ?? said(.tool, "encryption.refused"))),
        tool(
          "one bit", isRefused ? "encryption.one-bit.refused" : "encryption.one-bit.opened",
          isRefused ? .good : .bad),
        tool("nobody", "encryption.nobody", .good), tool("anyone", "encryption.anyone", .warning),
      ], next: ["try encrypt nonce=same \(word(text))", "explain aead", "try dh"])
  }

  /// Two texts under one key and one nonce, and what that gives away.
  public static func encryption(
    _ tried: TriedEncryption, sameNonceAs before: TriedEncryption
  ) -> Page {
    let outs = exclusiveOr(tried.ciphertext, before.ciphertext)
    let texts = exclusiveOr(tried.text, before.text)
    return Page(
      heading("ENCRYPTION", said(.tool, "nonce.title")) + [
        .labelled("key", Line(tried.key.hex, .secret)),
        .labelled("nonce", Line("\(tried.nonce.hex)  \(said(.tool, "nonce.same"))", .bad)),
        .labelled("before", Line(String(decoding: before.text, as: UTF8.self))),
        .labelled("out", Line(before.ciphertext.hex)),
        .labelled("now", Line(String(decoding: tried.text, as: UTF8.self))),
        .labelled("out", Line(tried.ciphertext.hex)),
        .labelled("out^out", Line("\(outs.hex)  \(said(.tool, "nonce.outs"))", .bad)),
        .labelled("in^in", Line("\(texts.hex)  \(said(.tool, "nonce.texts"))")),
        tool("so", outs == texts ? "nonce.equal" : "nonce.different", .bad),
        tool("tags", "nonce.tags", .bad),
      ], next: ["try encrypt \(word(String(decoding: tried.text, as: UTF8.self)))", "explain aead"])
  }

  /// As far as the shorter one goes.
  private static func exclusiveOr(_ one: [UInt8], _ other: [UInt8]) -> [UInt8] {
    zip(one, other).map { $0 ^ $1 }
  }
}
