import COpenSSL

/// What a file is that holds no certificates, as far as it shows.
public enum FileKind: String, Hashable, Sendable, CaseIterable {
  case empty
  /// Text in two bytes a letter.
  case utf16
  case webPage = "web-page"
  case privateKey = "private-key"
  case publicKey = "public-key"
  /// A request for a certificate (PKCS#10).
  case request
  /// A list of revoked certificates.
  case revocationList = "revocation-list"
  /// Certificates in a frame (PKCS#7, CMS).
  case pkcs7
  /// A key with its certificates, locked with a password.
  case pkcs12
  /// A keystore of Java.
  case keystore
  case ocspResponse = "ocsp-response"
  /// Keys of SSH or of PGP, which have no certificates of this kind.
  case otherKey = "other-key"
  /// Numbers of a group.
  case parameters
  /// A session of TLS that was saved.
  case session
  /// Several files in one, or one made small.
  case archive
  /// Base64 without the lines around it.
  case bareBase64 = "bare-base64"
  /// Text in which a line break is written as `\n`.
  case escapedLines = "escaped-lines"
  /// DER that is shorter than its beginning says.
  case cutOff = "cut-off"
  /// DER of something else.
  case otherDER = "other-der"
  /// PEM of something else.
  case otherPEM = "other-pem"
  case text
  case bytes

  /// - Parameter label: of a block of PEM (RFC 7468 §4).
  init(label: String) {
    switch label {
    case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST": self = .request
    case "X509 CRL": self = .revocationList
    case "PKCS7", "CMS", "PKCS #7 SIGNED DATA": self = .pkcs7
    case "PKCS12": self = .pkcs12
    case "PUBLIC KEY", "RSA PUBLIC KEY": self = .publicKey
    case "SSL SESSION PARAMETERS": self = .session
    case "OCSP RESPONSE": self = .ocspResponse
    default:
      if label.hasPrefix("OPENSSH") || label.hasPrefix("SSH2") || label.hasPrefix("PGP") {
        self = .otherKey
      } else if label.hasSuffix("PRIVATE KEY") {
        self = .privateKey
      } else {
        self = label.hasSuffix("PARAMETERS") ? .parameters : .otherPEM
      }
    }
  }

  /// - Parameter bytes: a file without certificates and without blocks of PEM.
  init(_ bytes: [UInt8]) {
    let beginning = String(decoding: bytes.prefix(4096), as: UTF8.self)
    let lower = beginning.lowercased()
    if bytes.allSatisfy({ [0x20, 0x09, 0x0a, 0x0d].contains($0) }) {
      self = .empty
    } else if Self.isWide(bytes) {
      self = .utf16
    } else if lower.contains("<html") || lower.contains("<!doctype") || lower.contains("<head") {
      self = .webPage
    } else if beginning.contains("-----BEGIN ") {
      self = .escapedLines
    } else if bytes[0] == 0x30 {
      self = Self.ofDER(bytes)
    } else if [[0xfe, 0xed, 0xfe, 0xed], [0xce, 0xce, 0xce, 0xce]].contains(Array(bytes.prefix(4)))
    {
      self = .keystore
    } else if bytes.starts(with: [0x1f, 0x8b]) || bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) {
      self = .archive
    } else if beginning.hasPrefix("ssh-") || beginning.hasPrefix("ecdsa-sha2-") {
      self = .otherKey
    } else if Self.isBareBase64(bytes) {
      self = .bareBase64
    } else {
      self = bytes.contains(0) || String(validating: bytes, as: UTF8.self) == nil ? .bytes : .text
    }
  }

  /// The mark of UTF-16, or every other byte a zero, as in text of the West.
  private static func isWide(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) { return true }
    let start = bytes.prefix(64)
    guard start.count >= 8 else { return false }
    let zeros = [0, 1].map { odd in start.indices.filter { $0 & 1 == odd && start[$0] == 0 }.count }
    let half = start.count / 2
    return zeros == [half, 0] || zeros == [0, half]
  }

  private static func isBareBase64(_ bytes: [UInt8]) -> Bool {
    let digits = bytes.filter { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
    guard digits.count >= 64, let content = base64Decoded(digits) else { return false }
    return content.first == 0x30
  }

  // MARK: DER

  /// What a SEQUENCE is, by the types of its first elements.
  private static func ofDER(_ bytes: [UInt8]) -> FileKind {
    guard DERFile.element(bytes[...]) != nil else { return .cutOff }
    let parts = elements(of: bytes[...])
    guard let first = parts.first else { return .otherDER }
    let types = parts.map(\.tag)
    switch types.prefix(3) {
    // RFC 5652 §3: a type, and the content in [0].
    case [0x06, 0xa0]: return .pkcs7
    // RFC 7292 §4: version 3, and the content, which has a type.
    case [0x02, 0x30], [0x02, 0x30, 0x30]:
      return first.content.elementsEqual([3]) ? .pkcs12 : .privateKey
    // RFC 5208 §5, RFC 8017 §A.1.2, RFC 5915 §3.
    case [0x02, 0x30, 0x04], [0x02, 0x04, 0xa0], [0x02, 0x04, 0xa1], [0x02, 0x04]:
      return .privateKey
    case [0x02, 0x02, 0x02]: return .privateKey
    case [0x02, 0x02]: return .publicKey
    // RFC 5208 §6: an algorithm and what it encrypted.
    case [0x30, 0x04]: return .privateKey
    case [0x30, 0x03]: return .publicKey
    case [0x0a, 0xa0], [0x0a]: return .ocspResponse
    case [0x30, 0x30, 0x03]: return ofSigned(first.content)
    default: return .otherDER
    }
  }

  /// Something signed: a request begins with version 0 and a name (RFC 2986 §4.1), a list with an algorithm
  /// in front of a name and a time (RFC 5280 §5.1).
  private static func ofSigned(_ content: ArraySlice<UInt8>) -> FileKind {
    let parts = elementsInside(content)
    let types = parts.map(\.tag)
    if types.starts(with: [0x02, 0x30, 0x30, 0xa0]), parts[0].content.elementsEqual([0]) {
      return .request
    }
    let rest = types.first == 0x02 ? types.dropFirst() : types[...]
    let isTime = rest.dropFirst(2).first.map { $0 == 0x17 || $0 == 0x18 } ?? false
    return rest.starts(with: [0x30, 0x30]) && isTime ? .revocationList : .otherDER
  }

  private struct Element {
    var tag: UInt8
    var content: ArraySlice<UInt8>
  }

  /// The elements inside the first element.
  private static func elements(of bytes: ArraySlice<UInt8>) -> [Element] {
    guard let outer = DERFile.element(bytes) else { return [] }
    return elementsInside(outer.content)
  }

  private static func elementsInside(_ content: ArraySlice<UInt8>) -> [Element] {
    var found: [Element] = []
    var rest = content
    while found.count < 8, let next = DERFile.element(rest) {
      found.append(Element(tag: rest[rest.startIndex], content: next.content))
      rest = rest[next.whole.endIndex...]
    }
    return found
  }
}
