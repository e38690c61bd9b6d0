import Bytes
public import CryptoPrimitives
import Explanations
public import Lab

// Diffie-Hellman and RSA, with numbers for pencil and paper and with real ones.
extension Screens {
  /// Diffie-Hellman step by step, and what an eavesdropper has to do.
  public static func diffieHellman(_ small: SmallDiffieHellman) -> Page {
    func value(_ value: UInt64) -> [String: String] { ["value": "\(value)"] }
    let (client, server) = (small.clientPublic, small.serverPublic)
    let group = ["p": "\(small.prime)", "g": "\(small.generator)"]
    var blocks = heading("DIFFIE-HELLMAN", said(.tool, "dh.title", group))
    blocks += [
      .labelled(
        "client",
        Line("a = \(small.clientPrivate)", .secret)
          + Line("  " + said(.tool, "dh.client.sends", value(client)))),
      .labelled(
        "server",
        Line("b = \(small.serverPrivate)", .secret)
          + Line("  " + said(.tool, "dh.server.sends", value(server)))),
      tool("client", "dh.client.computes", value(small.secret), .secret),
      tool("server", "dh.server.computes", value(small.serversSecret), .secret),
      tool("wire", "dh.wire", ["client": "\(client)", "server": "\(server)"]),
    ]
    if let search = small.search {
      let found = ["tries": "\(search.tries)", "found": "\(search.found)"]
      blocks.append(tool("thief", "dh.thief", found, .bad))
    } else {
      blocks.append(tool("thief", "dh.thief.gave-up", .good))
    }
    blocks.append(tool("nobody", "dh.nobody", .good))
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
        tool("wire", "x25519.wire"), tool("nobody", "x25519.nobody", .good),
      ], next: ["try dh", "explain diffie-hellman"])
  }

  /// RSA step by step: encrypting and signing a number.
  public static func rsa(_ small: SmallRSA, number: UInt64) -> Page {
    let sealed = small.publicOperation(number)
    let signed = small.privateOperation(number)
    let values = [
      "p": "\(small.p)", "q": "\(small.q)", "n": "\(small.n)", "e": "\(small.e)", "d": "\(small.d)",
    ]
    return Page(
      heading("RSA", said(.tool, "rsa.title", values)) + [
        tool("public", "rsa.public", values), tool("SECRET", "rsa.secret", values, .secret),
        .labelled("encrypt", Line("\(number)^e mod n = \(sealed)")),
        .labelled(
          "decrypt", Line("\(sealed)^d mod n = \(small.privateOperation(sealed))", .secret)),
        .labelled("sign", Line("\(number)^d mod n = \(signed)", .secret)),
        .labelled("verify", Line("\(signed)^e mod n = \(small.publicOperation(signed))")),
        tool("thief", "rsa.thief", values, .bad), tool("nobody", "rsa.nobody", .good),
        tool("never", "rsa.never", .warning),
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
      heading("RSA", said(.tool, "rsa.real.title")) + [
        .labelled("in", Line(text)),
        .labelled(
          "out", Line(ByteText.brief(sealed, limit: 16) + "  \(ByteText.count(sealed.count))")),
        .labelled(
          "again", Line("\(ByteText.brief(again, limit: 16))  \(said(.tool, "rsa.real.again"))")),
        .labelled(
          "opened", Line("\(ByteText.brief(opened, limit: 8))  \(said(.tool, "rsa.real.opened"))")),
        .labelled("", Line(String(decoding: opened.suffix(text.utf8.count), as: UTF8.self))),
        tool("nobody", "rsa.real.nobody", .good), tool("thief", "rsa.real.thief", .bad),
      ], next: ["try rsa", "explain forward-secrecy"])
  }
}
