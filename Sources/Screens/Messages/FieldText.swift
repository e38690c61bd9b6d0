import Bytes
import CryptoPrimitives
import Pages
import TLSKeys
import X509

/// What the bytes of a field say.
struct FieldText {
  let field: Annotation
  let bytes: [UInt8]

  init(_ field: Annotation, _ bytes: [UInt8]) {
    self.field = field
    self.bytes = bytes
  }

  var value: String {
    switch field.value {
    case .integer(let number): String(number)
    case .code(let number, let width, let name): code(number, width, name)
    case .length(let count): ByteText.follow(count)
    case .bytes(let content): text(of: content)
    case .list(let count): list(count)
    case .structure: summary
    case .element(let type, let content): ASN1Words.words(type, content)
    case .undecodable(let error): String(worded: "can't be read: \(error)")
    }
  }

  private func code(_ number: UInt64, _ width: Int, _ name: String?) -> String {
    if field.name.hasSuffix("version") {
      return name.map { String(worded: "says \"\($0)\"") } ?? String(worded: "unknown version")
    }
    guard let name else { return String(worded: "\(number) = unknown here") }
    let isLongName = ["cipher_suite", "signature_scheme", "algorithm"].contains {
      field.name == $0 || field.name.hasPrefix($0 + "[")
    }
    return isLongName ? name : "\(number) = \(name)"
  }

  private func text(of content: ByteContent) -> String {
    let length = field.children.first { $0.name == "length" }?.range.count ?? 0
    let count = max(0, bytes.count - length)
    switch content {
    case .text:
      return "\"" + String(decoding: bytes.suffix(count), as: UTF8.self) + "\""
    case .encrypted: return String(worded: "\(ByteText.count(count)), encrypted")
    case .opaque:
      if field.name == "cert_data" { return certificate ?? ByteText.count(count) }
      return count == 0 ? "" : ByteText.count(count)
    }
  }

  private func list(_ count: Int) -> String {
    switch field.name {
    case "cipher_suites":
      let signals = leafNames.filter { $0.hasSuffix("_SCSV") }.count
      let suites = plural(count - signals, "suite")
      return signals == 0 ? suites : suites + " + \(plural(signals, "signal")) (SCSV)"
    case "extensions":
      guard count > 0 else { return String(worded: "none") }
      return "\(count): "
        + field.children.filter { $0.value == .structure }.map(\.name)
        .joined(separator: ", ")
    case "certificate_list":
      return "\(plural(count, "certificate")): \(certificate ?? "")"
    case "legacy_compression_methods": return leafNames.joined(separator: ", ").lowercased()
    default: return count > 3 ? "\(count)" : leafNames.joined(separator: ", ")
    }
  }

  /// What an extension or entry says, from its inside.
  private var summary: String {
    guard !["extension_data", "fragment"].contains(field.name),
      field.children.first?.name != "msg_type"
    else { return "" }
    let names = leafNames
    // All names in a certificate would say nothing of its parts.
    let isBroad = field.isElement && !["issuer", "subject"].contains(field.name)
    if isBroad, names.count > 2 { return certificate ?? "" }
    let shown = names.prefix(3).joined(separator: ", ")
    return names.count > 3 ? shown + ", +\(names.count - 3)" : shown
  }

  private var leafNames: [String] {
    let inside = field.children.first { $0.name == "extension_data" } ?? field
    return inside.leaves.compactMap { leaf in
      switch leaf.value {
      case .code(_, _, let name) where leaf.name != "name_type":
        return name ?? String(worded: "unknown")
      case .bytes(.text):
        let start = leaf.range.lowerBound - field.range.lowerBound
        let end = leaf.range.upperBound - field.range.lowerBound
        guard start >= 0, start <= end, end <= bytes.count else { return nil }
        return String(decoding: bytes[start..<end], as: UTF8.self)
      case .element(let type, .text(let text)):
        return ASN1Words.words(type, .text(text))
      case .element(_, .identifier(_, let name?))
      where field.name.lowercased().hasSuffix("algorithm"):
        return name
      default: return nil
      }
    }
  }

  /// The first certificate among the bytes, in a few words.
  private var certificate: String? {
    let isWhole = field.plainName == OpaqueStructure.certificate.rawValue
    guard let data = isWhole ? field : field.first(named: "cert_data")?.children.last,
      data.range.count > 3
    else { return nil }
    let start = data.range.lowerBound - field.range.lowerBound
    let end = data.range.upperBound - field.range.lowerBound
    guard start >= 0, end <= bytes.count, start <= end,
      let certificate = try? Certificate(der: Array(bytes[start..<end]))
    else { return nil }
    return certificate.summary
  }
}

extension Certificate {
  /// Subject, issuer and key in one line.
  var summary: String {
    String(worded: "\(subject), issued by \(issuer), \(publicKey.kind.word)")
  }
}
