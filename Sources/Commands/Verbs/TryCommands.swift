import Bytes
import CryptoPrimitives
import Lab
import Screens

let tryCommands: [Command] = [
  Command(
    "try", .look, "the building blocks by themselves, with small numbers or real ones",
    forms: [
      Form(
        .word("hash"),
        .one("ALGORITHM", .choice(HashAlgorithm.allCases.map { $0.rawValue.lowercased() })),
        .rest("TEXT", .text), meaning: "a fingerprint by that algorithm", run: Toolbox.hash),
      Form(
        .word("hash"), .rest("TEXT", .text), meaning: "a fingerprint, SHA-256", run: Toolbox.hash),
      Form(
        .word("hmac"), .one("KEY", .text), .rest("TEXT", .text),
        meaning: "a fingerprint with a key", run: Toolbox.hmac),
      Form(
        .word("encrypt"), .rest("TEXT", .text), meaning: "encryption and integrity in one",
        run: Toolbox.encrypt),
      Form(
        .word("sign"), .rest("TEXT", .text), meaning: "a signature and its verification",
        run: Toolbox.sign),
      Form(
        .word("dh"), .word("x25519"), meaning: "Diffie-Hellman with real keys", run: Toolbox.x25519),
      Form(
        .word("dh"),
        .pairs(.named([("p", .number), ("g", .number), ("a", .number), ("b", .number)])),
        meaning: "Diffie-Hellman with numbers for pencil and paper", run: Toolbox.diffieHellman),
      Form(
        .word("rsa"), .word("real"), .optional("TEXT", .text), meaning: "RSA with 2048 bits",
        run: Toolbox.realRSA),
      Form(
        .word("rsa"),
        .pairs(.named([("m", .number), ("p", .number), ("q", .number), ("e", .number)])),
        meaning: "RSA with numbers for pencil and paper", run: Toolbox.rsa),
    ],
    examples: [
      .init("try hash hello", "what one bit does"), .init("try dh a=6 b=15", "Diffie-Hellman"),
      .init("try rsa m=65", "RSA with n = 3233"),
    ])
]

private enum Toolbox {
  @Sendable static func hash(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let text = arguments.text("TEXT")
    let algorithm =
      HashAlgorithm(rawValue: (arguments["ALGORITHM"] ?? "sha256").uppercased()) ?? .sha256
    return try attempt(.hash, on: &interpreter) { _ in
      let value = try algorithm.digest(Array(text.utf8)).hex
      return (
        try Screens.hash(text, algorithm),
        ["algorithm": algorithm.rawValue, "text": text, "value": value]
      )
    }
  }

  @Sendable static func hmac(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let text = arguments.text("TEXT")
    let key = arguments.one("KEY")
    return try attempt(.hmac, on: &interpreter) { _ in
      let value = try HashAlgorithm.sha256.hmac(Array(text.utf8), key: Array(key.utf8)).hex
      return (try Screens.hmac(text, key: key), ["key": key, "text": text, "value": value])
    }
  }

  @Sendable static func encrypt(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let text = arguments.text("TEXT")
    return try attempt(.encrypt, on: &interpreter) {
      (try Screens.encryption(text, $0), ["text": text])
    }
  }

  @Sendable static func sign(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let text = arguments.text("TEXT")
    return try attempt(.sign, on: &interpreter) {
      (try Screens.signature(text, $0), ["text": text])
    }
  }

  @Sendable static func x25519(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    try attempt(.x25519, on: &interpreter) { (try Screens.x25519($0), [:]) }
  }

  @Sendable static func realRSA(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let text = arguments["TEXT"] ?? "hello"
    return try attempt(.realRSA, on: &interpreter) {
      (try Screens.realRSA(text, $0), ["text": text])
    }
  }

  @Sendable static func diffieHellman(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let small: SmallDiffieHellman
    do throws(SmallDiffieHellman.Refusal) {
      small = try SmallDiffieHellman(
        prime: number(arguments, "p", 23), generator: number(arguments, "g", 5),
        clientPrivate: number(arguments, "a", 6), serverPrivate: number(arguments, "b", 15))
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

  @Sendable static func rsa(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    let key: SmallRSA
    do throws(SmallRSA.Refusal) {
      key = try SmallRSA(
        p: number(arguments, "p", 61), q: number(arguments, "q", 53), e: number(arguments, "e", 17))
    } catch {
      throw error.words
    }
    let message = number(arguments, "m", 65)
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

  private static func number(_ arguments: Arguments, _ name: String, _ other: UInt64) -> UInt64 {
    arguments.pair(name).flatMap { UInt64($0) } ?? other
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
