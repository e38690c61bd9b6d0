import COpenSSL
import SwiftASN1

extension Certificate {
  /// The certificate taken apart, down to the last field (RFC 5280 §4.1).
  ///
  /// - Throws: where its bytes are no DER, which is stricter than what libcrypto reads.
  public func structure() throws(X509Error) -> CertificateField {
    do {
      let node = try DER.parse(der)
      return CertificateStructure().field(node, "certificate")
    } catch {
      throw X509Error(operation: "take certificate apart", reason: "\(error)")
    }
  }
}

/// Gives the nodes of some DER the names that RFC 5280 has for them.
struct CertificateStructure {
  /// - Parameter parent: the name of what the node lies in: an extension's content is named after it.
  func field(_ node: ASN1Node, _ name: String, in parent: String = "") -> CertificateField {
    let range = node.encodedBytes.startIndex..<node.encodedBytes.endIndex
    switch node.content {
    case .constructed(let nodes):
      let children = Array(nodes)
      let names = names(of: children, in: name)
      return CertificateField(
        name: name, range: range, value: .structure,
        children: zip(children, names).map { child, inner in field(child, inner, in: name) })
    case .primitive(let bytes):
      let (value, children) = content(node, bytes, name, parent)
      return CertificateField(name: name, range: range, value: value, children: children)
    }
  }

  // MARK: Names

  private func names(of nodes: [ASN1Node], in parent: String) -> [String] {
    if let fixed = Self.fixed[parent] {
      return nodes.indices.map { $0 < fixed.count ? fixed[$0] : Self.type(of: nodes[$0]) }
    }
    switch parent {
    case "tbs_certificate": return namesOfTBS(nodes)
    case "version": return nodes.map { _ in "number" }
    case "issuer", "subject": return nodes.map { attribute(of: $0) }
    case "extensions": return nodes.map { _ in "list" }
    case "list": return nodes.map { objectName(in: $0) ?? "extension" }
    case "basic_constraints":
      return nodes.map { $0.identifier == .boolean ? "ca" : "path_length" }
    case "authority_key_identifier":
      let names = ["key_identifier", "issuer", "serial_number"]
      return nodes.map { node in
        let tag = Int(clamping: node.identifier.tagNumber)
        return names.indices.contains(tag) ? names[tag] : Self.type(of: node)
      }
    case "general_names": return nodes.map { Self.generalName($0.identifier.tagNumber) }
    default:
      // An attribute holds one pair of type and value, an extension its identifier and content.
      if nodes.first?.identifier == .objectIdentifier {
        return nodes.map { node in
          switch node.identifier {
          case .objectIdentifier: "type"
          case .boolean: "critical"
          default: "value"
          }
        }
      }
      return nodes.map { Self.type(of: $0) }
    }
  }

  private static let fixed: [String: [String]] = [
    "certificate": ["tbs_certificate", "signature_algorithm", "signature_value"],
    "validity": ["not_before", "not_after"],
    "subject_public_key_info": ["algorithm", "subject_public_key"],
    "signature": ["algorithm", "parameters"], "algorithm": ["algorithm", "parameters"],
    "signature_algorithm": ["algorithm", "parameters"],
    "rsa_public_key": ["modulus", "public_exponent"],
  ]

  /// The fields of what is signed: the first and the last have tags of their own.
  private func namesOfTBS(_ nodes: [ASN1Node]) -> [String] {
    var untagged = [
      "serial_number", "signature", "issuer", "validity", "subject", "subject_public_key_info",
    ][...]
    return nodes.map { node in
      guard node.identifier.tagClass == .contextSpecific else {
        return untagged.popFirst() ?? Self.type(of: node)
      }
      switch node.identifier.tagNumber {
      case 0: return "version"
      case 1: return "issuer_unique_id"
      case 2: return "subject_unique_id"
      case 3: return "extensions"
      default: return Self.type(of: node)
      }
    }
  }

  /// A part of a distinguished name, by the kind of its first attribute.
  private func attribute(of set: ASN1Node) -> String {
    guard case .constructed(let nodes) = set.content, let first = Array(nodes).first else {
      return Self.type(of: set)
    }
    return objectName(in: first) ?? "attribute"
  }

  /// The short name of the object identifier that a sequence begins with.
  private func objectName(in sequence: ASN1Node) -> String? {
    guard case .constructed(let nodes) = sequence.content, let first = Array(nodes).first,
      let identifier = try? ASN1ObjectIdentifier(derEncoded: first)
    else { return nil }
    return Self.name(of: "\(identifier)", short: true)
  }

  private static func generalName(_ tag: UInt) -> String {
    switch tag {
    case 0: "other_name"
    case 1: "email"
    case 2: "dns_name"
    case 4: "directory_name"
    case 6: "uri"
    case 7: "ip_address"
    case 8: "registered_id"
    default: "[\(tag)]"
    }
  }

  private static func type(of node: ASN1Node) -> String {
    guard node.identifier.tagClass == .universal else { return "[\(node.identifier.tagNumber)]" }
    switch node.identifier {
    case .sequence: return "sequence"
    case .set: return "set"
    case .integer: return "integer"
    case .boolean: return "boolean"
    case .bitString: return "bit_string"
    case .octetString: return "octet_string"
    case .objectIdentifier: return "object_identifier"
    case .null: return "null"
    case .utcTime, .generalizedTime: return "time"
    default: return "string"
    }
  }

  // MARK: Values

  private func content(
    _ node: ASN1Node, _ bytes: ArraySlice<UInt8>, _ name: String, _ parent: String
  ) -> (CertificateField.Value, [CertificateField]) {
    switch node.identifier {
    case .boolean: return (.boolean(bytes.contains { $0 != 0 }), [])
    case .integer, .enumerated: return (.integer(Array(bytes)), [])
    case .null: return (.null, [])
    case .objectIdentifier:
      guard let identifier = try? ASN1ObjectIdentifier(derEncoded: node) else {
        return (.bytes(Array(bytes)), [])
      }
      let dotted = "\(identifier)"
      return (.identifier(dotted, name: Self.name(of: dotted, short: false)), [])
    case .utf8String, .printableString, .ia5String, .teletexString, .numericString, .visibleString,
      .utcTime, .generalizedTime:
      return (.text(Self.printable(bytes)), [])
    case .bitString where name == "key_usage": return (.text(Self.usages(bytes)), [])
    case .octetString, .bitString: return wrapped(node, bytes, name, parent)
    default:
      if node.identifier.tagClass == .contextSpecific, ["email", "dns_name", "uri"].contains(name) {
        return (.text(Self.printable(bytes)), [])
      }
      if name == "ip_address", let address = AlternativeName.address(Array(bytes)) {
        return (.text(address), [])
      }
      return (.bytes(Array(bytes)), [])
    }
  }

  /// Octet and bit strings often hold DER again: extensions, and keys of RSA.
  private func wrapped(
    _ node: ASN1Node, _ bytes: ArraySlice<UInt8>, _ name: String, _ parent: String
  ) -> (CertificateField.Value, [CertificateField]) {
    let isBits = node.identifier == .bitString
    // The first byte of a bit string counts the bits of the last that are not used.
    let content = isBits ? bytes.dropFirst() : bytes
    guard name != "signature_value", !content.isEmpty, let parsed = try? DER.parse(content) else {
      return (.bytes(Array(bytes)), [])
    }
    let isKey = name == "subject_public_key" && parsed.identifier == .sequence
    let inner = isKey ? "rsa_public_key" : Self.contents[parent] ?? Self.type(of: parsed)
    return (.structure, [field(parsed, inner)])
  }

  /// What stands in an extension, by the extension's name.
  private static let contents: [String: String] = [
    "basicConstraints": "basic_constraints", "keyUsage": "key_usage",
    "subjectAltName": "general_names", "issuerAltName": "general_names",
    "extendedKeyUsage": "purposes", "authorityKeyIdentifier": "authority_key_identifier",
    "subjectKeyIdentifier": "key_identifier", "nameConstraints": "name_constraints",
    "crlDistributionPoints": "distribution_points", "authorityInfoAccess": "access_descriptions",
    "certificatePolicies": "policies",
  ]

  /// The uses of a key, from the first bit on (RFC 5280 §4.2.1.3).
  private static func usages(_ bytes: ArraySlice<UInt8>) -> String {
    let bits = bytes.dropFirst().flatMap { byte in (0..<8).map { byte & 0x80 >> $0 != 0 } }
    return zip(CertificateProfile.KeyUsage.allCases, bits).filter(\.1).map(\.0.rawValue)
      .joined(separator: ", ")
  }

  /// Text with everything that does not print written as `\xNN`.
  private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    let isPlain = !text.unicodeScalars.contains { scalar in
      scalar.properties.generalCategory == .control || scalar.value == 0xfffd
        || scalar.properties.generalCategory == .format
    }
    return isPlain ? text : GeneralName.printable(Array(bytes))
  }

  private static func name(of dotted: String, short: Bool) -> String? {
    guard let object = OBJ_txt2obj(dotted, 1) else {
      ERR_clear_error()
      return nil
    }
    defer { ASN1_OBJECT_free(object) }
    let number = OBJ_obj2nid(object)
    guard number != NID_undef, let name = short ? OBJ_nid2sn(number) : OBJ_nid2ln(number) else {
      return nil
    }
    return String(cString: name)
  }
}
