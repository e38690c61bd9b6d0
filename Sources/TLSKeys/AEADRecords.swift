import CryptoPrimitives
import TLSWire

// AES-GCM records (RFC 5288 §3): the nonce is four secret bytes from the key block and eight that
// are sent along. The sequence number serves as those eight, so that none ever comes twice.
extension RecordProtection {
  private var algorithm: AEADAlgorithm {
    get throws(Failure) {
      switch suite.cipher {
      case .aes128GCM: .aes128GCM
      case .aes256GCM: .aes256GCM
      case .aes128CBC, .aes256CBC: throw .badRecordMAC
      }
    }
  }

  func sealAEAD(_ plaintext: [UInt8], _ header: AdditionalData) throws(Failure) -> [UInt8] {
    let explicitNonce = bigEndian(sequenceNumber)
    let algorithm = try algorithm
    do throws(CryptoError) {
      return try explicitNonce
        + algorithm.seal(
          plaintext, key: keys.key, nonce: keys.fixedIV + explicitNonce,
          additionalData: header.bytes(length: plaintext.count))
    } catch {
      throw .crypto(error)
    }
  }

  func openAEAD(_ fragment: [UInt8], _ header: AdditionalData) throws(Failure) -> [UInt8] {
    let algorithm = try algorithm
    let overhead = suite.cipher.recordIVLength + algorithm.tagLength
    guard fragment.count >= overhead else { throw .badRecordMAC }
    let explicitNonce = Array(fragment.prefix(suite.cipher.recordIVLength))
    do throws(CryptoError) {
      return try algorithm.open(
        Array(fragment.dropFirst(explicitNonce.count)), key: keys.key,
        nonce: keys.fixedIV + explicitNonce,
        additionalData: header.bytes(length: fragment.count - overhead))
    } catch {
      throw .badRecordMAC
    }
  }
}
