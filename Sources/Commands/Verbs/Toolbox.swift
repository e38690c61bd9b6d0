import Bytes
import CryptoPrimitives
import Explanations
import Lab
import Screens

/// Which nonce an encryption takes.
enum TriedNonce: String, Choosable {
  case fresh, same

  var meaning: String { said(.choice, "nonce.\(rawValue)") }
}

/// What `try` does.
enum Toolbox {
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
      throw CommandError(refusal: "try.no-nonce", meant: "try encrypt hello")
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
      throw error.words
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
    guard message < key.n else {
      throw CommandError(
        refusal: "try.message", ["number": "\(message)", "limit": "\(key.n)"])
    }
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

extension SmallDiffieHellman.Refusal {
  fileprivate var words: CommandError {
    switch self {
    case .notPrime(let number):
      CommandError(refusal: "try.not-prime", ["number": "\(number)"], meant: "try dh p=23")
    case .outOfRange(let name, let number):
      CommandError(refusal: "try.out-of-range", ["name": name, "number": "\(number)"])
    case .tooLarge(let number):
      CommandError(refusal: "try.too-large", ["number": "\(number)"])
    }
  }
}

extension SmallRSA.Refusal {
  fileprivate var words: CommandError {
    switch self {
    case .notPrime(let number):
      CommandError(
        refusal: "try.not-prime", ["number": "\(number)"], meant: "try rsa p=61 q=53")
    case .samePrimes: CommandError(refusal: "try.same-primes")
    case .tooLarge(let number):
      CommandError(refusal: "try.too-large", ["number": "\(number)"])
    case .noInverse(let e):
      CommandError(refusal: "try.no-inverse", ["number": "\(e)"], meant: "try rsa e=17")
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
    throw CommandError(refusal: "libcrypto", ["reason": "\(error)"])
  }
}
