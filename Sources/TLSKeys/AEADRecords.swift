import CryptoPrimitives
import TLSWire

// AEAD records. With AES-GCM (RFC 5288 §3) and AES-CCM (RFC 6655 §3) the nonce is four secret bytes
// from the key block and eight that are sent along; the sequence number serves as those eight, so
// that none ever comes twice. With ChaCha20-Poly1305 nothing is sent along: the nonce is twelve
// secret bytes exclusive-or the sequence number (RFC 7905 §2).
extension RecordProtection {
  private var algorithm: AEADAlgorithm {
    get throws(Failure) {
      guard let algorithm = suite.cipher.aead else { throw .badRecordMAC }
      return algorithm
    }
  }

  /// The key with its schedule, made once.
  private mutating func aeadKey() throws(Failure) -> AEADKey {
    if let key = aead.content { return key }
    let algorithm = try algorithm
    do throws(CryptoError) {
      let key = try AEADKey(algorithm, key: keys.key)
      aead.content = key
      return key
    } catch {
      throw .crypto(error)
    }
  }

  /// The whole record, its header in front.
  mutating func sealAEAD(
    _ plaintext: ArraySlice<UInt8>, _ header: AdditionalData
  ) throws(Failure) -> [UInt8] {
    let explicitNonce =
      suite.cipher.recordIVLength(in: .tls12) == 0 ? [] : bigEndian(sequenceNumber)
    let key = try aeadKey()
    let length = explicitNonce.count + plaintext.count + key.algorithm.tagLength
    do throws(CryptoError) {
      return try key.seal(
        plaintext, nonce: nonce(explicitNonce),
        additionalData: header.bytes(length: plaintext.count),
        after: header.recordHeader(length: length) + explicitNonce)
    } catch {
      throw .crypto(error)
    }
  }

  mutating func openAEAD(
    _ fragment: ArraySlice<UInt8>, _ header: AdditionalData
  ) throws(Failure) -> [UInt8] {
    // Whatever is wrong with a key, the peer learns no more than of a wrong tag.
    guard let key = try? aeadKey() else { throw .badRecordMAC }
    let overhead = suite.cipher.recordIVLength(in: .tls12) + key.algorithm.tagLength
    guard fragment.count >= overhead else { throw .badRecordMAC }
    let explicitNonce = Array(fragment.prefix(suite.cipher.recordIVLength(in: .tls12)))
    do throws(CryptoError) {
      return try key.open(
        fragment.dropFirst(explicitNonce.count), nonce: nonce(explicitNonce),
        additionalData: header.bytes(length: fragment.count - overhead))
    } catch {
      throw .badRecordMAC
    }
  }

  private func nonce(_ explicit: [UInt8]) -> [UInt8] {
    explicit.isEmpty ? exclusiveOr(keys.fixedIV, sequenceNumber) : keys.fixedIV + explicit
  }
}

/// An IV with a sequence number, as wide as it, exclusive-or (RFC 7905 §2, RFC 8446 §5.3).
func exclusiveOr(_ iv: [UInt8], _ sequenceNumber: UInt64) -> [UInt8] {
  var nonce = iv
  for (place, byte) in bigEndian(sequenceNumber).reversed().enumerated() {
    guard place < nonce.count else { break }
    nonce[nonce.count - 1 - place] ^= byte
  }
  return nonce
}
