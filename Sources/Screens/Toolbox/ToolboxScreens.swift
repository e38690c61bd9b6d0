import Bytes
public import CryptoPrimitives

// The building blocks by themselves: what went in, what came out, what nobody else could have done.
extension Screens {
  /// A fingerprint, and what a single bit does to it.
  public static func hash(_ text: String, _ algorithm: HashAlgorithm) throws -> Page {
    let input = Array(text.utf8)
    let digest = try algorithm.digest(input)
    var changed = input
    if changed.isEmpty { changed = [0] } else { changed[changed.count - 1] ^= 1 }
    let other = try algorithm.digest(changed)
    let differing = zip(digest, other).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
    return Page(
      heading("HASH", algorithm.rawValue) + [
        .labelled("in", Line("\(ByteText.count(input.count)): \(text)")),
        .labelled("out", Line(digest.hex)),
        .labelled("one bit", Line(other.hex)),
        .labelled(
          "",
          Line(
            "the last bit of the input turned over: \(differing) of \(digest.count * 8) bits differ"
          )),
        .labelled(
          "nobody", Line("finds another text with this fingerprint" + caveat(algorithm), .good)),
        .labelled("anyone", Line("computes it: there is no key in it", .warning)), .blank,
        .verbatim(
          "printf %s \(quoted(text)) | openssl dgst -\(algorithm.rawValue.lowercased()) -r",
          indent: 1),
      ], next: ["try hmac secret \(word(text))", "explain transcript"])
  }

  /// A fingerprint with a key.
  public static func hmac(_ text: String, key: String) throws -> Page {
    let input = Array(text.utf8)
    let tag = try HashAlgorithm.sha256.hmac(input, key: Array(key.utf8))
    let other = try HashAlgorithm.sha256.hmac(input, key: Array((key + "x").utf8))
    return Page(
      heading("HMAC", "SHA256") + [
        .labelled("key", Line(key, .secret)), .labelled("in", Line(text)),
        .labelled("out", Line(tag.hex)),
        .labelled("other", Line("with the key \(key)x: \(other.hex)")),
        .labelled(
          "nobody", Line("without the key makes this value, or one for another text", .good)),
        .labelled("anyone", Line("reads the text: nothing is encrypted", .warning)), .blank,
        .verbatim(
          "printf %s \(quoted(text)) | openssl mac -digest SHA256 -macopt hexkey:\(Array(key.utf8).hex) HMAC",
          indent: 1),
      ], next: ["try encrypt \(word(text))", "explain finished.verify_data"])
  }

  /// A signature with a real key, and what a changed text does.
  public static func signature(_ text: String, _ random: RandomStream) throws -> Page {
    let key = try PrivateKey.makeEd25519(random: random.substream("key"))
    let input = Array(text.utf8)
    let signature = try key.sign(input, scheme: .ed25519, random: random.substream("signature"))
    let fits = try key.publicKey.verify(signature, of: input, scheme: .ed25519)
    let other = try key.publicKey.verify(signature, of: input + [0x2e], scheme: .ed25519)
    return Page(
      heading("SIGNATURE", "Ed25519") + [
        .labelled("in", Line(text)),
        .labelled("public", Line(Array(key.publicKey.der.suffix(32)).hex)),
        .labelled("out", Line(signature.hex)),
        .labelled("verify", Line(fits ? "it fits" : "IT DOES NOT FIT", fits ? .good : .bad)),
        .labelled(
          "changed",
          Line("\"\(text).\": \(other ? "IT FITS" : "it does not fit")", other ? .bad : .good)),
        .labelled("nobody", Line("without the private key makes a signature that fits", .good)),
        .labelled(
          "anyone", Line("verifies it, and reads the text: nothing is encrypted", .warning)),
      ], next: ["try rsa", "explain certificate_verify.signature"])
  }

  // MARK: Pieces

  static func heading(_ what: String, _ how: String) -> [Block] {
    [.line(Line("\(what)  ", .heading) + Line(how)), .rule]
  }

  private static func caveat(_ algorithm: HashAlgorithm) -> String {
    algorithm == .md5 || algorithm == .sha1
      ? "; but two texts with one fingerprint can be made" : ", nor two texts with one"
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }

  /// The first word, for a command to type next.
  static func word(_ text: String) -> String {
    text.split(separator: " ").first.map { String($0.filter { $0.isLetter || $0.isNumber }) }
      .flatMap { $0.isEmpty ? nil : $0 } ?? "hello"
  }
}
