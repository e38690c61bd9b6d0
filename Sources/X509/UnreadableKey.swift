import COpenSSL

/// What a key is of which libcrypto makes nothing.
struct UnreadableKey {
  /// The algorithm, with its curve where the curve is what is not known.
  var name: String
  /// Whether algorithm and curve are known: the key is damaged then, such as a point beside its curve.
  var isDamaged: Bool

  /// - Parameter certificate: whose key it is.
  init(of certificate: OpaquePointer) {
    defer { ERR_clear_error() }
    var object: OpaquePointer?
    var algorithm: UnsafeMutablePointer<X509_ALGOR>?
    let key = X509_get_X509_PUBKEY(certificate)
    guard X509_PUBKEY_get0_param(&object, nil, nil, &algorithm, key) == 1, let object,
      let identifier = ObjectIdentifier(object)
    else {
      (name, isDamaged) = ("unknown", false)
      return
    }
    let shown = Self.shown(identifier)
    if OBJ_obj2nid(object) == NID_X9_62_id_ecPublicKey, let curve = Self.curve(algorithm) {
      let isKnown = Self.isKnown(curve: curve)
      name = isKnown ? shown : shown + ", " + (ObjectIdentifier(curve).map(Self.shown) ?? "unknown")
      isDamaged = isKnown
    } else if OBJ_obj2nid(object) == NID_dsa, Self.inherits(algorithm) {
      (name, isDamaged) = (shown + ", with the parameters of its issuer's key", false)
    } else {
      (name, isDamaged) = (shown, Self.known.contains(OBJ_obj2nid(object)))
    }
  }

  /// Those of which every key can be told from what is none. DSA and DH may leave their parameters to the
  /// authority's key (RFC 3279 §2.3.2).
  private static let known: Set<Int32> = [
    NID_rsaEncryption, NID_rsassaPss, NID_X9_62_id_ecPublicKey, NID_ED25519, NID_ED448, NID_X25519,
    NID_X448,
  ]

  private static func shown(_ identifier: ObjectIdentifier) -> String {
    identifier.shownName.map { "\($0) (\(identifier.dotted))" } ?? identifier.dotted
  }

  /// Whether no parameters stand beside the key: "If the subject certificate omits the DSA parameters … the
  /// issuer's DSA parameters apply" (RFC 3279 §2.3.2).
  private static func inherits(_ algorithm: UnsafeMutablePointer<X509_ALGOR>?) -> Bool {
    var type: Int32 = 0
    X509_ALGOR_get0(nil, &type, nil, algorithm)
    return type == V_ASN1_UNDEF || type == V_ASN1_NULL
  }

  /// The curve that the parameters name; nil where they spell one out, or are none (RFC 5480 §2.1.1).
  private static func curve(_ algorithm: UnsafeMutablePointer<X509_ALGOR>?) -> OpaquePointer? {
    var type: Int32 = 0
    var value: UnsafeRawPointer?
    X509_ALGOR_get0(nil, &type, &value, algorithm)
    guard type == V_ASN1_OBJECT, let value else { return nil }
    return OpaquePointer(value)
  }

  private static func isKnown(curve: OpaquePointer) -> Bool {
    // Keys on the curve of SM2 are of a kind of their own, which libcrypto may have been built without.
    let number = OBJ_obj2nid(curve)
    guard number != NID_sm2, let group = EC_GROUP_new_by_curve_name(number) else { return false }
    EC_GROUP_free(group)
    return true
  }
}
