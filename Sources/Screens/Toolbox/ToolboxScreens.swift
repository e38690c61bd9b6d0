import Bytes
public import CryptoPrimitives
import Explanations
import TLSKeys

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
        tool(
          "", "hash.one-bit",
          ["differing": "\(differing)", "count": "\(digest.count * 8)"]),
        tool("nobody", isBroken(algorithm) ? "hash.nobody.broken" : "hash.nobody", .good),
        tool("anyone", "hash.anyone", .warning), .blank,
        .verbatim(
          "printf %s \(ShellCommand.quoted(text)) | openssl dgst -\(algorithm.rawValue.lowercased()) -r",
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
        tool("other", "hmac.other", ["key": key + "x", "value": other.hex]),
        tool("nobody", "hmac.nobody", .good), tool("anyone", "hmac.anyone", .warning), .blank,
        .verbatim(
          "printf %s \(ShellCommand.quoted(text)) | openssl mac -digest SHA256 -macopt hexkey:\(Array(key.utf8).hex) HMAC",
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
        tool("verify", fits ? "signature.fits" : "signature.misfits", fits ? .good : .bad),
        tool(
          "changed", other ? "signature.changed.fits" : "signature.changed.misfits",
          ["text": text + "."], other ? .bad : .good),
        tool("nobody", "signature.nobody", .good), tool("anyone", "signature.anyone", .warning),
      ], next: ["try rsa", "explain certificate_verify.signature"])
  }

  // MARK: Pieces

  static func heading(_ what: String, _ how: String) -> [Block] {
    [.line(Line("\(what)  ", .heading) + Line(how)), .rule]
  }

  /// What the catalogue says of a building block, behind a label.
  static func tool(_ label: String, _ name: String, _ style: Style = .plain) -> Block {
    tool(label, name, [:], style)
  }

  /// - Parameter values: what fills the places.
  static func tool(
    _ label: String, _ name: String, _ values: [String: String], _ style: Style = .plain
  ) -> Block {
    .labelled(label, Line(said(.tool, name, values), style))
  }

  /// Whether somebody has made two texts with one fingerprint.
  private static func isBroken(_ algorithm: HashAlgorithm) -> Bool {
    algorithm == .md5 || algorithm == .sha1
  }

  /// The first word, for a command to type next.
  static func word(_ text: String) -> String {
    text.split(separator: " ").first.map { String($0.filter { $0.isLetter || $0.isNumber }) }
      .flatMap { $0.isEmpty ? nil : $0 } ?? "hello"
  }
}
