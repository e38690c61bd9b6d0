/// The parameters behind the word `Digest` (RFC 7616 §3.3, §3.4): `name=value, name="value"`.
struct DigestParameters {
  private var values: [String: String] = [:]

  init(parsing header: String) throws(DigestError) {
    var scanner = HeaderScanner(header)
    guard scanner.readToken()?.lowercased() == "digest" else { throw .otherScheme }
    repeat {
      // Empty elements of a list count for nothing (RFC 9110 §5.6.1.2).
      guard let name = scanner.readToken()?.lowercased() else { continue }
      guard scanner.read("=") else { throw .malformed }
      scanner.skipWhiteSpace()
      guard let value = scanner.readQuotedString() ?? scanner.readToken(), values[name] == nil
      else { throw .malformed }
      values[name] = value
    } while scanner.read(",")
    scanner.skipWhiteSpace()
    guard scanner.isAtEnd else { throw .malformed }
  }

  subscript(name: String) -> String? { values[name] }

  func required(_ name: String) throws(DigestError) -> String {
    guard let value = values[name] else { throw .missing(parameter: name) }
    return value
  }
}
