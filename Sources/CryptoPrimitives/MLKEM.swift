import Crypto
import Foundation

/// ML-KEM-768 (FIPS 203), from swift-crypto: libcrypto has it since 3.5 only.
enum MLKEM {
  static let seedLength = 64
  static let publicKeyLength = 1184
  static let ciphertextLength = 1088
  static let secretLength = 32

  /// The encapsulation key of a seed, d ‖ z.
  static func publicKey(seed: [UInt8]) throws(CryptoError) -> [UInt8] {
    try perform("make ML-KEM key") {
      guard #available(macOS 26, *) else { throw tooOld }
      let key = try MLKEM768.PrivateKey(seedRepresentation: seed, publicKey: nil)
      return Array(key.publicKey.rawRepresentation)
    }
  }

  /// A fresh secret for the owner of an encapsulation key.
  static func encapsulate(
    to publicKey: [UInt8]
  ) throws(CryptoError) -> (secret: [UInt8], ciphertext: [UInt8]) {
    try perform("ML-KEM encapsulate") {
      guard #available(macOS 26, *) else { throw tooOld }
      let result = try MLKEM768.PublicKey(rawRepresentation: publicKey).encapsulate()
      return (result.sharedSecret.withUnsafeBytes { Array($0) }, Array(result.encapsulated))
    }
  }

  /// The secret in a ciphertext.
  static func decapsulate(
    _ ciphertext: [UInt8], seed: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    try perform("ML-KEM decapsulate") {
      guard #available(macOS 26, *) else { throw tooOld }
      let key = try MLKEM768.PrivateKey(seedRepresentation: seed, publicKey: nil)
      return try key.decapsulate(ciphertext).withUnsafeBytes { Array($0) }
    }
  }

  /// On macOS swift-crypto hands on to the system's CryptoKit.
  private static var tooOld: CryptoError {
    CryptoError(operation: "ML-KEM", reason: "macOS 26 or later is needed", kind: .failed)
  }

  private static func perform<Result>(
    _ operation: String, _ body: () throws -> Result
  ) throws(CryptoError) -> Result {
    do {
      return try body()
    } catch let error as CryptoError {
      throw error
    } catch {
      throw CryptoError(operation: operation, reason: "swift-crypto: \(error)", kind: .badInput)
    }
  }
}
