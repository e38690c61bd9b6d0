import CIDN
import COpenSSL

/// Whether a certificate speaks for the host that a client set out to reach (RFC 9525 §6): one
/// comparison for each of its alternative names. The subject's common name is not looked at (§2).
public struct HostNameMatch: Sendable, Hashable {
  /// The name or address that the client wants, as it was given.
  public var wanted: String
  public var comparisons: [Comparison]

  /// One of the certificate's names.
  public struct Comparison: Sendable, Hashable {
    /// As it can be shown: a byte that is no printable ASCII stands as `\xNN`.
    public var name: String
    /// Why it is not the one; nil: it is.
    public var mismatch: Mismatch?
  }

  /// Why a name is not the one that is wanted.
  public enum Mismatch: String, Sendable, Hashable {
    /// An address was wanted and this is a name, or the other way round, or neither.
    case otherKind = "other_kind"
    case otherName = "other_name"
    /// A wildcard stands for one label, whole, and the leftmost one (§6.3).
    case wildcardDoesNotReach = "wildcard_does_not_reach"
    /// A wildcard, and a label that has other characters than letters, digits and hyphens.
    case notALabel = "not_a_label"
    /// A wildcard within a label, or not in the leftmost, or with one label only behind it.
    case wildcardNotAllowed = "wildcard_not_allowed"
    /// Bytes that no host's name has.
    case notAName = "not_a_name"
  }

  public var matches: Bool { comparisons.contains { $0.mismatch == nil } }

  public init(_ certificate: Certificate, wanted: String) {
    self.wanted = wanted
    let address = addressBytes(wanted)
    let host = Array((Self.ascii(wanted) ?? "").utf8)
    comparisons = certificate.generalNames.map { entry in
      let mismatch: Mismatch? =
        switch (entry, address) {
        case (.ip(let bytes), let address?): bytes == address ? nil : .otherName
        case (.dns(let name), nil): mismatch(of: name, with: host)
        default: .otherKind
        }
      return Comparison(name: entry.shown, mismatch: mismatch)
    }
  }

  /// A host's name as certificates and DNS have it: labels with letters beyond ASCII are turned into their
  /// A-labels (RFC 9525 §6.3, RFC 5891 §4), `téléfon.test` into `xn--tlfon-bsab.test`.
  ///
  /// - Returns: nil for what can be nobody's name.
  public static func ascii(_ name: String) -> String? {
    guard name.utf8.contains(where: { $0 >= 0x80 }) else { return name }
    var output: UnsafeMutablePointer<CChar>?
    let flags = CInt(IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
    guard !name.utf8.contains(0), idn2_to_ascii_8z(name, &output, flags) == IDN2_OK.rawValue,
      let output
    else { return nil }
    defer { idn2_free(output) }
    return String(cString: output)
  }
}

/// Why the name in a certificate is not the host's.
private func mismatch(of name: [UInt8], with host: [UInt8]) -> HostNameMatch.Mismatch? {
  let dot = UInt8(ascii: ".")
  // What a client asks for has to be a name itself; a dot in front would stand for all below it.
  // A name in a certificate is in A-labels (RFC 5280 §7.2).
  guard let first = host.first, first != dot, !host.contains(0), !name.contains(0),
    !name.contains(where: { $0 >= 0x80 })
  else { return .notAName }
  guard name.contains(UInt8(ascii: "*")) else {
    return folded(name[...]) == folded(host[...]) ? nil : .otherName
  }
  guard isAllowedWildcard(name) else {
    return folded(name[...]) == folded(host[...]) ? nil : .wildcardNotAllowed
  }
  let suffix = name.dropFirst()
  guard host.count > suffix.count, folded(host.suffix(suffix.count)) == folded(suffix) else {
    // The same domain, at another depth, is worth its own word.
    let domain = folded(suffix.dropFirst())
    let isRelated = folded(host.suffix(domain.count)) == domain
    return isRelated ? .wildcardDoesNotReach : .otherName
  }
  let label = host.dropLast(suffix.count)
  if label.allSatisfy(isLetterDigitHyphen) || label == [UInt8(ascii: "*")] { return nil }
  return label.contains(UInt8(ascii: ".")) ? .wildcardDoesNotReach : .notALabel
}

/// `*.` and then at least two labels of letters, digits and hyphens.
private func isAllowedWildcard(_ name: [UInt8]) -> Bool {
  let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  return labels.count >= 3 && labels[0].elementsEqual([UInt8(ascii: "*")])
    && labels.dropFirst().allSatisfy { label in
      guard let first = label.first, let last = label.last else { return false }
      let hyphen = UInt8(ascii: "-")
      return first != hyphen && last != hyphen && label.allSatisfy(isLetterDigitHyphen)
    }
}

private func isLetterDigitHyphen(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
    true
  default: false
  }
}

private func folded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
  bytes.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
}

/// The bytes of an address of IPv4 or IPv6; nil if the text is none.
private func addressBytes(_ text: String) -> [UInt8]? {
  defer { ERR_clear_error() }
  guard let address = a2i_IPADDRESS(text) else { return nil }
  defer { ASN1_OCTET_STRING_free(address) }
  return bytes(of: address)
}

extension GeneralName {
  /// The name in printable ASCII.
  var shown: String {
    switch self {
    case .dns(let name), .email(let name), .uri(let name): Self.printable(name, blank: "\\x20")
    case .ip(let bytes): AlternativeName.address(bytes) ?? Self.printable(bytes)
    case .directory: "a directory name"
    case .other: "a name of another kind"
    }
  }

  /// - Parameter blank: what stands for a blank: no name of a host, of the web or of e-mail has one.
  static func printable(_ bytes: [UInt8], blank: String = " ") -> String {
    bytes.map { byte in
      if byte == 0x20 { return blank }
      if 0x20..<0x7f ~= byte { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16)
      return "\\x" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }
}
