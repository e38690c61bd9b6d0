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
  /// The same with lists of revoked certificates and no certificate.
  case pkcs7Lists = "pkcs7-lists"
  /// The same with neither.
  case pkcs7Empty = "pkcs7-empty"
  /// A frame around something encrypted.
  case pkcs7Encrypted = "pkcs7-encrypted"
  /// Certificates in a frame behind a line that says CERTIFICATE.
  case pkcs7AsCertificate = "pkcs7-as-certificate"
  /// Certificates in a frame, behind a line that says CMS.
  case cms
  /// A certificate behind a line that says something else.
  case wrongLabel = "wrong-label"
  /// Certificates, mostly with a key, and mostly locked with a password.
  case pkcs12
  /// The same, locked in a way that OpenSSL opens only when asked to.
  case pkcs12Legacy = "pkcs12-legacy"
  /// A keystore of Java.
  case keystore
  case ocspRequest = "ocsp-request"
  case ocspResponse = "ocsp-response"
  /// What somebody may do, without a key (RFC 5755).
  case attributeCertificate = "attribute-certificate"
  /// Certificates that two authorities issued for each other (RFC 4523 §2.3).
  case certificatePair = "certificate-pair"
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
  /// Base64 of a whole text in PEM.
  case encodedPEM = "encoded-pem"
  /// The same inside other text.
  case embeddedPEM = "embedded-pem"
  /// Text in which a line break is written as `\n`.
  case escapedLines = "escaped-lines"
  /// PEM between marks of HTML.
  case markup
  /// PEM with a mark in front of each line.
  case quoted
  /// PEM with other signs than five hyphens around BEGIN and END.
  case otherDashes = "other-dashes"
  /// Bytes written as digits, with places in front and letters behind.
  case hexDump = "hex-dump"
  /// Bytes written as digits.
  case hexDigits = "hex-digits"
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
    case "PKCS7", "PKCS #7 SIGNED DATA": self = .pkcs7
    case "CMS": self = .cms
    case "PKCS12": self = .pkcs12
    case "PUBLIC KEY", "RSA PUBLIC KEY": self = .publicKey
    case "SSL SESSION PARAMETERS": self = .session
    case "OCSP RESPONSE": self = .ocspResponse
    case "OCSP REQUEST": self = .ocspRequest
    case "ATTRIBUTE CERTIFICATE": self = .attributeCertificate
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
    let isText =
      !bytes.contains { $0 < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].contains($0) }
      && String(validating: bytes, as: UTF8.self) != nil
    if bytes.allSatisfy({ [0x20, 0x09, 0x0a, 0x0d].contains($0) }) {
      self = .empty
    } else if Self.isWide(bytes) {
      self = .utf16
    } else if isText, let kind = Self.ofText(beginning, bytes) {
      self = kind
    } else if bytes[0] == 0x30, !isText {
      self = Self.ofDER(bytes)
    } else if [[0xfe, 0xed, 0xfe, 0xed], [0xce, 0xce, 0xce, 0xce]].contains(Array(bytes.prefix(4)))
    {
      self = .keystore
    } else if bytes.starts(with: [0x1f, 0x8b]) || bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) {
      self = .archive
    } else {
      self = isText ? .text : .bytes
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

  // MARK: DER

  /// What a SEQUENCE is, by the types of its first elements.
  private static func ofDER(_ bytes: [UInt8]) -> FileKind {
    guard DERFile.elementOfBER(bytes[...]) != nil else { return .cutOff }
    let parts = elements(of: bytes[...])
    guard let first = parts.first else { return .otherDER }
    let types = parts.map(\.tag)
    switch types.prefix(3) {
    // RFC 5652 §3: a type, and the content in [0].
    case [0x06, 0xa0]: return ofFrame(bytes)
    // RFC 7292 §4: version 3, and the content, which has a type.
    case [0x02, 0x30], [0x02, 0x30, 0x30]:
      return first.content.elementsEqual([3]) ? ofPKCS12(bytes) : .privateKey
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
    // RFC 6960 §4.1.1: what is asked, and perhaps a signature.
    case [0x30], [0x30, 0xa0]: return isQuestion(first.content) ? .ocspRequest : .otherDER
    case [0xa0, 0xa1], [0xa0], [0xa1]:
      return parts.allSatisfy(isCertificate) ? .certificatePair : .otherDER
    default: return .otherDER
    }
  }

  /// A list of questions, in front of which a version and a name may stand; each begins with a hash algorithm,
  /// two hashes and a serial number (RFC 6960 §4.1.1).
  private static func isQuestion(_ content: ArraySlice<UInt8>) -> Bool {
    guard let list = elementsInside(content).first(where: { $0.tag == 0x30 }),
      let request = elementsInside(list.content).first,
      let name = elementsInside(request.content).first
    else { return false }
    return elementsInside(name.content).map(\.tag) == [0x30, 0x04, 0x04, 0x02]
  }

  private static func isCertificate(_ element: Element) -> Bool {
    (try? Certificate(der: Array(element.content))) != nil
  }

  /// What is in a frame: the type of its content says (RFC 5652 §3).
  static func ofFrame(_ bytes: [UInt8]) -> FileKind {
    if let frame = CertificateFrame(bytes) {
      guard frame.certificates == 0 else { return .pkcs7 }
      return frame.lists.isEmpty ? .pkcs7Empty : .pkcs7Lists
    }
    guard let type = elements(of: bytes[...]).first, type.tag == 0x06 else { return .pkcs7 }
    let ofPKCS7: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07]
    let ofAuthenticated: [UInt8] = [
      0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17,
    ]
    // RFC 5083 §2.
    if type.content.elementsEqual(ofAuthenticated) { return .pkcs7Encrypted }
    guard type.content.dropLast().elementsEqual(ofPKCS7) else { return .otherDER }
    return switch type.content.last {
    // Signed, also with something encrypted (RFC 2315 §9, §11).
    case 2, 4: .pkcs7
    // For somebody's key, or under one that both have (RFC 5652 §6, §8).
    case 3, 6: .pkcs7Encrypted
    default: .pkcs7Empty
    }
  }

  /// RC2 and RC4 (RFC 7292 appendix C) are no longer among what OpenSSL opens unasked.
  private static func ofPKCS12(_ bytes: [UInt8]) -> FileKind {
    let start: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01]
    let isOld = bytes.indices.contains { place in
      bytes[place] == start[0] && place + start.count < bytes.count
        && bytes[place..<place + start.count].elementsEqual(start)
        && [1, 2, 5, 6].contains(bytes[place + start.count])
    }
    return isOld ? .pkcs12Legacy : .pkcs12
  }

  /// Something signed: a request begins with version 0 and a name (RFC 2986 §4.1), a list with an algorithm
  /// in front of a name and a time (RFC 5280 §5.1).
  private static func ofSigned(_ content: ArraySlice<UInt8>) -> FileKind {
    let parts = elementsInside(content)
    let types = parts.map(\.tag)
    if types.starts(with: [0x02, 0x30, 0x30, 0xa0]), parts[0].content.elementsEqual([0]) {
      return .request
    }
    // RFC 5755 §4.1: version 2 as the number 1, the holder, the issuer, an algorithm and a number.
    if [[0x02, 0x30, 0xa0, 0x30, 0x02], [0x02, 0x30, 0x30, 0x30, 0x02]].contains(types.prefix(5)) {
      return .attributeCertificate
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
    guard let outer = DERFile.elementOfBER(bytes) else { return [] }
    return elementsInside(outer.content)
  }

  private static func elementsInside(_ content: ArraySlice<UInt8>) -> [Element] {
    var found: [Element] = []
    var rest = content
    while found.count < 8, let next = DERFile.elementOfBER(rest) {
      found.append(Element(tag: rest[rest.startIndex], content: next.content))
      rest = rest[next.whole.endIndex...]
    }
    return found
  }
}
