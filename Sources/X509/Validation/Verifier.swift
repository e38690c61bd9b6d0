import COpenSSL

/// One fault that OpenSSL's verifier found.
package struct VerifierFinding {
  /// `X509_V_ERR_…`.
  package var code: Int32
  /// The certificate it was found in, if it is one of those sent or trusted.
  package var certificate: Certificate?
}

/// OpenSSL's words for a number of its verifier.
func verifierMessage(_ code: Int) -> String {
  X509_verify_cert_error_string(code).map { String(cString: $0) } ?? "error \(code)"
}

/// All faults of a chain, in the order in which OpenSSL's verifier finds them: for a TLS server or
/// client, 112 bits of security (auth level 2), at a given moment.
///
/// - Parameter lists: what may be used to find revoked certificates; nil: nobody looks for them.
package func verifierFindings(
  _ chain: [Certificate], at time: Int64, trust: TrustStore, purpose: CertificatePurpose,
  rules: VerificationRules = VerificationRules(), lists: [RevocationList]? = nil
) -> [VerifierFinding] {
  defer { ERR_clear_error() }
  let unspecified = VerifierFinding(code: X509_V_ERR_UNSPECIFIED, certificate: chain.first)
  guard let leaf = chain.first, let store = trust.store, let context = X509_STORE_CTX_new(),
    let untrusted = OPENSSL_sk_new_null()
  else { return [unspecified] }
  defer {
    X509_STORE_CTX_free(context)
    OPENSSL_sk_free(untrusted)
  }
  for certificate in chain {
    guard OPENSSL_sk_push(untrusted, UnsafeRawPointer(certificate.pointer)) > 0 else {
      return [unspecified]
    }
  }
  guard X509_STORE_CTX_init(context, store.pointer, leaf.pointer, untrusted) == 1,
    let parameters = X509_STORE_CTX_get0_param(context),
    X509_VERIFY_PARAM_set_purpose(parameters, purpose.verifierNumber) == 1
  else { return [unspecified] }
  set(parameters, time, rules)
  let revocations = lists.flatMap { libcryptoLists($0) }
  defer { freeLists(revocations) }
  if let revocations {
    X509_STORE_CTX_set0_crls(context, revocations)
    X509_VERIFY_PARAM_set_flags(
      parameters, UInt(X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL))
  }
  let collector = FindingCollector()
  let outcome = collect(context, into: collector)
  let known = chain + trust.roots
  let findings = collector.found.map { code, der in
    // A policy is demanded of a path, and not of one certificate.
    let found = code == X509_V_ERR_NO_EXPLICIT_POLICY ? leaf : known.first { $0.der == der }
    return VerifierFinding(code: code, certificate: found)
  }
  // The verifier may give up without asking the callback, e.g. when memory runs out.
  guard outcome == 1 || !findings.isEmpty else { return [unspecified] }
  return findings
}

private func set(_ parameters: OpaquePointer, _ time: Int64, _ rules: VerificationRules) {
  X509_VERIFY_PARAM_set_time(parameters, time_t(time))
  X509_VERIFY_PARAM_set_auth_level(parameters, 2)
  X509_VERIFY_PARAM_set_flags(parameters, rules.verifierFlags | UInt(X509_V_FLAG_POLICY_CHECK))
  if let any = OBJ_nid2obj(NID_any_policy), X509_VERIFY_PARAM_add0_policy(parameters, any) != 1 {
    ERR_clear_error()
  }
  if let depth = rules.depth { X509_VERIFY_PARAM_set_depth(parameters, Int32(clamping: depth)) }
  // The subject's name names no host, and name constraints count for it all the same.
  X509_VERIFY_PARAM_set_hostflags(
    parameters, hostFlags & ~UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT))
}

/// Why the certificate does not name this host, in OpenSSL's judgement; `nil` if it does.
///
/// - Parameter isExact: whether common names and wildcards within a label are left aside (RFC 9525 §6.3); as it is
///   set up by itself OpenSSL takes both.
package func nameFinding(
  _ leaf: Certificate, host: String, isExact: Bool = true
) -> VerifierFinding? {
  defer { ERR_clear_error() }
  if let address = a2i_IPADDRESS(host) {
    ASN1_OCTET_STRING_free(address)
    guard X509_check_ip_asc(leaf.pointer, host, 0) != 1 else { return nil }
    return VerifierFinding(code: X509_V_ERR_IP_ADDRESS_MISMATCH, certificate: leaf)
  }
  let host = HostNameMatch.ascii(host) ?? ""
  let name = Array(host.utf8)
  // OpenSSL would measure an empty name anew, take one that begins with a dot for any name below it,
  // and overlook a NUL at the end: none of them is a host's name.
  let isName = name.first.map { $0 != UInt8(ascii: ".") } ?? false && !name.contains(0)
  if isName, X509_check_host(leaf.pointer, host, name.count, isExact ? hostFlags : 0, nil) == 1 {
    return nil
  }
  return VerifierFinding(code: X509_V_ERR_HOSTNAME_MISMATCH, certificate: leaf)
}

/// libcrypto's form of lists, for `freeLists`; what can't be read is left out.
private func libcryptoLists(_ lists: [RevocationList]) -> OpaquePointer? {
  guard let stack = OPENSSL_sk_new_null() else { return nil }
  for list in lists {
    guard let read = list.read() else { continue }
    if OPENSSL_sk_push(stack, UnsafeRawPointer(read)) <= 0 { X509_CRL_free(read) }
  }
  return stack
}

private func freeLists(_ stack: OpaquePointer?) {
  guard let stack else { return }
  while let list = OPENSSL_sk_pop(stack) { X509_CRL_free(OpaquePointer(list)) }
  OPENSSL_sk_free(stack)
}

/// Alternative names only, and a wildcard only as a whole label (RFC 9525 §6.3).
private let hostFlags = UInt32(
  X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS)

/// Where the callback puts what it is told.
private final class FindingCollector {
  var found: [(code: Int32, der: [UInt8])] = []
}

/// Runs the verifier to its end; the callback lets it go on after each fault.
private func collect(_ context: OpaquePointer, into collector: FindingCollector) -> Int32 {
  withExtendedLifetime(collector) {
    // Index 0 is what OpenSSL calls the application's data.
    X509_STORE_CTX_set_ex_data(context, 0, Unmanaged.passUnretained(collector).toOpaque())
    X509_STORE_CTX_set_verify_cb(context) { ok, context in
      guard ok != 1, let context, let data = X509_STORE_CTX_get_ex_data(context, 0) else {
        return 1
      }
      let collector = Unmanaged<FindingCollector>.fromOpaque(data).takeUnretainedValue()
      let der = X509_STORE_CTX_get_current_cert(context).flatMap(derBytes(of:)) ?? []
      collector.found.append((X509_STORE_CTX_get_error(context), der))
      // Otherwise a chain without a root would be reported under the number of an earlier fault.
      X509_STORE_CTX_set_error(context, X509_V_OK)
      return 1
    }
    return X509_verify_cert(context)
  }
}

/// A moment as ISO 8601 writes it, e.g. `2026-11-23T05:00:00Z`; seconds since 1970 beyond year 9999.
func timestamp(_ seconds: Int64) -> String {
  guard let time = ASN1_TIME_set(nil, time_t(seconds)) else {
    ERR_clear_error()
    return String(seconds)
  }
  defer { ASN1_TIME_free(time) }
  var parts = tm()
  guard ASN1_TIME_to_tm(time, &parts) == 1 else { return String(seconds) }
  func digits(_ number: Int32, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
  let date = [
    digits(parts.tm_year + 1900, 4), digits(parts.tm_mon + 1, 2), digits(parts.tm_mday, 2),
  ]
  let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { digits($0, 2) }
  return date.joined(separator: "-") + "T" + clock.joined(separator: ":") + "Z"
}
