/// Arithmetic modulo small numbers, to follow with pencil and paper. Real keys are libcrypto's.
public enum SmallNumbers {
  /// The largest number that is taken: products of two fit into 64 bits.
  public static let limit: UInt64 = 1 << 31

  /// `base` to the power of `exponent`, modulo `modulus`.
  public static func power(_ base: UInt64, _ exponent: UInt64, modulo modulus: UInt64) -> UInt64 {
    guard modulus > 1 else { return 0 }
    var result: UInt64 = 1
    var base = base % modulus
    var exponent = exponent
    while exponent > 0 {
      if exponent & 1 == 1 { result = result * base % modulus }
      base = base * base % modulus
      exponent >>= 1
    }
    return result
  }

  /// The number that multiplied with `number` leaves 1, modulo `modulus`; nil if there is none.
  public static func inverse(of number: UInt64, modulo modulus: UInt64) -> UInt64? {
    var (old, new) = (Int64(modulus), Int64(number % max(1, modulus)))
    var (oldFactor, newFactor): (Int64, Int64) = (0, 1)
    while new != 0 {
      let quotient = old / new
      (old, new) = (new, old - quotient * new)
      (oldFactor, newFactor) = (newFactor, oldFactor - quotient * newFactor)
    }
    guard old == 1 else { return nil }
    return UInt64(oldFactor < 0 ? oldFactor + Int64(modulus) : oldFactor)
  }

  /// Whether nothing but 1 and itself divides a number.
  public static func isPrime(_ number: UInt64) -> Bool {
    guard number > 1 else { return false }
    var divisor: UInt64 = 2
    while divisor * divisor <= number {
      if number % divisor == 0 { return false }
      divisor += 1
    }
    return true
  }
}

/// Diffie-Hellman with numbers that one can check by hand.
public struct SmallDiffieHellman: Hashable, Sendable {
  public var prime: UInt64
  public var generator: UInt64
  public var clientPrivate: UInt64
  public var serverPrivate: UInt64

  /// Why numbers do not serve.
  public enum Refusal: Error, Hashable, Sendable {
    case notPrime(UInt64)
    /// Of this number, named so, one from 1 up to below the prime is wanted.
    case outOfRange(String, UInt64)
    case tooLarge(UInt64)
  }

  public init(
    prime: UInt64, generator: UInt64, clientPrivate: UInt64, serverPrivate: UInt64
  ) throws(Refusal) {
    for number in [prime, generator, clientPrivate, serverPrivate]
    where number > SmallNumbers.limit { throw .tooLarge(number) }
    guard SmallNumbers.isPrime(prime) else { throw .notPrime(prime) }
    for (name, number) in [("g", generator), ("a", clientPrivate), ("b", serverPrivate)]
    where !(1..<prime).contains(number) { throw .outOfRange(name, number) }
    self.prime = prime
    self.generator = generator
    self.clientPrivate = clientPrivate
    self.serverPrivate = serverPrivate
  }

  public var clientPublic: UInt64 { SmallNumbers.power(generator, clientPrivate, modulo: prime) }
  public var serverPublic: UInt64 { SmallNumbers.power(generator, serverPrivate, modulo: prime) }
  /// What both compute, the client from the server's public number.
  public var secret: UInt64 { SmallNumbers.power(serverPublic, clientPrivate, modulo: prime) }
  /// The same, as the server computes it.
  public var serversSecret: UInt64 {
    SmallNumbers.power(clientPublic, serverPrivate, modulo: prime)
  }

  /// What an eavesdropper finds who tries one private number after the other; it may be another one with
  /// the same public number.
  ///
  /// - Returns: the number and how many were tried; nil after a million.
  public var search: (found: UInt64, tries: UInt64)? {
    var power: UInt64 = 1
    for candidate in 1...min(prime, 1_000_000) {
      power = power * generator % prime
      if power == clientPublic { return (candidate, candidate) }
    }
    return nil
  }
}

/// RSA with numbers that one can check by hand.
public struct SmallRSA: Hashable, Sendable {
  public var p: UInt64
  public var q: UInt64
  public var e: UInt64
  /// The private exponent.
  public var d: UInt64

  /// Why numbers do not serve.
  public enum Refusal: Error, Hashable, Sendable {
    case notPrime(UInt64)
    case samePrimes
    case tooLarge(UInt64)
    /// e has a divisor in common with (p-1)(q-1), so nothing undoes it.
    case noInverse(UInt64)
  }

  public init(p: UInt64, q: UInt64, e: UInt64) throws(Refusal) {
    for number in [p, q] where number > 30_000 { throw .tooLarge(number) }
    for number in [p, q] where !SmallNumbers.isPrime(number) { throw .notPrime(number) }
    guard p != q else { throw .samePrimes }
    guard e < SmallNumbers.limit else { throw .tooLarge(e) }
    guard e > 1, let d = SmallNumbers.inverse(of: e, modulo: (p - 1) * (q - 1)) else {
      throw .noInverse(e)
    }
    self.p = p
    self.q = q
    self.e = e
    self.d = d
  }

  public var n: UInt64 { p * q }

  /// What anyone can do: encrypt, or verify.
  public func publicOperation(_ number: UInt64) -> UInt64 {
    SmallNumbers.power(number, e, modulo: n)
  }

  /// What only the owner can do: decrypt, or sign.
  public func privateOperation(_ number: UInt64) -> UInt64 {
    SmallNumbers.power(number, d, modulo: n)
  }
}
