public import Bytes
import X509

// What TLS carries as bytes of another standard is taken apart as well: certificates, their state, names.
extension Annotation {
  /// The same tree, with the fields inside certificates, OCSP responses, names and proofs of logs.
  ///
  /// - Parameter bytes: what the offsets count in.
  public func withContents(of bytes: [UInt8]) -> Annotation {
    var whole = self
    guard let structure = Self.opaqueStructures[plainName], children.count == 2,
      children[1].value == .bytes(.opaque)
    else {
      whole.children = children.map { $0.withContents(of: bytes) }
      return whole
    }
    let range = children[1].range.clamped(to: 0..<bytes.count)
    whole.children[1] = structure.annotation(of: Array(bytes[range]))
      .moved(by: range.lowerBound, below: name)
    return whole
  }

  /// By the field that holds them behind its length.
  private static let opaqueStructures: [String: OpaqueStructure] = [
    "cert_data": .certificate, "ocsp_response": .ocspResponse, "data": .name, "sct": .timestamp,
    "ASN1_subjectPublicKeyInfo": .publicKey,
  ]

  /// The name without the place among others of its kind.
  var plainName: String { String(name.prefix { $0 != "[" }) }

  /// What a field stands in that is an element of ASN.1. Names such as `version` mean something else
  /// there than in TLS.
  static let asn1 = "asn1"

  /// Whether it is an element of ASN.1.
  var isElement: Bool {
    if case .element = value { return true }
    guard case .element(_, .header)? = children.first?.value else { return false }
    return true
  }
}
