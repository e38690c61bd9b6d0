import Bytes
public import CryptoPrimitives
public import Lab

// Diffie-Hellman and RSA, with numbers for pencil and paper and with real ones.
extension Screens {
  /// Diffie-Hellman step by step, and what an eavesdropper has to do.
  public static func diffieHellman(_ small: SmallDiffieHellman) -> Page {
    let p = small.prime
    let g = small.generator
    var blocks = heading(
      "DIFFIE-HELLMAN", "with small numbers, modulo p = \(p), generator g = \(g)")
    blocks += [
      .labelled(
        "client",
        Line("a = \(small.clientPrivate)", .secret)
          + Line("  sends A = g^a mod p = \(small.clientPublic)")),
      .labelled(
        "server",
        Line("b = \(small.serverPrivate)", .secret)
          + Line("  sends B = g^b mod p = \(small.serverPublic)")),
      .labelled("client", Line("computes B^a mod p = \(small.secret)", .secret)),
      .labelled("server", Line("computes A^b mod p = \(small.serversSecret)", .secret)),
      .labelled("wire", Line("p, g, A = \(small.clientPublic), B = \(small.serverPublic)")),
    ]
    if let search = small.search {
      blocks.append(
        .labelled(
          "thief", Line("tries a = 1, 2, 3, ..: after \(search.tries) it has \(search.found)", .bad)
        ))
    } else {
      blocks.append(.labelled("thief", Line("gave up after a million tries", .good)))
    }
    blocks.append(
      .labelled(
        "nobody", Line("finds a with a prime of 2048 bits: that is all that is different", .good)))
    return Page(blocks, next: ["try dh a=3 b=10", "try dh x25519", "explain diffie-hellman"])
  }

  /// The same with the keys that TLS uses.
  public static func x25519(_ random: RandomStream) throws -> Page {
    let keys = try ["client", "server"].map { side in
      try KeyPair.make(group: .x25519, privateKey: random.substream(side).bytes(32))
    }
    let secrets = try [
      keys[0].sharedSecret(with: keys[1].publicKey), keys[1].sharedSecret(with: keys[0].publicKey),
    ]
    return Page(
      heading("DIFFIE-HELLMAN", "x25519") + [
        .labelled("client", Line("private ") + Line(keys[0].privateKey.hex, .secret)),
        .labelled("", Line("public  " + keys[0].publicKey.hex)),
        .labelled("server", Line("private ") + Line(keys[1].privateKey.hex, .secret)),
        .labelled("", Line("public  " + keys[1].publicKey.hex)),
        .labelled("client", Line("computes ") + Line(secrets[0].hex, .secret)),
        .labelled("server", Line("computes ") + Line(secrets[1].hex, .secret)),
        .labelled("wire", Line("both public keys")),
        .labelled(
          "nobody",
          Line("is known to find the secret from them; a large quantum computer would", .good)),
      ], next: ["try dh", "explain diffie-hellman"])
  }

  /// RSA step by step: encrypting and signing a number.
  public static func rsa(_ small: SmallRSA, number: UInt64) -> Page {
    let sealed = small.publicOperation(number)
    let signed = small.privateOperation(number)
    return Page(
      heading("RSA", "with small numbers: p = \(small.p), q = \(small.q)") + [
        .labelled("public", Line("n = p*q = \(small.n), e = \(small.e)")),
        .labelled(
          "SECRET", Line("d = \(small.d), because e*d leaves 1 modulo (p-1)(q-1)", .secret)),
        .labelled("encrypt", Line("\(number)^e mod n = \(sealed)")),
        .labelled(
          "decrypt", Line("\(sealed)^d mod n = \(small.privateOperation(sealed))", .secret)),
        .labelled("sign", Line("\(number)^d mod n = \(signed)", .secret)),
        .labelled("verify", Line("\(signed)^e mod n = \(small.publicOperation(signed))")),
        .labelled(
          "thief", Line("splits \(small.n) into \(small.p) and \(small.q), and has d too", .bad)),
        .labelled("nobody", Line("is known to split an n of 2048 bits", .good)),
        .labelled("never", Line("like this: without padding equal texts look equal", .warning)),
      ], next: ["try rsa real", "try rsa m=42", "explain rsa-key-exchange"])
  }

  /// RSA with a key as servers have it.
  public static func realRSA(_ text: String, _ random: RandomStream) throws -> Page {
    let key = try PrivateKey.makeRSA(bits: 2048, random: random.substream("key"))
    let sealed = try key.publicKey.encryptPKCS1(
      Array(text.utf8), random: random.substream("padding"))
    let again = try key.publicKey.encryptPKCS1(
      Array(text.utf8), random: random.substream("other padding"))
    let opened = try key.decryptRaw(sealed)
    return Page(
      heading("RSA", "2048 bits, padding of PKCS #1") + [
        .labelled("in", Line(text)),
        .labelled(
          "out", Line(ByteText.brief(sealed, limit: 16) + "  \(ByteText.count(sealed.count))")),
        .labelled("again", Line(ByteText.brief(again, limit: 16) + "  the padding is random")),
        .labelled("opened", Line(ByteText.brief(opened, limit: 8) + "  padding, then the text:")),
        .labelled("", Line(String(decoding: opened.suffix(text.utf8.count), as: UTF8.self))),
        .labelled("nobody", Line("without the private key opens it", .good)),
        .labelled(
          "thief", Line("with the key opens everything that was ever encrypted to it", .bad)),
      ], next: ["try rsa", "explain forward-secrecy"])
  }
}
