/// The info of HKDF-Expand-Label (RFC 8446 §7.1).
enum HKDFLabel {
  private static let prefix = Array("tls13 ".utf8)

  /// Length, label behind `tls13 `, context; label and context are cut at 255 bytes, which none of
  /// TLS comes near.
  static func bytes(label: String, context: [UInt8], count: Int) -> [UInt8] {
    let name = label.utf8.prefix(255 - prefix.count)
    let context = context.prefix(255)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 + prefix.count + name.count + context.count)
    bytes.append(UInt8(truncatingIfNeeded: count >> 8))
    bytes.append(UInt8(truncatingIfNeeded: count))
    bytes.append(UInt8(prefix.count + name.count))
    bytes += prefix
    bytes += name
    bytes.append(UInt8(context.count))
    bytes += context
    return bytes
  }
}
