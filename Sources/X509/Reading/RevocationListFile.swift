extension RevocationList {
  /// The lists of a file, in PEM or DER; none where it is none.
  public static func all(in bytes: [UInt8]) -> [RevocationList] {
    let blocks = PEMReader(bytes).blocks
    let ders: [[UInt8]] =
      blocks.isEmpty
      ? DERFile.elements(bytes, most: CertificateFile.most) ?? []
      : blocks.filter { $0.label == "X509 CRL" || $0.label == "CRL" }
        .compactMap { try? $0.content.get() }
    return ders.map { RevocationList(der: $0) }.filter(\.isReadable)
  }

  private var isReadable: Bool {
    guard let read = read() else { return false }
    Self.free(read)
    return true
  }
}
