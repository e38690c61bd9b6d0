import COpenSSL

/// One of the names of a subject (RFC 5280 §4.2.1.6).
public enum AlternativeName: Hashable, Sendable, Codable {
  case dns(String)
  /// An address of IPv4 or IPv6 in the usual form.
  case ip(String)
  case uri(String)
  case email(String)

  /// A host: an IP address, or else a DNS name.
  public init(_ host: String) {
    let address = a2i_IPADDRESS(host)
    ERR_clear_error()
    self = address == nil ? .dns(host) : .ip(host)
    ASN1_STRING_free(address)
  }

  /// The name as it is written.
  public var text: String {
    switch self {
    case .dns(let text), .ip(let text), .uri(let text), .email(let text): text
    }
  }

  /// libcrypto's form, for whoever takes it over.
  func libcryptoName() throws(X509Error) -> UnsafeMutablePointer<GENERAL_NAME> {
    guard !text.isEmpty, text.utf8.allSatisfy({ 0x21..<0x7f ~= $0 }) else {
      throw X509Error(operation: "make alternative names", reason: "not a name in ASCII")
    }
    guard let entry = GENERAL_NAME_new() else { throw .libcrypto("make alternative names") }
    guard let value = value else {
      GENERAL_NAME_free(entry)
      throw .libcrypto("make alternative names")
    }
    GENERAL_NAME_set0_value(entry, type, value)
    return entry
  }

  /// libcrypto's list, for whoever takes it over.
  static func libcryptoNames(_ names: [AlternativeName]) throws(X509Error) -> OpaquePointer {
    guard let list = OPENSSL_sk_new_null() else { throw .libcrypto("make alternative names") }
    do throws(X509Error) {
      for name in names {
        let entry = try name.libcryptoName()
        guard OPENSSL_sk_push(list, entry) > 0 else {
          GENERAL_NAME_free(entry)
          throw .libcrypto("make alternative names")
        }
      }
    } catch {
      GENERAL_NAMES_free(list)
      throw error
    }
    return list
  }

  /// What libcrypto read; nil for kinds of names that are not used here.
  init?(libcrypto entry: UnsafePointer<GENERAL_NAME>) {
    var type: Int32 = -1
    guard let raw = GENERAL_NAME_get0_value(entry, &type) else { return nil }
    guard [GEN_DNS, GEN_URI, GEN_EMAIL, GEN_IPADD].contains(type) else { return nil }
    let content = bytes(of: raw.assumingMemoryBound(to: ASN1_STRING.self))
    let text = String(decoding: content, as: UTF8.self)
    switch type {
    case GEN_DNS: self = .dns(text)
    case GEN_URI: self = .uri(text)
    case GEN_EMAIL: self = .email(text)
    default:
      guard let address = Self.address(content) else { return nil }
      self = .ip(address)
    }
  }

  /// Four bytes as RFC 791 has them, sixteen in groups of four digits.
  static func address(_ bytes: [UInt8]) -> String? {
    switch bytes.count {
    case 4: bytes.map { String($0) }.joined(separator: ".")
    case 16:
      stride(from: 0, to: 16, by: 2).map {
        String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
      }.joined(separator: ":")
    default: nil
    }
  }

  private var type: Int32 {
    switch self {
    case .dns: GEN_DNS
    case .ip: GEN_IPADD
    case .uri: GEN_URI
    case .email: GEN_EMAIL
    }
  }

  private var value: UnsafeMutablePointer<ASN1_STRING>? {
    if case .ip(let text) = self { return a2i_IPADDRESS(text) }
    let bytes = Array(text.utf8)
    guard let count = Int32(exactly: bytes.count),
      let string = ASN1_STRING_type_new(V_ASN1_IA5STRING)
    else { return nil }
    guard ASN1_STRING_set(string, bytes, count) == 1 else {
      ASN1_STRING_free(string)
      return nil
    }
    return string
  }
}

extension Certificate {
  /// The subject's alternative names of these kinds, in their order; of other kinds none (RFC 5280 §4.2.1.6).
  public var subjectNames: [AlternativeName] {
    guard let raw = X509_get_ext_d2i(pointer, NID_subject_alt_name, nil, nil) else { return [] }
    let names = OpaquePointer(raw)
    defer { GENERAL_NAMES_free(names) }
    return (0..<max(0, OPENSSL_sk_num(names))).compactMap { index in
      OPENSSL_sk_value(names, index).flatMap {
        AlternativeName(libcrypto: $0.assumingMemoryBound(to: GENERAL_NAME.self))
      }
    }
  }
}

extension AlternativeName {
  /// An address with as many bytes of mask behind it: `192.0.2.0/24`, or the mask itself where it is none of
  /// leading bits.
  static func range(_ bytes: [UInt8]) -> String? {
    let half = bytes.count / 2
    guard bytes.count == 8 || bytes.count == 32, let address = address(Array(bytes.prefix(half))),
      let mask = Self.address(Array(bytes.suffix(half)))
    else { return nil }
    let bits = bytes.suffix(half).flatMap { byte in (0..<8).map { byte & 0x80 >> $0 != 0 } }
    let leading = bits.prefix { $0 }.count
    return "\(address)/" + (bits.dropFirst(leading).contains(true) ? mask : "\(leading)")
  }
}
