import COpenSSL
import CryptoPrimitives

extension RevocationList {
  /// What one list says of a certificate, and what tells it from another list.
  struct Word {
    var content: RevocationStatus.Content
    /// Which certificates and reasons the list is for: one list takes the place of another with the same.
    var scope: [UInt8] = []
    /// When it was made, and its number: "a monotonically increasing sequence number" (RFC 5280 §5.2.3).
    var issued: Int64 = 0
    var number: [UInt8] = []
    /// For which reasons the certificate would stand on it.
    var reasons: RevocationReasons = []
    /// Of a list with changes: the number of the list from which on it has all of them (§5.2.4).
    var base: [UInt8]?
    /// Of the same, whether it takes the certificate's entry back (removeFromCRL).
    var takesBack = false
    /// Whether it says nothing of today but that somebody was revoked for good.
    var isOutOfDate = false

    /// Whether it is a later one.
    func isNewer(than other: Word) -> Bool {
      if issued != other.issued { return issued > other.issued }
      if number != other.number { return RevocationList.isLess(other.number, number) }
      // Two of one age that differ: the worse news counts.
      if case .revoked = content { return true }
      return false
    }
  }

  /// What the list says of a certificate (RFC 5280 §6.3.3).
  ///
  /// - Parameter keys: of whoever issued the certificate: whose list it must be.
  func word(on certificate: Certificate, by keys: RevocationListKeys, at time: Int64) -> Word {
    defer { ERR_clear_error() }
    guard let list = read() else { return Word(content: .unusable(.malformed)) }
    defer { X509_CRL_free(list) }
    if X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_subject_name(keys.issuer.pointer)) != 0 {
      return Word(content: .unusable(.otherIssuer))
    }
    guard let scope = RevocationListScope(list) else { return Word(content: .unusable(.malformed)) }
    if let problem = unknownParts(list, scope) { return Word(content: .unusable(problem)) }
    guard let reasons = scope.reasons(for: certificate, by: keys.issuer) else {
      return Word(content: .unusable(.otherScope))
    }
    let problem = keys.problem(of: list) ?? Self.problem(of: list, at: time)
    if let problem, problem != .outOfDate { return Word(content: .unusable(problem)) }
    guard let from = seconds(of: X509_CRL_get0_lastUpdate(list)) else {
      return Word(content: .unusable(.malformed))
    }
    var word = Word(
      content: .good(from: from, to: seconds(of: X509_CRL_get0_nextUpdate(list))),
      scope: scope.encoded, issued: from, number: number(of: list, NID_crl_number) ?? [],
      reasons: reasons, base: number(of: list, NID_delta_crl), isOutOfDate: problem == .outOfDate)
    look(for: certificate, in: list, &word)
    return word
  }

  private func look(for certificate: Certificate, in list: OpaquePointer, _ word: inout Word) {
    var entry: OpaquePointer?
    let found = X509_CRL_get0_by_serial(
      list, &entry,
      UnsafeMutablePointer(mutating: X509_get0_serialNumber(certificate.pointer)))
    if found == 1, let entry {
      let since = seconds(of: X509_REVOKED_get0_revocationDate(entry)) ?? word.issued
      word.content = .revoked(since: since, reason: reason(of: entry))
    }
    // 2: the entry takes an earlier one back (removeFromCRL).
    word.takesBack = found == 2
    if word.isOutOfDate, !word.content.isFinal { word.content = .unusable(.outOfDate) }
  }

  /// What several lists say together: of those for the same certificates the newest counts, and "revoked" on
  /// one is enough. That a certificate stands on none says something only where they tell of all reasons.
  static func content(
    _ lists: [RevocationList], on certificate: Certificate, by keys: RevocationListKeys,
    at time: Int64
  ) -> RevocationStatus.Content {
    var problem = RevocationStatus.Problem.absent
    var newest: [Word] = []
    var changes: [Word] = []
    var old: RevocationStatus.Content?
    for list in lists {
      let word = list.word(on: certificate, by: keys, at: time)
      if case .unusable(let why) = word.content {
        if why.weight >= problem.weight { problem = why }
      } else if word.isOutOfDate {
        old = old ?? word.content
      } else if word.base != nil {
        changes.append(word)
      } else if let place = newest.firstIndex(where: { $0.scope == word.scope }) {
        if word.isNewer(than: newest[place]) { newest[place] = word }
      } else {
        newest.append(word)
      }
    }
    if !changes.isEmpty, newest.isEmpty { problem = .partialList }
    newest = newest.map { $0.changed(by: changes) }
    // Who is said to be revoked is, whatever the list is to which that is a change.
    for word in newest + changes.filter({ !$0.isTakenUp(in: newest) }) {
      if case .revoked = word.content { return word.content }
    }
    if let whole = newest.first(where: { $0.reasons == .all }) { return whole.content }
    let reasons = newest.reduce(RevocationReasons()) { $0.union($1.reasons) }
    guard let first = newest.first else { return old ?? .unusable(problem) }
    return reasons == .all ? first.content : .unusable(.someReasons)
  }

  /// libcrypto's form, for whoever frees it; nil for what is no list.
  func read() -> OpaquePointer? {
    der.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var cursor: UnsafePointer<UInt8>? = start
      guard let list = d2i_X509_CRL(nil, &cursor, buffer.count) else { return nil }
      guard let cursor, cursor - start == buffer.count else {
        X509_CRL_free(list)
        return nil
      }
      return list
    }
  }

  /// Gives back what ``read()`` handed out.
  static func free(_ list: OpaquePointer) { X509_CRL_free(list) }

  /// "If the CRL contains a critical extension that the application cannot process, then the application MUST
  /// NOT use that CRL" (§5.2), and the same of the entries, of whatever certificate they are (§5.3).
  private func unknownParts(
    _ list: OpaquePointer, _ scope: RevocationListScope
  ) -> RevocationStatus.Problem? {
    if scope.isIndirect { return .indirectList }
    var place: Int32 = -1
    while true {
      place = X509_CRL_get_ext_by_critical(list, 1, place)
      guard place >= 0 else { break }
      let kind = OBJ_obj2nid(X509_EXTENSION_get_object(X509_CRL_get_ext(list, place)))
      guard Self.knownParts.contains(kind) else { return .unknownExtension }
    }
    let entries = X509_CRL_get_REVOKED(list)
    for place in 0..<max(0, OPENSSL_sk_num(entries)) {
      guard let entry = OPENSSL_sk_value(entries, place) else { continue }
      if let problem = unknownPart(OpaquePointer(entry)) { return problem }
    }
    return nil
  }

  private static let knownParts = [
    NID_issuing_distribution_point, NID_authority_key_identifier, NID_delta_crl,
  ]

  private func unknownPart(_ entry: OpaquePointer) -> RevocationStatus.Problem? {
    if X509_REVOKED_get_ext_by_NID(entry, NID_certificate_issuer, -1) >= 0 { return .indirectList }
    var place: Int32 = -1
    while true {
      place = X509_REVOKED_get_ext_by_critical(entry, 1, place)
      guard place >= 0 else { return nil }
      let kind = OBJ_obj2nid(X509_EXTENSION_get_object(X509_REVOKED_get_ext(entry, place)))
      guard kind == NID_crl_reason else { return .unknownExtension }
    }
  }

  /// Whether it holds at a moment; nil: yes.
  private static func problem(
    of list: OpaquePointer, at time: Int64
  ) -> RevocationStatus.Problem? {
    guard let from = seconds(of: X509_CRL_get0_lastUpdate(list)) else { return .malformed }
    if time < from { return .notYetValid }
    guard let next = X509_CRL_get0_nextUpdate(list) else { return nil }
    guard let to = seconds(of: next) else { return .malformed }
    return to <= time ? .outOfDate : nil
  }

  private func reason(of entry: OpaquePointer) -> Reason? {
    guard let raw = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, nil, nil) else { return nil }
    let value = raw.assumingMemoryBound(to: ASN1_STRING.self)
    defer { ASN1_STRING_free(value) }
    return Reason(rawValue: Int(ASN1_ENUMERATED_get(value)))
  }

  /// A number that an extension of the list holds, big endian; nil where it has none.
  private func number(of list: OpaquePointer, _ kind: Int32) -> [UInt8]? {
    guard let raw = X509_CRL_get_ext_d2i(list, kind, nil, nil) else { return nil }
    let value = raw.assumingMemoryBound(to: ASN1_STRING.self)
    defer { ASN1_STRING_free(value) }
    return Array(bytes(of: value).drop { $0 == 0 })
  }

  /// Whether one number is less than another, both big endian and without zeros in front.
  static func isLess(_ one: [UInt8], _ two: [UInt8]) -> Bool {
    one.count == two.count ? one.lexicographicallyPrecedes(two) : one.count < two.count
  }
}

extension RevocationStatus.Problem {
  /// Of several lists that can't be used the one counts that came closest: how close this one came.
  fileprivate var weight: Int {
    switch self {
    case .absent: 0
    case .otherIssuer: 1
    case .otherScope: 2
    case .otherKey: 3
    default: 4
    }
  }
}
