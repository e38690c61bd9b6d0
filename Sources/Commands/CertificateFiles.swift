import Files
package import Platform
package import X509

/// Certificates that lie in files.
package enum CertificateFiles {
  /// The longest file that is read, in bytes.
  private static let limit = 1 << 24

  /// The certificates of a file, in PEM or DER, in their order.
  package static func certificates(in file: URL) throws(CommandError) -> [Certificate] {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileContents.read(file, limit: limit)
    } catch  where error.code == EFBIG {
      throw CommandError("\(file.path) is too large for certificates", status: .badData)
    } catch {
      throw CommandError(error)
    }
    do {
      return try Certificate.all(in: bytes)
    } catch {
      throw CommandError(
        "\(file.lastPathComponent) holds no chain of certificates",
        details: ["\(error.operation): \(error.reason)"], status: .badData)
    }
  }

  /// What is to be said where ``installedRoots()`` are none.
  package static let noRoots =
    "This machine has no roots to trust: ca-certificates would bring some."

  /// What OpenSSL on this machine trusts; what can't be read is left out.
  package static func installedRoots() -> [Certificate] {
    let places = Certificate.trustLocations
    if let file = places.file, let data = try? Data(contentsOf: URL(fileURLWithPath: file)),
      let roots = try? Certificate.all(in: Array(data))
    {
      return roots
    }
    guard let folder = places.folder,
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else { return [] }
    var roots: Set<Certificate> = []
    for name in names where name.hasSuffix(".pem") || name.hasSuffix(".crt") {
      let file = URL(fileURLWithPath: folder).appendingPathComponent(name)
      guard let data = try? Data(contentsOf: file) else { continue }
      roots.formUnion((try? Certificate.all(in: Array(data))) ?? [])
    }
    return roots.sorted { $0.subject < $1.subject }
  }
}
