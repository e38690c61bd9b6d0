import Bytes
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

/// Which nonce an encryption takes.
private enum TriedNonce: String, Choosable {
  case fresh, same

  var meaning: String {
    switch self {
    case .fresh: "one that no other text had"
    case .same: "that of the text before: what it costs"
    }
  }
}

private enum Toolbox {
  static func sha256(
    _ interpreter: inout Interpreter, _ text: String
  ) throws(CommandError) -> Page { try hash(&interpreter, .sha256, text) }

  static func hash(
    _ interpreter: inout Interpreter, _ algorithm: HashAlgorithm, _ text: String
  ) throws(CommandError) -> Page {
    try attempt(.hash, on: &interpreter) { _ in
      let value = try algorithm.digest(Array(text.utf8)).hex
      return (
        try Screens.hash(text, algorithm),
        ["algorithm": algorithm.rawValue, "text": text, "value": value]
      )
    }
  }

  static func hmac(
    _ interpreter: inout Interpreter, _ key: String, _ text: String
  ) throws(CommandError) -> Page {
    try attempt(.hmac, on: &interpreter) { _ in
      let value = try HashAlgorithm.sha256.hmac(Array(text.utf8), key: Array(key.utf8)).hex
      return (try Screens.hmac(text, key: key), ["key": key, "text": text, "value": value])
    }
  }

  static func encrypt(
    _ interpreter: inout Interpreter, _ nonce: TriedNonce?, _ text: String
  ) throws(CommandError) -> Page {
    let lab = interpreter.lab
    if nonce == .same, lab.trial(.encrypt)?.values["nonce"] == nil {
      throw CommandError("nothing was encrypted yet: there is no nonce", meant: "try encrypt hello")
    }
    return try attempt(.encrypt, on: &interpreter) { _ in
      if nonce == .same, let (now, before) = try lab.tryEncryptionWithSameNonce(of: text) {
        return (Screens.encryption(now, sameNonceAs: before), values(of: now, text))
      }
      let tried = try lab.tryEncryption(of: text)
      return (Screens.encryption(tried), values(of: tried, text))
    }
  }

  private static func values(of tried: TriedEncryption, _ text: String) -> [String: String] {
    [
      "text": text, "nonce": tried.nonce.hex, "ciphertext": tried.ciphertext.hex,
      "tag": tried.tag.hex,
    ]
  }

  static func sign(_ interpreter: inout Interpreter, _ text: String) throws(CommandError) -> Page {
    try attempt(.sign, on: &interpreter) {
      (try Screens.signature(text, $0), ["text": text])
    }
  }

  static func x25519(_ interpreter: inout Interpreter) throws(CommandError) -> Page {
    try attempt(.x25519, on: &interpreter) { (try Screens.x25519($0), [:]) }
  }

  static func realRSA(
    _ interpreter: inout Interpreter, _ text: String?
  ) throws(CommandError) -> Page {
    let text = text ?? "hello"
    return try attempt(.realRSA, on: &interpreter) {
      (try Screens.realRSA(text, $0), ["text": text])
    }
  }

  static func diffieHellman(
    _ interpreter: inout Interpreter, _ p: UInt64, _ g: UInt64, _ a: UInt64, _ b: UInt64
  ) throws(CommandError) -> Page {
    let small: SmallDiffieHellman
    do throws(SmallDiffieHellman.Refusal) {
      small = try SmallDiffieHellman(
        prime: p, generator: g, clientPrivate: a, serverPrivate: b)
    } catch {
      switch error {
      case .notPrime(let number):
        throw CommandError("\(number) is no prime", meant: "try dh p=23")
      case .outOfRange(let name, let number):
        throw CommandError("\(name) = \(number) must be from 1 up to below p")
      case .tooLarge(let number): throw CommandError("\(number) is too large to follow by hand")
      }
    }
    return try attempt(.diffieHellman, on: &interpreter) { _ in
      (
        Screens.diffieHellman(small),
        [
          "p": "\(small.prime)", "g": "\(small.generator)", "a": "\(small.clientPrivate)",
          "b": "\(small.serverPrivate)", "client_public": "\(small.clientPublic)",
          "server_public": "\(small.serverPublic)", "secret": "\(small.secret)",
        ]
      )
    }
  }

  static func rsa(
    _ interpreter: inout Interpreter, _ message: UInt64, _ p: UInt64, _ q: UInt64, _ e: UInt64
  ) throws(CommandError) -> Page {
    let key: SmallRSA
    do throws(SmallRSA.Refusal) {
      key = try SmallRSA(p: p, q: q, e: e)
    } catch {
      throw error.words
    }
    guard message < key.n else { throw CommandError("m = \(message) must be below n = \(key.n)") }
    return try attempt(.rsa, on: &interpreter) { _ in
      (
        Screens.rsa(key, number: message),
        [
          "n": "\(key.n)", "e": "\(key.e)", "d": "\(key.d)", "m": "\(message)",
          "ciphertext": "\(key.publicOperation(message))",
          "signature": "\(key.privateOperation(message))",
        ]
      )
    }
  }
}

extension Parameter where Value == UInt64 {
  /// A number for pencil and paper, and the one that is taken where none is typed.
  fileprivate static func small(_ key: String, _ other: Int, _ meaning: String) -> Parameter {
    Parameter(
      Parameter<Int?>.named(key, .number(key), meaning: "\(meaning); \(other) if none is named")
    ) { UInt64($0 ?? other) }
  }
}

extension SmallRSA.Refusal {
  fileprivate var words: CommandError {
    switch self {
    case .notPrime(let number): CommandError("\(number) is no prime", meant: "try rsa p=61 q=53")
    case .samePrimes: CommandError("p and q must be two different primes")
    case .tooLarge(let number): CommandError("\(number) is too large to follow by hand")
    case .noInverse(let e):
      CommandError(
        "nothing undoes e = \(e): it has a divisor in common with (p-1)(q-1)", meant: "try rsa e=17"
      )
    }
  }
}

/// Uses a tool and notes what it was used for.
///
/// - Parameter body: gets randomness of its own, which no session uses: the same world gives the
///   same numbers.
private func attempt(
  _ tool: Tool, on interpreter: inout Interpreter,
  _ body: (RandomStream) throws -> (page: Page, values: [String: String])
) throws(CommandError) -> Page {
  do {
    let result = try body(interpreter.lab.world.random.substream("try"))
    try interpreter.change { lab throws(LabError) in lab.note(tool, result.values) }
    return result.page
  } catch {
    throw CommandError("libcrypto refused: \(error)")
  }
}
