import COpenSSL
import CryptoPrimitives

/// What a file holds of lists of revoked certificates, and what of it can't be read.
public struct RevocationListFile: Sendable {
  /// Those that can be read, in their order.
  public private(set) var lists: [RevocationList] = []
  /// Those that can't, by their number among the lists of the file.
  public private(set) var unread: [CertificateFile.Unread] = []

  private static let labels = ["X509 CRL", "CRL"]

  /// Reads a file, in PEM or DER; a frame (PKCS#7) may be around the lists.
  public init(_ bytes: [UInt8]) {
    let blocks = PEMReader(bytes).blocks
    guard blocks.isEmpty else {
      for block in blocks {
        if Self.labels.contains(block.label) {
          add(block)
        } else if FileKind(label: block.label) == .pkcs7, let frame = try? block.content.get() {
          addFrame(frame)
        }
      }
      return
    }
    addFrame(bytes)
    guard lists.isEmpty, let elements = DERFile.elements(bytes, most: CertificateFile.most) else {
      return
    }
    for der in elements { add(der, line: nil) }
    // What begins like a list is one that is damaged, and nothing else.
    if lists.isEmpty, FileKind(bytes) != .revocationList { unread = [] }
  }

  private mutating func add(_ block: PEMBlock) {
    switch block.content {
    case .success(let der): add(der, line: block.line)
    case .failure(let damage): note(.text(damage), line: block.line)
    }
  }

  private mutating func add(_ der: [UInt8], line: Int?) {
    let list = RevocationList(der: der)
    if let read = list.read() {
      RevocationList.free(read)
      lists.append(list)
    } else {
      note(.content(takeLibcryptoReason()), line: line)
    }
  }

  private mutating func note(_ reason: CertificateFile.Unread.Reason, line: Int?) {
    unread.append(
      CertificateFile.Unread(
        number: lists.count + unread.count + 1, line: line, reason: reason, isList: true))
  }

  private mutating func addFrame(_ bytes: [UInt8]) {
    for der in CertificateFrame(bytes)?.lists ?? [] { add(der, line: nil) }
  }
}

/// A frame around certificates and lists: signed data with nothing that is signed (RFC 5652 §5.1).
struct CertificateFrame {
  /// How many certificates are in it.
  var certificates: Int
  /// The lists, in DER.
  var lists: [[UInt8]]

  /// - Returns: nil for what is no such frame.
  init?(_ bytes: [UInt8]) {
    defer { ERR_clear_error() }
    let read = bytes.withUnsafeBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return d2i_PKCS7(nil, &cursor, buffer.count)
    }
    guard let read else { return nil }
    defer { PKCS7_free(read) }
    guard OBJ_obj2nid(read.pointee.type) == NID_pkcs7_signed, let signed = read.pointee.d.sign
    else {
      return nil
    }
    certificates = max(0, Int(OPENSSL_sk_num(signed.pointee.cert)))
    lists = (0..<max(0, OPENSSL_sk_num(signed.pointee.crl))).compactMap { place in
      guard let entry = OPENSSL_sk_value(signed.pointee.crl, place) else { return nil }
      var encoded: UnsafeMutablePointer<UInt8>?
      let count = i2d_X509_CRL(OpaquePointer(entry), &encoded)
      guard count > 0, let encoded else { return nil }
      defer { CRYPTO_free(encoded, "", 0) }
      return Array(UnsafeBufferPointer(start: encoded, count: Int(count)))
    }
  }
}
