import CryptoPrimitives
import Lab
import Screens

let tryCommands: [Command] = [
  Command(
    "try", .look, "the building blocks by themselves, with small numbers or real ones",
    forms: [
      Form(
        words: "hash", .one(.choice("ALGORITHM")), .text("TEXT"),
        meaning: "a fingerprint by that algorithm", run: Toolbox.hash),
      Form(
        words: "hash", .text("TEXT"), meaning: "a fingerprint, SHA-256",
        run: Toolbox.sha256),
      Form(
        words: "hmac", .one(.any("KEY")), .text("TEXT"),
        meaning: "a fingerprint with a key", run: Toolbox.hmac),
      Form(
        words: "encrypt", .named("nonce", .choice("NONCE")), .text("TEXT"),
        meaning: "encryption and integrity in one", run: Toolbox.encrypt),
      Form(
        words: "sign", .text("TEXT"), meaning: "a signature and its verification",
        run: Toolbox.sign),
      Form(
        words: "dh x25519", meaning: "Diffie-Hellman with real keys", run: Toolbox.x25519),
      Form(
        words: "dh", .small("p", 23, "the prime"), .small("g", 5, "the generator"),
        .small("a", 6, "the client's private number"),
        .small("b", 15, "the server's private number"),
        meaning: "Diffie-Hellman with numbers for pencil and paper", run: Toolbox.diffieHellman),
      Form(
        words: "rsa real", .optional(.any("TEXT")), meaning: "RSA with 2048 bits",
        run: Toolbox.realRSA),
      Form(
        words: "rsa", .small("m", 65, "the message"), .small("p", 61, "a prime"),
        .small("q", 53, "another prime"), .small("e", 17, "the public exponent"),
        meaning: "RSA with numbers for pencil and paper", run: Toolbox.rsa),
    ],
    examples: [
      .init("try hash hello", "what one bit does"), .init("try dh a=6 b=15", "Diffie-Hellman"),
      .init("try rsa m=65", "RSA with n = 3233"),
    ])
]

extension Parameter where Value == UInt64 {
  /// A number for pencil and paper, and the one that is taken where none is typed.
  fileprivate static func small(_ key: String, _ other: Int, _ meaning: String) -> Parameter {
    Parameter(
      Parameter<Int?>.named(key, .number(key), meaning: "\(meaning); \(other) if none is named")
    ) { UInt64($0 ?? other) }
  }
}
