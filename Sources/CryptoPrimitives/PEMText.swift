import COpenSSL

/// DER bytes as PEM (RFC 7468): base64 in lines of 64 between two labels.
package func makePEM(_ label: String, _ der: [UInt8]) -> String {
  var base64 = [UInt8](repeating: 0, count: (der.count + 2) / 3 * 4 + 1)
  let count = Int(EVP_EncodeBlock(&base64, der, Int32(clamping: der.count)))
  var lines = ["-----BEGIN \(label)-----"]
  for start in stride(from: 0, to: count, by: 64) {
    lines.append(String(decoding: base64[start..<min(start + 64, count)], as: UTF8.self))
  }
  lines.append("-----END \(label)-----")
  return lines.joined(separator: "\n") + "\n"
}

/// Runs `body` on a BIO that reads `bytes`; `nil` if there are none, or `body` says so.
package func withReadingBIO<Result>(
  _ bytes: [UInt8], _ body: (OpaquePointer) -> Result?
) -> Result? {
  bytes.withUnsafeBufferPointer { buffer in
    guard let start = buffer.baseAddress, let count = Int32(exactly: buffer.count), count > 0,
      let source = BIO_new_mem_buf(start, count)
    else { return nil }
    defer { BIO_free(source) }
    return body(source)
  }
}
