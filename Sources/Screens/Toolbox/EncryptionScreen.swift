import Bytes
public import Lab

extension Screens {
  /// Encryption and integrity in one, and what a single bit on the way does.
  public static func encryption(_ tried: TriedEncryption) -> Page {
    let isRefused = tried.opened(turned: true) == nil
    let text = String(decoding: tried.text, as: UTF8.self)
    return Page(
      heading("ENCRYPTION", "AES-128-GCM, an AEAD") + [
        .labelled("in", Line(text)), .labelled("key", Line(tried.key.hex, .secret)),
        .labelled("nonce", Line(tried.nonce.hex + "  never twice with one key")),
        .labelled("out", Line(tried.ciphertext.hex + "  as long as the text")),
        .labelled("tag", Line(tried.tag.hex)),
        .labelled(
          "opened", Line(tried.opened().map { String(decoding: $0, as: UTF8.self) } ?? "refused")),
        .labelled(
          "one bit",
          Line(
            "turned over on the way: \(isRefused ? "refused, the tag does not fit" : "OPENED")",
            isRefused ? .good : .bad)),
        .labelled("nobody", Line("without the key reads it, or changes it unnoticed", .good)),
        .labelled("anyone", Line("sees how long it is", .warning)),
      ], next: ["try encrypt nonce=same \(word(text))", "explain aead", "try dh"])
  }

  /// Two texts under one key and one nonce, and what that gives away.
  public static func encryption(
    _ tried: TriedEncryption, sameNonceAs before: TriedEncryption
  ) -> Page {
    let outs = exclusiveOr(tried.ciphertext, before.ciphertext)
    let texts = exclusiveOr(tried.text, before.text)
    let verdict =
      outs == texts
      ? "both are the same: whoever knows one text reads as much of the other, without the key"
      : "they differ"
    return Page(
      heading("ENCRYPTION", "AES-128-GCM, one nonce for two texts") + [
        .labelled("key", Line(tried.key.hex, .secret)),
        .labelled("nonce", Line(tried.nonce.hex + "  the SAME as before", .bad)),
        .labelled("before", Line(String(decoding: before.text, as: UTF8.self))),
        .labelled("out", Line(before.ciphertext.hex)),
        .labelled("now", Line(String(decoding: tried.text, as: UTF8.self))),
        .labelled("out", Line(tried.ciphertext.hex)),
        .labelled("out^out", Line("\(outs.hex)  anyone computes this", .bad)),
        .labelled("in^in", Line("\(texts.hex)  the exclusive-or of the texts")),
        .labelled("so", Line(verdict, .bad)),
        .labelled(
          "tags", Line("can be forged from here on with this key (RFC 5116 section 5.1.1)", .bad)),
      ], next: ["try encrypt \(word(String(decoding: tried.text, as: UTF8.self)))", "explain aead"])
  }

  /// As far as the shorter one goes.
  private static func exclusiveOr(_ one: [UInt8], _ other: [UInt8]) -> [UInt8] {
    zip(one, other).map { $0 ^ $1 }
  }
}
