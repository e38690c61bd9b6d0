import Bytes
import COpenSSL

/// A private key in PEM that is encrypted as RFC 1421 has it (`DEK-Info`), by a cipher that libcrypto has
/// retired: its own reader asks the default providers alone.
struct EncryptedPEM {
  /// By its name in the file.
  let cipher: String
  private let iv: [UInt8]
  private let body: [UInt8]

  /// Bytes of the keys.
  private static let keyLengths = [
    "DES-CBC": 8, "DES-EDE-CBC": 16, "DES-EDE3-CBC": 24, "SEED-CBC": 16, "RC2-CBC": 16,
    "BF-CBC": 16,
    "CAST5-CBC": 16, "IDEA-CBC": 16,
  ]

  /// - Returns: nil for a block without that header.
  init?(_ block: String) {
    let lines = block.split(whereSeparator: \.isNewline)
    guard let header = lines.first(where: { $0.hasPrefix("DEK-Info:") }) else { return nil }
    let words = header.dropFirst(9).split(separator: ",")
    guard words.count == 2, let iv = [UInt8](hex: words[1]) else { return nil }
    cipher = words[0].split(separator: " ").joined().uppercased()
    self.iv = iv
    let text = lines.filter { !$0.contains(":") && !$0.hasPrefix("-----") }.joined()
    body = Self.decoded(text)
  }

  private static func decoded(_ text: String) -> [UInt8] {
    let padding = text.suffix(2).count { $0 == "=" }
    var bytes = [UInt8](repeating: 0, count: text.utf8.count)
    let count = EVP_DecodeBlock(&bytes, Array(text.utf8), Int32(text.utf8.count))
    return Array(bytes.prefix(max(0, Int(count) - padding)))
  }

  /// Whether its cipher is at hand.
  var isRead: Bool { Self.keyLengths[cipher] == nil ? true : OpeningKey.exists(cipher) }

  /// - Returns: nil where the passphrase does not open it.
  func key(_ passphrase: String) -> PrivateKey? {
    guard let length = Self.keyLengths[cipher], iv.count >= 8 else { return nil }
    // EVP_BytesToKey with MD5, once.
    var key: [UInt8] = []
    var last: [UInt8] = []
    while key.count < length {
      guard let next = try? HashAlgorithm.md5.digest(last + Array(passphrase.utf8) + iv.prefix(8))
      else { return nil }
      last = next
      key += next
    }
    guard let opener = try? OpeningKey(cipher, .cbc, key: Array(key.prefix(length))),
      let padded = try? opener.decrypt(blocks: body[...], iv: iv[...]), let count = padded.last,
      (1...16).contains(count), count <= padded.count
    else { return nil }
    return try? PrivateKey(der: Array(padded.dropLast(Int(count))))
  }
}
