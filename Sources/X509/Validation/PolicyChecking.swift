import COpenSSL

/// The policies under which the certificates of a path were issued, and whether one holds all along it where an
/// authority demands that (RFC 5280 §6.1.2 to §6.1.5). Libcrypto does the reckoning.
enum PolicyChecking {
  private static let extensions = [
    NID_certificate_policies, NID_policy_constraints, NID_policy_mappings, NID_inhibit_any_policy,
  ]

  /// - Parameter path: the peer's certificate first; the last one is not looked at, as it is trusted (§6.1).
  static func findings(_ path: [Certificate]) -> [CertificateFinding] {
    guard path.count > 1, let leaf = path.first, path.contains(where: \.speaksOfPolicies),
      let chain = OPENSSL_sk_new_null(), let wanted = OPENSSL_sk_new_null()
    else { return [] }
    defer {
      OPENSSL_sk_free(chain)
      OPENSSL_sk_free(wanted)
      ERR_clear_error()
    }
    // "The user-initial-policy-set contains the special value any-policy if the user is not concerned about
    // certificate policy" (§6.1.1).
    OPENSSL_sk_push(wanted, UnsafeRawPointer(OBJ_nid2obj(NID_any_policy)))
    for certificate in path {
      guard OPENSSL_sk_push(chain, UnsafeRawPointer(certificate.pointer)) > 0 else {
        return [CertificateFinding(.malformed, leaf)]
      }
    }
    var tree: OpaquePointer?
    var isDemanded: Int32 = 0
    let outcome = X509_policy_check(&tree, &isDemanded, chain, wanted, 0)
    X509_policy_tree_free(tree)
    switch outcome {
    case X509_PCY_TREE_FAILURE: return [CertificateFinding(.policyRequired, leaf)]
    case X509_PCY_TREE_INVALID:
      // Which certificate it is can be told, or has a fault of its own by now; else nothing passes.
      let found = path.filter { $0.hasMalformedPolicies && $0.damagedExtensions.isEmpty }
      let isTold = path.contains { !$0.damagedExtensions.isEmpty }
      return found.isEmpty && !isTold
        ? [CertificateFinding(.policyMalformed, leaf)]
        : found.map { CertificateFinding(.policyMalformed, $0) }
    // More of them than anyone compares.
    case X509_PCY_TREE_INTERNAL: return [CertificateFinding(.tooMuch, leaf)]
    default: return []
    }
  }

  fileprivate static func isSpokenOf(in certificate: Certificate) -> Bool {
    extensions.contains { X509_get_ext_by_NID(certificate.pointer, $0, -1) >= 0 }
  }
}

extension Certificate {
  fileprivate var speaksOfPolicies: Bool { PolicyChecking.isSpokenOf(in: self) }

  /// Known once policies were looked at.
  fileprivate var hasMalformedPolicies: Bool {
    X509_get_extension_flags(pointer) & UInt32(EXFLAG_INVALID_POLICY) != 0
  }
}
