import Files
package import Platform
import Screens
import TLSKeys
package import X509

/// Certificates that lie in files.
package enum CertificateFiles {
  /// The longest file that is read, in bytes.
  private static let limit = 1 << 24

  /// Where certificates come from.
  package enum Place: Hashable, Sendable {
    case file(URL)
    case standardInput

    /// What stands on a command line: `-` is standard input.
    package init(_ argument: String) {
      self = argument == "-" ? .standardInput : .file(URL(fileURLWithPath: argument))
    }

    /// Its name for a reader.
    var name: String {
      switch self {
      case .file(let file): file.lastPathComponent
      case .standardInput: "standard input"
      }
    }

    /// Its name for a shell: in marks where it needs them.
    var word: String {
      guard case .file(let file) = self else { return "-" }
      let text = file.relativePath
      let word = ShellCommand.word(text)
      // What begins with a hyphen would be an option.
      return text.hasPrefix("-") ? "./" + word : word
    }

    func bytes() throws(CommandError) -> [UInt8] {
      do throws(FileError) {
        switch self {
        case .standardInput: return try FileContents.standardInput()
        case .file(let file): return try FileContents.read(file, limit: CertificateFiles.limit)
        }
      } catch  where error.code == EFBIG {
        throw CommandError("\(error.path) is too large for certificates", status: .badData)
      } catch {
        var error = CommandError(error)
        error.status = .badData
        throw error
      }
    }
  }

  /// What a place holds.
  package struct Found {
    package var certificates: [Certificate]
    /// What is to be said of it, a line each.
    package var remarks: [String]
    /// Whether all of it could be read.
    package var isWhole: Bool
    /// Where the first of them can't be read, which a server sends as its own: that nothing can be said then.
    package var ownIsUnread: CommandError?
  }

  /// The certificates of a place, and what is to be said of it.
  ///
  /// - Throws: where it holds none: what it is, and what to do about it.
  package static func found(in place: Place) throws(CommandError) -> Found {
    let bytes = try place.bytes()
    let file = CertificateFile(bytes)
    let unread = file.unread.map { $0.words(place.name) }
    guard !file.certificates.isEmpty else {
      guard let kind = file.kind, unread.isEmpty else {
        throw CommandError(
          "\(place.name) holds no certificate that can be read", details: unread, status: .badData)
      }
      throw error(kind, place, isPEM: bytes.first == UInt8(ascii: "-"))
    }
    let trust = file.trustSettings > 0 ? ["\(place.name): \(CertificateFile.trustWords)"] : []
    let fill = file.filled > 0 ? ["\(place.name): \(CertificateFile.fillWords)"] : []
    let strays = file.strays.map { CertificateFile.strayWords(place.name, line: $0) }
    var found = Found(
      certificates: file.certificates, remarks: unread + trust + fill + strays,
      isWhole: unread.isEmpty)
    if file.unread.contains(where: { $0.number == 1 }) {
      let others = CertificateFile.othersWords(place.name, file.certificates.count)
      found.ownIsUnread = CommandError(
        CertificateFile.ownWords(place.name), details: unread + [others], status: .badData)
      if file.unread.contains(where: \.lacksBreaks) {
        found.ownIsUnread?.shellCommands = error(.escapedLines, place, isPEM: true).shellCommands
      }
    }
    return found
  }

  private static func error(_ kind: FileKind, _ place: Place, isPEM: Bool) -> CommandError {
    let words = kind.words(place.name, word: place.word, isPEM: isPEM)
    var error = CommandError(
      words.what, details: words.advice.isEmpty ? [] : [words.advice], status: .badData)
    if !words.command.isEmpty { error.shellCommands = [words.command] }
    return error
  }

  /// The lists of revoked certificates of a place, and what is to be said of it, a line each.
  ///
  /// - Throws: where it holds none that can be read.
  package static func lists(
    in place: Place
  ) throws(CommandError) -> (lists: [RevocationList], remarks: [String]) {
    let file = RevocationListFile(try place.bytes())
    let unread = file.unread.map { $0.words(place.name) }
    guard file.lists.isEmpty else { return (file.lists, unread) }
    guard unread.isEmpty else {
      throw CommandError(
        "\(place.name) holds no list that can be read", details: unread, status: .badData)
    }
    throw CommandError(
      "\(place.name) holds no list of revoked certificates",
      details: ["a list (CRL) in DER, or in PEM behind BEGIN X509 CRL"], status: .badData)
  }

  /// What is to be said where ``installedRoots()`` are none.
  package static let noRoots =
    "This machine has no roots to trust: ca-certificates would bring some."

  /// What OpenSSL on this machine trusts; what can't be read is left out.
  package static func installedRoots() -> [Certificate] {
    let places = Certificate.trustLocations
    if let file = places.file, let data = try? Data(contentsOf: URL(fileURLWithPath: file)) {
      let roots = CertificateFile(Array(data)).certificates
      if !roots.isEmpty { return roots }
    }
    guard let folder = places.folder,
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else { return [] }
    var roots: Set<Certificate> = []
    for name in names where name.hasSuffix(".pem") || name.hasSuffix(".crt") {
      let file = URL(fileURLWithPath: folder).appendingPathComponent(name)
      guard let data = try? Data(contentsOf: file) else { continue }
      roots.formUnion(CertificateFile(Array(data)).certificates)
    }
    return roots.sorted { $0.subject < $1.subject }
  }
}
