/// The info of HKDF-Expand-Label (RFC 8446 §7.1).
enum HKDFLabel {
  /// Length, label behind `tls13 `, context; label and context are cut at 255 bytes, which none of
  /// TLS comes near.
  static func bytes(label: String, context: [UInt8], count: Int) -> [UInt8] {
    let name = Array("tls13 \(label)".utf8.prefix(255))
    let context = context.prefix(255)
    return [UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
      + [UInt8(name.count)] + name + [UInt8(context.count)] + context
  }
}
