import COpenSSL

/// A name as it stands in a certificate, byte for byte: what a certificate says may be anything, a
/// NUL in the middle of a host's name too (RFC 5280 §4.2.1.6).
enum GeneralName: Hashable, Sendable {
  case dns([UInt8])
  case email([UInt8])
  case uri([UInt8])
  /// Four or sixteen bytes; twice as many in a name constraint, the mask behind the address.
  case ip([UInt8])
  /// A distinguished name in DER.
  case directory([UInt8])
  /// Another kind, by its number (`GEN_…`).
  case other(Int32)

  init?(_ entry: UnsafePointer<GENERAL_NAME>) {
    var type: Int32 = -1
    guard let raw = GENERAL_NAME_get0_value(entry, &type) else { return nil }
    func content() -> [UInt8] { bytes(of: raw.assumingMemoryBound(to: ASN1_STRING.self)) }
    switch type {
    case GEN_DNS: self = .dns(content())
    case GEN_EMAIL: self = .email(content())
    case GEN_URI: self = .uri(content())
    case GEN_IPADD: self = .ip(content())
    case GEN_DIRNAME: self = .directory(nameBytes(OpaquePointer(raw)))
    default: self = .other(type)
    }
  }

  /// The number of its kind (`GEN_…`).
  var kind: Int32 {
    switch self {
    case .dns: GEN_DNS
    case .email: GEN_EMAIL
    case .uri: GEN_URI
    case .ip: GEN_IPADD
    case .directory: GEN_DIRNAME
    case .other(let kind): kind
    }
  }
}

extension Certificate {
  /// The subject's alternative names (§4.2.1.6), as far as they can be read.
  var generalNames: [GeneralName] { generalNamesIfAny ?? [] }

  /// The same; nil: the extension is absent, can't be read, or stands there twice.
  var generalNamesIfAny: [GeneralName]? {
    alternatives { GeneralName($0) }
  }

  /// What is made of each alternative name; nil where the extension says nothing.
  private func alternatives<Made>(
    _ make: (UnsafePointer<GENERAL_NAME>) -> Made?
  ) -> [Made]? {
    guard let raw = X509_get_ext_d2i(pointer, NID_subject_alt_name, nil, nil) else { return nil }
    let names = OpaquePointer(raw)
    defer { GENERAL_NAMES_free(names) }
    return (0..<max(0, OPENSSL_sk_num(names))).compactMap { index in
      OPENSSL_sk_value(names, index).flatMap {
        make($0.assumingMemoryBound(to: GENERAL_NAME.self))
      }
    }
  }

  /// Mailboxes with letters beyond ASCII among the alternative names, the host of each in A-labels: name
  /// constraints count for them as for other addresses of e-mail (RFC 9598 §6).
  var unicodeMailboxes: [[UInt8]] { alternatives(unicodeMailbox) ?? [] }

  private func unicodeMailbox(in entry: UnsafePointer<GENERAL_NAME>) -> [UInt8]? {
    var kind: OpaquePointer?
    var value: UnsafeMutablePointer<ASN1_TYPE>?
    guard GENERAL_NAME_get0_otherName(entry, &kind, &value) == 1, let value,
      OBJ_obj2nid(kind) == NID_id_on_SmtpUTF8Mailbox, value.pointee.type == V_ASN1_UTF8STRING,
      let text = value.pointee.value.utf8string
    else { return nil }
    let mailbox = bytes(of: text)
    guard let sign = mailbox.lastIndex(of: UInt8(ascii: "@")) else { return mailbox }
    let host = String(decoding: mailbox[(sign + 1)...], as: UTF8.self)
    return Array(mailbox[...sign]) + Array((HostNameMatch.ascii(host) ?? host).utf8)
  }

  /// How many attributes its subject's name has.
  var subjectPartCount: Int {
    max(0, Int(X509_NAME_entry_count(X509_get_subject_name(pointer))))
  }

  /// Addresses of e-mail in the subject's name, where they stood before alternative names did;
  /// nil if one is not in ASCII.
  var subjectMailAddresses: [[UInt8]]? {
    let name = X509_get_subject_name(pointer)
    var addresses: [[UInt8]] = []
    var index: Int32 = -1
    while true {
      index = X509_NAME_get_index_by_NID(name, NID_pkcs9_emailAddress, index)
      guard index >= 0 else { return addresses }
      guard let value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)) else { continue }
      guard ASN1_STRING_type(value) == V_ASN1_IA5STRING else { return nil }
      addresses.append(bytes(of: value))
    }
  }

  /// Common names in the subject's name that could be a host's, as OpenSSL's verifier tells them: two labels
  /// or more of letters, digits, hyphens and underscores. Nil if one can't be read, or has a NUL inside.
  var subjectHostNames: [[UInt8]]? {
    let name = X509_get_subject_name(pointer)
    var hosts: [[UInt8]] = []
    var index: Int32 = -1
    while true {
      index = X509_NAME_get_index_by_NID(name, NID_commonName, index)
      guard index >= 0 else { return hosts }
      guard let value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)) else { continue }
      var encoded: UnsafeMutablePointer<UInt8>?
      let count = ASN1_STRING_to_UTF8(&encoded, value)
      guard count >= 0, let encoded else {
        ERR_clear_error()
        return nil
      }
      defer { CRYPTO_free(encoded, "", 0) }
      var text = Array(UnsafeBufferPointer(start: encoded, count: Int(count)))
      while text.last == 0 { text.removeLast() }
      guard !text.contains(0) else { return nil }
      if GeneralName.isHost(text) { hosts.append(text) }
    }
  }
}

extension GeneralName {
  fileprivate static func isHost(_ text: [UInt8]) -> Bool {
    let labels = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let hyphen = UInt8(ascii: "-")
    return labels.count > 1
      && labels.allSatisfy { label in
        guard let first = label.first, let last = label.last else { return false }
        return first != hyphen && last != hyphen
          && label.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
              UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), hyphen:
              true
            default: false
            }
          }
      }
  }
}
