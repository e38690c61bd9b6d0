import Bytes
import CryptoPrimitives

/// The session keys that a master key gives (RFC 3711 §4.3).
public struct SRTPKeyDerivation: Sendable, Hashable, Codable {
  /// What a key is for; the value is the label that goes into it (RFC 3711 §4.3.1, §4.3.2).
  public enum Purpose: UInt8, Sendable, Hashable, Codable, CaseIterable {
    case encryption = 0
    case authentication = 1
    case salt = 2
    case controlEncryption = 3
    case controlAuthentication = 4
    case controlSalt = 5

    /// In the RFC's words.
    public var label: String {
      switch self {
      case .encryption: "SRTP encryption key"
      case .authentication: "SRTP authentication key"
      case .salt: "SRTP salting key"
      case .controlEncryption: "SRTCP encryption key"
      case .controlAuthentication: "SRTCP authentication key"
      case .controlSalt: "SRTCP salting key"
      }
    }

    var isControl: Bool { rawValue >= 3 }
  }

  public let master: SRTPMasterKey

  public init(_ master: SRTPMasterKey) {
    self.master = master
  }

  /// How many bytes a key of that purpose has; 0 where the suite needs none.
  public func length(_ purpose: Purpose) -> Int {
    switch purpose {
    case .encryption, .controlEncryption: master.transform.keyLength
    case .authentication, .controlAuthentication: master.transform.authenticationKeyLength
    case .salt, .controlSalt: master.transform.saltLength
    }
  }

  /// `r`: how often the keys were derived before a packet of that index.
  public func round(of index: UInt64) -> UInt64 {
    master.derivationRate == 0 ? 0 : index / master.derivationRate
  }

  /// One session key.
  ///
  /// - Parameters:
  ///   - index: of the packet, 48 bits of SRTP and 31 of SRTCP.
  ///   - count: bytes of the key; nil: as the suite has them.
  public func derive(
    _ purpose: Purpose, index: UInt64 = 0, count: Int? = nil
  ) throws(MediaError) -> MediaDerivation {
    let count = count ?? length(purpose)
    let round = round(of: index)
    let keyIdentifier = [purpose.rawValue] + round.networkBytes.suffix(6)
    let counter = Self.counter(keyIdentifier, salt: master.salt)
    let cipher = master.transform.derivation
    let output: [UInt8]
    do throws(CryptoError) {
      output = try cipher.transform(
        [UInt8](repeating: 0, count: max(0, count)), key: master.key, counter: counter)
    } catch {
      throw .crypto(error)
    }
    let section: String =
      switch master.transform.method {
      case .aead: "RFC 7714 §11, RFC 3711 §4.3.3"
      case .counter(.aes256, _): "RFC 6188 §3.1"
      case .counter: purpose.isControl ? "RFC 3711 §4.3.2" : "RFC 3711 §4.3.1"
      }
    return MediaDerivation(
      purpose.label, formula: "\(cipher.rawValue)(k_master, ((label || r) XOR salt_master) * 2^16)",
      inputs: [
        .init("k_master", master.key), .init("salt_master", master.salt),
        .init("label", [purpose.rawValue]), .init("r", round.networkBytes.suffix(6)),
      ], output: output, section: section,
      command: Self.command(cipher, key: master.key, counter: counter, count: output.count))
  }

  /// x * 2^16, where x = key_id XOR master_salt; a salt of 96 bits is 112 bits with zeros behind it
  /// (RFC 7714 §11).
  private static func counter(_ keyIdentifier: [UInt8], salt: [UInt8]) -> [UInt8] {
    var counter = Array((salt + [UInt8](repeating: 0, count: 16)).prefix(16))
    counter[14] = 0
    counter[15] = 0
    for (place, byte) in keyIdentifier.enumerated() { counter[7 + place] ^= byte }
    return counter
  }

  /// The key stream, by the `openssl` program.
  static func command(_ cipher: CounterMode, key: [UInt8], counter: [UInt8], count: Int) -> String {
    """
    head -c \(count) /dev/zero | openssl enc -\(cipher.rawValue.lowercased()) \
    -K \(key.hex) -iv \(counter.hex) | xxd -p -c 64
    """
  }

  /// All keys for packets of SRTP, or of SRTCP, as derivations.
  public func deriveAll(
    control: Bool = false, index: UInt64 = 0
  ) throws(MediaError) -> [MediaDerivation] {
    var derivations: [MediaDerivation] = []
    for purpose in Purpose.allCases
    where purpose.isControl == control && length(purpose) > 0 {
      derivations.append(try derive(purpose, index: index))
    }
    return derivations
  }
}
