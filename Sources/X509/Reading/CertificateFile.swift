import COpenSSL
import CryptoPrimitives

/// What a file holds: certificates in DER or PEM (RFC 7468), and what of it can't be read.
public struct CertificateFile: Sendable {
  /// Those that can be read, in their order.
  public private(set) var certificates: [Certificate] = []
  /// Those that can't.
  public private(set) var unread: [Unread] = []
  /// What the file is, where it holds no certificate.
  public private(set) var kind: FileKind?
  /// Certificates that bear somebody's settings of trust, which are left out.
  public private(set) var trustSettings = 0
  /// Certificates behind which zeros stand, which are left out.
  public private(set) var filled = 0

  /// Lines at which a certificate seems to begin, though no block does that could be one: from 1.
  public private(set) var strays: [Int] = []

  /// A certificate that can't be read.
  public struct Unread: Hashable, Sendable {
    /// The how manieth certificate of the file, from 1.
    public var number: Int
    /// The line with its BEGIN; nil in DER.
    public var line: Int?
    public var reason: Reason
    /// Whether it is a list of revoked certificates.
    public var isList: Bool

    public init(number: Int, line: Int?, reason: Reason, isList: Bool = false) {
      self.number = number
      self.line = line
      self.reason = reason
      self.isList = isList
    }

    /// Whether line breaks are missing around it.
    public var lacksBreaks: Bool { if case .text(.joined) = reason { true } else { false } }

    public enum Reason: Hashable, Sendable {
      /// The text around it is damaged.
      case text(PEMDamage)
      /// Its bytes are no certificate, in libcrypto's words.
      case content(String)
      /// There are more than anyone reads from one file.
      case tooMany(limit: Int)
    }
  }

  /// The most certificates that are read from one file.
  static let most = 1000

  private static let labels = ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"]

  /// Reads a file, whatever is in it.
  public init(_ bytes: [UInt8]) {
    let reader = PEMReader(bytes)
    let blocks = reader.blocks
    let own = blocks.filter { Self.labels.contains($0.label) }
    for (place, block) in own.enumerated() {
      guard place < Self.most else {
        unread.append(
          Unread(number: place + 1, line: block.line, reason: .tooMany(limit: Self.most)))
        break
      }
      add(block, number: place + 1)
    }
    if !own.isEmpty {
      findFrame(own)
      if certificates.isEmpty, !unread.isEmpty, unread.allSatisfy(\.lacksBreaks) {
        (kind, unread) = (.escapedLines, [])
      }
      let misnamed = blocks.filter {
        !Self.labels.contains($0.label) && Self.kind(of: $0) == .wrongLabel
      }
      strays = (reader.strays + misnamed.map(\.line)).sorted()
    } else if let first = blocks.first {
      kind = Self.kind(of: first)
    } else {
      readDER(bytes)
    }
  }

  /// Whether what stands behind CERTIFICATE is none, but a frame around some.
  private mutating func findFrame(_ blocks: [PEMBlock]) {
    guard certificates.isEmpty else { return }
    for block in blocks {
      guard let bytes = try? block.content.get(), CertificateFrame(bytes) != nil else { return }
    }
    (kind, unread) = (.pkcs7AsCertificate, [])
  }

  /// What a block is that says of itself to be no certificate.
  private static func kind(of block: PEMBlock) -> FileKind {
    let kind = FileKind(label: block.label)
    guard let bytes = try? block.content.get() else { return kind }
    if (try? Certificate(der: bytes)) != nil { return .wrongLabel }
    switch kind {
    case .pkcs7: return FileKind.ofFrame(bytes)
    case .cms: return FileKind.ofFrame(bytes) == .pkcs7Encrypted ? .pkcs7Encrypted : .cms
    default: return kind
    }
  }

  private mutating func add(_ block: PEMBlock, number: Int) {
    switch block.content {
    case .failure(let damage):
      unread.append(Unread(number: number, line: block.line, reason: .text(damage)))
    case .success(let bytes):
      let isTrusted = block.label == "TRUSTED CERTIFICATE"
      // Settings stand behind the certificate.
      let der =
        isTrusted ? DERFile.elementOfBER(bytes[...]).map { Array($0.whole) } ?? bytes : bytes
      if isTrusted { trustSettings += 1 }
      add(der, number: number, line: block.line)
    }
  }

  private mutating func add(_ der: [UInt8], number: Int, line: Int?) {
    // Some programs fill up the last block of a file.
    let whole = DERFile.elementOfBER(der[...])?.whole.count ?? der.count
    let isFilled = whole < der.count && der[whole...].allSatisfy { $0 == 0 }
    do throws(X509Error) {
      certificates.append(try Certificate(der: isFilled ? Array(der.prefix(whole)) : der))
      if isFilled { filled += 1 }
    } catch {
      unread.append(Unread(number: number, line: line, reason: .content(error.reason)))
    }
  }

  private mutating func readDER(_ bytes: [UInt8]) {
    if let elements = DERFile.elements(bytes, most: Self.most) {
      for (place, der) in elements.enumerated() { add(der, number: place + 1, line: nil) }
      let length = elements.reduce(0) { $0 + $1.count }
      if !certificates.isEmpty, bytes[length...].contains(0) { filled += 1 }
    }
    guard certificates.isEmpty else { return }
    kind = FileKind(bytes)
    // What begins like a certificate is one that is damaged, and nothing else.
    if kind != .otherDER { unread = [] }
  }
}

extension Certificate {
  /// All certificates of a file: one or more in DER, or any number in PEM (RFC 7468) with other things and
  /// text between.
  ///
  /// - Throws: if there is none, or one that can't be read; the reason says which.
  public static func all(in bytes: [UInt8]) throws(X509Error) -> [Certificate] {
    let file = CertificateFile(bytes)
    if let first = file.unread.first {
      throw X509Error(
        operation: "read certificates", reason: "certificate \(first.number) can't be read")
    }
    guard !file.certificates.isEmpty else {
      throw X509Error(operation: "read certificates", reason: "there is none")
    }
    return file.certificates
  }

  /// Where OpenSSL on this machine looks for the roots that it trusts.
  public static var trustLocations: (file: String?, folder: String?) {
    (
      X509_get_default_cert_file().map { String(cString: $0) },
      X509_get_default_cert_dir().map { String(cString: $0) }
    )
  }
}
