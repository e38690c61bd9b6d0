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
        .rest("TEXT", .text), meaning: "a fingerprint by that algorithm"
      ) { interpreter, arguments throws(CommandError) in
        let algorithm = HashAlgorithm(rawValue: arguments.one("ALGORITHM").uppercased())
        return try attempt { try Screens.hash(arguments.text("TEXT"), algorithm ?? .sha256) }
      },
      Form(.word("hash"), .rest("TEXT", .text), meaning: "a fingerprint, SHA-256") {
        interpreter, arguments throws(CommandError) in
        try attempt { try Screens.hash(arguments.text("TEXT"), .sha256) }
      },
      Form(
        .word("hmac"), .one("KEY", .text), .rest("TEXT", .text), meaning: "a fingerprint with a key"
      ) { interpreter, arguments throws(CommandError) in
        try attempt { try Screens.hmac(arguments.text("TEXT"), key: arguments.one("KEY")) }
      },
      Form(.word("encrypt"), .rest("TEXT", .text), meaning: "encryption and integrity in one") {
        interpreter, arguments throws(CommandError) in
        let random = randomness(interpreter)
        return try attempt { try Screens.encryption(arguments.text("TEXT"), random) }
      },
      Form(.word("sign"), .rest("TEXT", .text), meaning: "a signature and its verification") {
        interpreter, arguments throws(CommandError) in
        let random = randomness(interpreter)
        return try attempt { try Screens.signature(arguments.text("TEXT"), random) }
      },
      Form(.word("dh"), .word("x25519"), meaning: "Diffie-Hellman with real keys") {
        interpreter, _ throws(CommandError) in
        let random = randomness(interpreter)
        return try attempt { try Screens.x25519(random) }
      },
      Form(
        .word("dh"),
        .pairs(.named([("p", .number), ("g", .number), ("a", .number), ("b", .number)])),
        meaning: "Diffie-Hellman with numbers for pencil and paper", run: Toolbox.diffieHellman),
      Form(.word("rsa"), .word("real"), .optional("TEXT", .text), meaning: "RSA with 2048 bits") {
        interpreter, arguments throws(CommandError) in
        let random = randomness(interpreter)
        return try attempt { try Screens.realRSA(arguments["TEXT"] ?? "hello", random) }
      },
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
  @Sendable static func diffieHellman(
    _ interpreter: inout Interpreter, _ arguments: Arguments
  ) throws(CommandError) -> Page {
    do throws(SmallDiffieHellman.Refusal) {
      return Screens.diffieHellman(
        try SmallDiffieHellman(
          prime: number(arguments, "p", 23), generator: number(arguments, "g", 5),
          clientPrivate: number(arguments, "a", 6), serverPrivate: number(arguments, "b", 15)))
    } catch {
      switch error {
      case .notPrime(let number):
        throw CommandError("\(number) is no prime", meant: "try dh p=23")
      case .outOfRange(let name, let number):
        throw CommandError("\(name) = \(number) must be from 1 up to below p")
      case .tooLarge(let number): throw CommandError("\(number) is too large to follow by hand")
      }
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
    return Screens.rsa(key, number: message)
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

/// Randomness of its own, which no session uses: the same world gives the same numbers.
private func randomness(_ interpreter: Interpreter) -> RandomStream {
  interpreter.lab.world.random.substream("try")
}

private func attempt(_ body: () throws -> Page) throws(CommandError) -> Page {
  do {
    return try body()
  } catch {
    throw CommandError("libcrypto refused: \(error)")
  }
}
