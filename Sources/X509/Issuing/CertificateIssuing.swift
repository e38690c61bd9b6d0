import COpenSSL
public import CryptoPrimitives

extension CertificateAuthority {
  /// A certificate with every choice left to the caller, the wrong ones too: whether it will do is
  /// for those who verify it.
  ///
  /// - Throws: where the form has no room for a choice.
  public func issue(
    _ profile: CertificateProfile, publicKey: PublicKey, random: RandomStream
  ) throws(X509Error) -> Certificate {
    let draft = try CertificateDraft(profile, random)
    try draft.set(profile, publicKey)
    try draft.setIssuer(certificate)
    try draft.add(profile, issuer: certificate)
    try draft.add(NID_authority_key_identifier, "keyid:always", issuer: certificate)
    return try draft.sign(
      with: key, hash: profile.signatureHash, usesPSS: profile.usesPSS, random: random)
  }

  /// A root, or a certificate that signs itself whatever it is for.
  public static func makeRoot(
    _ profile: CertificateProfile, key: PrivateKey, random: RandomStream
  ) throws(X509Error) -> CertificateAuthority {
    let draft = try CertificateDraft(profile, random)
    try draft.set(profile, key.publicKey)
    try draft.setSelfIssued()
    try draft.add(profile, issuer: nil)
    let certificate = try draft.sign(
      with: key, hash: profile.signatureHash, usesPSS: profile.usesPSS, random: random)
    return CertificateAuthority(
      name: profile.subject ?? "", certificate: certificate, key: key)
  }

  /// An authority under this one.
  public func makeIntermediate(
    _ profile: CertificateProfile, key: PrivateKey, random: RandomStream
  ) throws(X509Error) -> CertificateAuthority {
    let certificate = try issue(profile, publicKey: key.publicKey, random: random)
    return CertificateAuthority(name: profile.subject ?? "", certificate: certificate, key: key)
  }

  /// This authority's word for another one: the same name and key under a signature of this one, so
  /// that who trusts this one may trust the other.
  public func crossSign(
    _ other: CertificateAuthority, validFrom: Int64, validTo: Int64, random: RandomStream
  ) throws(X509Error) -> Certificate {
    let profile = CertificateProfile.authority(
      other.name, validFrom: validFrom, validTo: validTo)
    return try issue(profile, publicKey: other.key.publicKey, random: random)
  }

  /// A certificate for whoever made the request, if it proves that they have the key
  /// (RFC 4211 §4 calls it proof of possession). Subject and names are the request's.
  public func issue(
    _ profile: CertificateProfile, for request: CertificationRequest, random: RandomStream
  ) throws(X509Error) -> Certificate {
    guard request.provesPossession else {
      throw X509Error(operation: "issue certificate", reason: "no proof that they have the key")
    }
    var profile = profile
    profile.subject = request.subjectCommonName
    profile.names = request.names
    return try issue(profile, publicKey: request.publicKey, random: random)
  }
}

extension CertificateDraft {
  /// A certificate with the serial number of a profile, or one drawn at random.
  init(_ profile: CertificateProfile, _ random: RandomStream) throws(X509Error) {
    let serial = profile.serial ?? Self.serial(random)
    // "Conforming CAs MUST NOT use serialNumber values longer than 20 octets" (RFC 5280 §4.1.2.2).
    guard (1...20).contains(serial.count) else {
      throw X509Error(operation: "make certificate", reason: "a serial number has 1 to 20 bytes")
    }
    try self.init(serial: serial)
  }

  /// Subject, dates and key.
  borrowing func set(_ profile: CertificateProfile, _ key: PublicKey) throws(X509Error) {
    try setDates(from: profile.validFrom, to: profile.validTo)
    if let subject = profile.subject { try setSubject(commonName: subject) }
    try setKey(key)
  }

  /// The extensions of a profile.
  borrowing func add(
    _ profile: CertificateProfile, issuer: Certificate?
  ) throws(X509Error) {
    switch profile.basicConstraints {
    case .leaf: try add(NID_basic_constraints, "critical,CA:FALSE", issuer: issuer)
    case .authority(let length):
      let words = length.map { ",pathlen:\($0)" } ?? ""
      try add(NID_basic_constraints, "critical,CA:TRUE" + words, issuer: issuer)
    case nil: break
    }
    if !profile.keyUsages.isEmpty {
      let words = profile.keyUsages.map(\.rawValue).joined(separator: ",")
      try add(NID_key_usage, "critical," + words, issuer: issuer)
    }
    if !profile.extendedKeyUsages.isEmpty {
      let words = profile.extendedKeyUsages.map(\.rawValue).joined(separator: ",")
      try add(NID_ext_key_usage, words, issuer: issuer)
    }
    if let constraints = profile.nameConstraints {
      try add(NID_name_constraints, try constraints.words, issuer: issuer)
    }
    try add(NID_subject_key_identifier, "hash", issuer: issuer)
    if !profile.names.isEmpty {
      try addAlternativeNames(profile.names, critical: profile.subject == nil)
    }
  }
}

extension CertificateProfile.NameConstraints {
  /// "This extension MUST be marked critical" and "MUST NOT be empty" (RFC 5280 §4.2.1.10).
  fileprivate var words: String {
    get throws(X509Error) {
      var parts = ["critical"]
      for (word, names) in [("permitted", permitted), ("excluded", excluded)] {
        for name in names { parts.append("\(word);\(try name.constraint)") }
      }
      guard parts.count > 1 else {
        throw X509Error(operation: "make name constraints", reason: "there is none")
      }
      return parts.joined(separator: ",")
    }
  }
}

extension AlternativeName {
  /// In the language of OpenSSL's configuration files, in which a comma would begin the next name.
  fileprivate var constraint: String {
    get throws(X509Error) {
      let isPlain = text.utf8.allSatisfy {
        0x21..<0x7f ~= $0 && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ";")
      }
      guard isPlain, !text.isEmpty else {
        throw X509Error(operation: "make name constraints", reason: "not a name in ASCII")
      }
      return switch self {
      case .dns(let text): "DNS:" + text
      case .ip(let text): "IP:" + text
      case .uri(let text): "URI:" + text
      case .email(let text): "email:" + text
      }
    }
  }
}
