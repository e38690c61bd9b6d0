import CryptoPrimitives
import TLSWire

// CBC records with HMAC: MAC, then encrypt (RFC 5246 §6.2.3.2), or encrypt, then MAC
// (RFC 7366). The checks end in one answer, but they do not take one time: this is a place to
// learn in, and a Lucky Thirteen attacker with a clock would learn something here.
extension RecordProtection {
  private var cipher: CBCAlgorithm {
    get throws(Failure) {
      switch suite.cipher {
      case .aes128CBC: .aes128CBC
      case .aes256CBC: .aes256CBC
      case .tripleDESCBC: .tripleDESCBC
      case .aes128GCM, .aes256GCM, .chacha20Poly1305: throw .badRecordMAC
      case .aes128CCM, .aes256CCM, .aes128CCM8, .aes256CCM8, .null: throw .badRecordMAC
      }
    }
  }

  func sealCBC(
    _ plaintext: [UInt8], _ header: AdditionalData, _ random: RandomStream
  ) throws(Failure) -> [UInt8] {
    let iv = chainedIV ?? random.bytes(suite.cipher.blockLength)
    let sent = chainedIV == nil ? iv : []
    if encryptThenMAC {
      let sealed = try sent + encrypt(pad(plaintext), iv)
      return try sealed + mac(sealed, header)
    }
    return try sent + encrypt(pad(plaintext + mac(plaintext, header)), iv)
  }

  /// In TLS 1.0 the last block of a record is the IV of the next one (RFC 2246 §6.2.3.2): whoever
  /// sees it knows the IV before the next plaintext is chosen, and that is what BEAST lives on.
  mutating func chain(_ fragment: [UInt8]) {
    guard chainedIV != nil else { return }
    let end = fragment.count - (encryptThenMAC ? suite.mac?.keyLength ?? 0 : 0)
    let block = suite.cipher.blockLength
    if end >= block { chainedIV = Array(fragment[end - block..<end]) }
  }

  func openCBC(_ fragment: [UInt8], _ header: AdditionalData) throws(Failure) -> [UInt8] {
    let block = suite.cipher.blockLength
    let tagLength = suite.mac?.keyLength ?? 0
    var body = fragment
    if encryptThenMAC {
      guard fragment.count >= tagLength else { throw .badRecordMAC }
      body = Array(fragment.dropLast(tagLength))
      let expected = try mac(body, header)
      guard constantTimeEqual(expected, Array(fragment.suffix(tagLength))) else {
        throw .badRecordMAC
      }
    }
    let ivLength = chainedIV == nil ? block : 0
    guard body.count >= ivLength + block, body.count.isMultiple(of: block) else {
      throw .badRecordMAC
    }
    let iv = chainedIV ?? Array(body.prefix(block))
    let content = try unpad(decrypt(Array(body.dropFirst(ivLength)), iv))
    if encryptThenMAC { return content }
    return try verifyMAC(content, header)
  }

  /// A record that is not encrypted: the content with its MAC behind it (RFC 5246 §6.2.3.1).
  func sealNull(_ plaintext: [UInt8], _ header: AdditionalData) throws(Failure) -> [UInt8] {
    try plaintext + mac(plaintext, header)
  }

  /// Takes the MAC off after comparing it.
  func verifyMAC(_ content: [UInt8], _ header: AdditionalData) throws(Failure) -> [UInt8] {
    let tagLength = suite.mac?.keyLength ?? 0
    guard content.count >= tagLength else { throw .badRecordMAC }
    let plaintext = Array(content.dropLast(tagLength))
    let expected = try mac(plaintext, header)
    guard constantTimeEqual(expected, Array(content.suffix(tagLength))) else {
      throw .badRecordMAC
    }
    return plaintext
  }

  /// Fills up to whole blocks; every byte of the padding gives its length (RFC 5246 §6.2.3.2).
  private func pad(_ content: [UInt8]) -> [UInt8] {
    let block = suite.cipher.blockLength
    let length = block - content.count % block
    return content + [UInt8](repeating: UInt8(length - 1), count: length)
  }

  private func unpad(_ padded: [UInt8]) throws(Failure) -> [UInt8] {
    guard let last = padded.last, padded.count > Int(last) else { throw .badRecordMAC }
    guard padded.suffix(Int(last) + 1).allSatisfy({ $0 == last }) else { throw .badRecordMAC }
    return Array(padded.dropLast(Int(last) + 1))
  }

  private func mac(_ content: [UInt8], _ header: AdditionalData) throws(Failure) -> [UInt8] {
    guard let name = suite.mac?.rawValue, let hash = HashAlgorithm(rawValue: name) else {
      throw .badRecordMAC
    }
    do throws(CryptoError) {
      return try hash.hmac(header.bytes(length: content.count) + content, key: keys.macKey)
    } catch {
      throw .crypto(error)
    }
  }

  private func encrypt(_ plaintext: [UInt8], _ iv: [UInt8]) throws(Failure) -> [UInt8] {
    let cipher = try cipher
    do throws(CryptoError) {
      return try cipher.encrypt(plaintext, key: keys.key, iv: iv)
    } catch {
      throw .crypto(error)
    }
  }

  private func decrypt(_ ciphertext: [UInt8], _ iv: [UInt8]) throws(Failure) -> [UInt8] {
    let cipher = try cipher
    do throws(CryptoError) {
      return try cipher.decrypt(ciphertext, key: keys.key, iv: iv)
    } catch {
      throw .badRecordMAC
    }
  }
}
