import COpenSSL
import COpenSSLShims

/// A certificate's DER; `nil` if libcrypto can't encode it.
func derBytes(of certificate: OpaquePointer) -> [UInt8]? {
  var encoded: UnsafeMutablePointer<UInt8>?
  let count = i2d_X509(certificate, &encoded)
  guard count > 0, let encoded else { return nil }
  defer { CRYPTO_free(encoded, "", 0) }
  return Array(UnsafeBufferPointer(start: encoded, count: Int(count)))
}

/// The SubjectPublicKeyInfo of a certificate as it came; `nil` if there is none.
func publicKeyBytes(of certificate: OpaquePointer) -> [UInt8]? {
  var encoded: UnsafeMutablePointer<UInt8>?
  let count = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &encoded)
  guard count > 0, let encoded else { return nil }
  defer { CRYPTO_free(encoded, "", 0) }
  return Array(UnsafeBufferPointer(start: encoded, count: Int(count)))
}

/// A distinguished name in DER; empty if libcrypto can't encode it.
func nameBytes(_ name: OpaquePointer?) -> [UInt8] {
  var encoded: UnsafeMutablePointer<UInt8>?
  let count = i2d_X509_NAME(name, &encoded)
  guard count > 0, let encoded else { return [] }
  defer { CRYPTO_free(encoded, "", 0) }
  return Array(UnsafeBufferPointer(start: encoded, count: Int(count)))
}

/// A distinguished name in one line (RFC 2253); empty if it can't be written so.
func text(ofName name: OpaquePointer?) -> String {
  guard let name, let output = BIO_new(BIO_s_mem()) else { return "" }
  defer { BIO_free(output) }
  guard X509_NAME_print_ex(output, name, 0, tlslab_name_flags) >= 0 else { return "" }
  var text: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 256)
  while true {
    let count = BIO_read(output, &chunk, Int32(chunk.count))
    guard count > 0 else { break }
    text += chunk.prefix(Int(count))
  }
  return String(decoding: text, as: UTF8.self)
}

/// A distinguished name in one line (RFC 2253).
func directoryText(_ der: [UInt8]) -> String {
  let name = der.withUnsafeBufferPointer { buffer in
    var cursor = buffer.baseAddress
    return d2i_X509_NAME(nil, &cursor, buffer.count)
  }
  defer {
    X509_NAME_free(name)
    ERR_clear_error()
  }
  return text(ofName: name)
}

/// The last, most specific, common name of a distinguished name.
func commonName(ofName name: OpaquePointer?) -> String? {
  guard let name else { return nil }
  var last: Int32 = -1
  while true {
    let index = X509_NAME_get_index_by_NID(name, NID_commonName, last)
    guard index >= 0 else { break }
    last = index
  }
  guard last >= 0, let entry = X509_NAME_get_entry(name, last) else { return nil }
  var encoded: UnsafeMutablePointer<UInt8>?
  let count = ASN1_STRING_to_UTF8(&encoded, X509_NAME_ENTRY_get_data(entry))
  guard count >= 0, let encoded else { return nil }
  defer { CRYPTO_free(encoded, "", 0) }
  return String(decoding: UnsafeBufferPointer(start: encoded, count: Int(count)), as: UTF8.self)
}

/// The DNS names among the subject's alternative names, in order.
func alternativeNames(of certificate: OpaquePointer) -> [String] {
  guard let raw = X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil) else { return [] }
  let names = OpaquePointer(raw)
  defer { GENERAL_NAMES_free(names) }
  var result: [String] = []
  for index in 0..<max(0, OPENSSL_sk_num(names)) {
    guard let entry = OPENSSL_sk_value(names, index) else { continue }
    var type: Int32 = -1
    let value = GENERAL_NAME_get0_value(entry.assumingMemoryBound(to: GENERAL_NAME.self), &type)
    guard type == GEN_DNS, let value else { continue }
    result.append(
      String(decoding: bytes(of: value.assumingMemoryBound(to: ASN1_STRING.self)), as: UTF8.self))
  }
  return result
}

/// The serial number's bytes, big endian.
func serialBytes(of certificate: OpaquePointer) -> [UInt8] {
  guard let serial = X509_get0_serialNumber(certificate) else { return [] }
  return bytes(of: serial)
}

/// A time of a certificate in seconds since 1970; nil if it has another form than
/// `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ` (RFC 5280 §4.1.2.5.1, §4.1.2.5.2), or is no time, such as
/// 30 February.
///
/// Years before 2050 may have either: "Conforming applications MUST be able to process validity dates that
/// are encoded in either UTCTime or GeneralizedTime" (§4.1.2.5).
func seconds(of time: UnsafePointer<ASN1_TIME>?) -> Int64? {
  guard let time, hasProfileForm(time), let epoch = ASN1_TIME_set(nil, 0) else { return nil }
  defer { ASN1_TIME_free(epoch) }
  var days: Int32 = 0
  var seconds: Int32 = 0
  guard ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return nil }
  return Int64(days) * 86_400 + Int64(seconds)
}

extension Certificate {
  /// The dates that can't be read, as they stand there.
  var malformedDates: [String] {
    func shown(_ name: String, _ time: UnsafePointer<ASN1_TIME>?) -> String {
      name + " " + (time.map { GeneralName.printable(bytes(of: $0)) } ?? "")
    }
    return (notBefore == nil ? [shown("notBefore", X509_get0_notBefore(pointer))] : [])
      + (notAfter == nil ? [shown("notAfter", X509_get0_notAfter(pointer))] : [])
  }
}

private func hasProfileForm(_ time: UnsafePointer<ASN1_TIME>) -> Bool {
  let text = bytes(of: time)
  let length = ASN1_STRING_type(time) == V_ASN1_UTCTIME ? 13 : 15
  let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
  return text.count == length && text.last == UInt8(ascii: "Z")
    && text.dropLast().allSatisfy(digits.contains)
}

/// The content of a string or number in ASN.1.
func bytes(of string: UnsafePointer<ASN1_STRING>) -> [UInt8] {
  guard let start = ASN1_STRING_get0_data(string) else { return [] }
  return Array(UnsafeBufferPointer(start: start, count: max(0, Int(ASN1_STRING_length(string)))))
}
